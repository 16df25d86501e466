/** Keep the panel within what the on-screen keyboard leaves free; returns how to stop. */
export function followKeyboard(panel: HTMLElement): () => void {
  const { visualViewport } = window;
  if (!visualViewport) return () => undefined;
  const follow = (): void => {
    // A pinch-zoomed page shows a part of itself: that is no keyboard.
    if (visualViewport.scale > 1.01) return;
    panel.style.setProperty("--seen-height", `${visualViewport.height}px`);
    panel.style.setProperty("--seen-top", `${visualViewport.offsetTop}px`);
  };
  follow();
  visualViewport.addEventListener("resize", follow);
  visualViewport.addEventListener("scroll", follow);
  return () => {
    visualViewport.removeEventListener("resize", follow);
    visualViewport.removeEventListener("scroll", follow);
  };
}
