import { button, element } from "./dom";

/** Ask before something that can't be undone; the focus starts on the safe choice. */
export function confirm(root: ParentNode & Node, question: string, yes: string, no: string, act: () => void): void {
  const text = element("p", { id: "assistant-chat-question" }, question);
  const safe = button({}, () => dialog.close(), no);
  const dialog = element(
    "dialog",
    { class: "confirm", role: "alertdialog", "aria-labelledby": text.id },
    text,
    element("div", { class: "choices" }, safe, button({ class: "danger" }, () => {
      dialog.close();
      act();
    }, yes)),
  );
  dialog.addEventListener("close", () => dialog.remove());
  // Escape belongs to the question, not to the chat behind it.
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  root.append(dialog);
  dialog.showModal();
  safe.focus();
}
