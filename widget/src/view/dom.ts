type Child = Node | string | null;

/** Make an element; text children become text nodes, so that nothing is ever read as HTML. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** Make a real button with what happens on a click. */
export function button(
  attributes: Record<string, string>,
  clicked: () => void,
  ...children: Child[]
): HTMLButtonElement {
  const made = element("button", { type: "button", ...attributes }, ...children);
  made.addEventListener("click", clicked);
  return made;
}

/** Text that only a screen reader reads. */
export function spoken(text: string): HTMLSpanElement {
  return element("span", { class: "spoken" }, text);
}
