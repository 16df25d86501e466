import type { Button } from "../reply";
import { button, element } from "./dom";

/** Buttons below a message; they stay usable. */
export function quickReplies(
  label: string,
  buttons: readonly Button[],
  chosen: (button: Button) => void,
): HTMLElement | null {
  if (!buttons.length) return null;
  return element(
    "ul",
    { class: "replies", "aria-label": label },
    ...buttons.map((reply) => element("li", {}, button({}, () => chosen(reply), reply.title))),
  );
}
