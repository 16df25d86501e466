/** Relative luminance (WCAG 2.2) of a computed colour such as `rgb(1, 2, 3)`; null if it isn't one. */
export function luminance(color: string): number | null {
  const channels = /^rgba?\((\d+(?:\.\d+)?)[, ]+(\d+(?:\.\d+)?)[, ]+(\d+(?:\.\d+)?)/.exec(color);
  if (!channels) return null;
  const [red, green, blue] = channels.slice(1, 4).map((value) => {
    const part = Number(value) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

/** Black or white, whichever reads better on a colour: always at least 4.5 to 1. */
export function readableOn(color: string): "#000" | "#fff" {
  const light = luminance(color) ?? 0;
  return 1.05 / (light + 0.05) >= (light + 0.05) / 0.05 ? "#fff" : "#000";
}
