const FOCUSABLE = "button, a[href], textarea, [tabindex='0']";

/** Let Tab go round within a panel that covers the whole page. */
export function keepFocusIn(panel: HTMLElement, event: KeyboardEvent): void {
  if (event.key !== "Tab") return;
  const stops = [...panel.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(
    (stop) => stop.getClientRects().length > 0,
  );
  const [from, to] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
  if (from && (panel.getRootNode() as ShadowRoot).activeElement === from) {
    event.preventDefault();
    to?.focus();
  }
}
