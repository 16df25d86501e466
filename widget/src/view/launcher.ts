import { fill, type Strings } from "../strings";
import { button, element, spoken } from "./dom";
import { icon } from "./icons";

/** The button that opens the chat, with the number of messages that came while it was closed. */
export class Launcher {
  readonly element: HTMLButtonElement;
  private readonly badge = element("span", { class: "badge", "aria-hidden": "true" });
  private readonly news = spoken("");

  constructor(
    private readonly strings: Strings,
    opens: () => void,
  ) {
    this.element = button(
      { class: "launcher", "aria-haspopup": "dialog" },
      opens,
      icon("chat"),
      element("span", { class: "launcher-text" }, strings.launcher),
      spoken(`, ${strings.launcherOpens}`),
      this.news,
      this.badge,
    );
    this.unread(0);
  }

  unread(count: number): void {
    this.badge.textContent = count ? String(count) : "";
    this.badge.hidden = count === 0;
    const line = count === 1 ? this.strings.unreadOne : this.strings.unread;
    this.news.textContent = count ? `, ${fill(line, { count })}` : "";
  }
}
