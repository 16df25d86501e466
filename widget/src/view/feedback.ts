import type { Strings } from "../strings";
import { button, element } from "./dom";
import { type Icon, icon } from "./icons";

export type Judge = (thumb: "up" | "down", reason?: string) => Promise<void>;

/** Thumbs below an answer; a thumb down may be explained. */
export function feedback(strings: Strings, judge: Judge): HTMLElement {
  const state = element("span", { class: "feedback-state", role: "status" });
  const reason = element("textarea", { rows: "2", maxlength: "500", "aria-label": strings.reason, placeholder: strings.reason });
  const form = element("form", { class: "reason", hidden: "" }, reason, element("button", { type: "submit" }, strings.sendReason));
  const say = async (thumb: "up" | "down", why?: string): Promise<boolean> => {
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
  const thumb = (name: "up" | "down", drawing: Icon, label: string): HTMLButtonElement => {
    const made = button({ class: "icon", "aria-label": label, "aria-pressed": "false" }, () => {
      form.hidden = name === "up";
      for (const other of [up, down]) other.setAttribute("aria-pressed", String(other === made));
      void say(name).then((taken) => {
        if (!taken) made.setAttribute("aria-pressed", "false");
      });
    }, icon(drawing));
    return made;
  };
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
  return element(
    "div",
    { class: "feedback", role: "group", "aria-label": strings.helpful },
    up,
    down,
    state,
    form,
  );
}
