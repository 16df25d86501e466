import type { Settings } from "../settings";
import { element } from "./dom";
import { readableOn } from "./contrast";

/** Show the theme that the shop or the visitor's system asks for, and text that reads on its colour. */
export function applyTheme(host: HTMLElement, root: HTMLElement, settings: Settings): void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const { color } = settings;
  // A slip such as "1d6b4f" would leave white text on no colour at all.
  if (color && CSS.supports("color", color)) host.style.setProperty("--assistant-chat-color", color);
  const probe = element("span", { class: "probe", hidden: "" });
  root.append(probe);
  const apply = (): void => {
    const wanted = settings.theme === "auto" ? (dark.matches ? "dark" : "light") : settings.theme;
    host.dataset.theme = wanted;
    root.dataset.theme = wanted;
    root.style.setProperty("--on-color", readableOn(getComputedStyle(probe).backgroundColor));
  };
  dark.addEventListener("change", apply);
  apply();
}
