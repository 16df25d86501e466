import type { Thumb } from "../reply";
import type { Strings } from "../strings";
import { button, element } from "./dom";
import { type Icon, icon } from "./icons";

export type Judge = (thumb: Thumb, reason?: string) => Promise<void>;

/** Thumbs below an answer; a thumb down may be explained. `show` presses a thumb without sending it. */
export function feedback(
  strings: Strings,
  judge: Judge,
): { element: HTMLElement; show: (thumb: Thumb | null) => void } {
  const state = element("span", { class: "feedback-state", role: "status" });
  const reason = element("textarea", { rows: "2", maxlength: "500", "aria-label": strings.reason, placeholder: strings.reason });
  const form = element("form", { class: "reason", hidden: "" }, reason, element("button", { type: "submit" }, strings.sendReason));
  const say = async (thumb: Thumb, why?: string): Promise<boolean> => {
    state.textContent = "";
    try {
      await judge(thumb, why);
      state.textContent = strings.thanks;
      return true;
    } catch {
      state.textContent = strings.feedbackFailed;
      return false;
    }
  };
  const thumb = (name: Thumb, drawing: Icon, label: string): HTMLButtonElement =>
    button({ class: "icon", "aria-label": label, "aria-pressed": "false" }, () => {
      form.hidden = name === "up";
      show(name);
      void say(name).then((taken) => {
        if (!taken) show(null);
      });
    }, icon(drawing));
  const up = thumb("up", "up", strings.thumbUp);
  const down = thumb("down", "no", strings.thumbDown);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const why = reason.value.trim();
    if (!why) return;
    void say("down", why).then((taken) => {
      if (!taken) return;
      form.hidden = true;
      down.focus();
    });
  });
  const show = (pressed: Thumb | null): void => {
    up.setAttribute("aria-pressed", String(pressed === "up"));
    down.setAttribute("aria-pressed", String(pressed === "down"));
  };
  const group = element(
    "div",
    { class: "feedback", role: "group", "aria-label": strings.helpful },
    up,
    down,
    state,
    form,
  );
  return { element: group, show };
}
