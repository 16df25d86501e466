import { fill, type Strings } from "../strings";
import type { ConnectionState } from "../transport/connection";
import { button, element } from "./dom";

/** A short break isn't worth a word. */
const PATIENCE_MS = 1_500;

/** Says that the connection is lost, and when the next try is. */
export class StatusBar {
  readonly element: HTMLElement;
  private readonly line = element("span", { role: "status" });
  private readonly countdown = element("span", { "aria-hidden": "true" });
  private readonly now: HTMLButtonElement;
  private ticking: ReturnType<typeof setInterval> | undefined;
  private patience: ReturnType<typeof setTimeout> | undefined;
  private nextTry = 0;
  private lost = false;
  private connected = false;

  constructor(
    private readonly strings: Strings,
    tryNow: () => void,
  ) {
    this.now = button({}, tryNow, strings.tryNow);
    this.element = element("div", { class: "status" }, this.line, this.countdown, this.now);
    this.hide();
  }

  connection(state: ConnectionState): void {
    this.connected = state.name === "open";
    this.online();
    if (state.name !== "waiting") return;
    this.nextTry = Date.now() + state.milliseconds;
    this.lost = true;
    this.patience ??= setTimeout(() => this.show(this.strings.reconnecting), navigator.onLine ? PATIENCE_MS : 0);
  }

  /** The browser found a network, which a stream may have outlived the loss of. */
  online(): void {
    if (this.connected && navigator.onLine) this.recovered();
  }

  /** The browser knows that there is no network. */
  offline(): void {
    this.lost = true;
    this.show(this.strings.offline);
  }

  private show(line: string): void {
    this.element.hidden = false;
    this.element.classList.remove("good");
    this.line.textContent = navigator.onLine ? line : this.strings.offline;
    this.now.hidden = false;
    clearInterval(this.ticking);
    this.ticking = setInterval(() => this.tick(), 1_000);
    this.tick();
  }

  private tick(): void {
    const seconds = Math.ceil((this.nextTry - Date.now()) / 1_000);
    this.countdown.textContent = seconds > 0 ? ` ${fill(this.strings.inSeconds, { seconds })}` : "";
  }

  private recovered(): void {
    clearTimeout(this.patience);
    this.patience = undefined;
    clearInterval(this.ticking);
    if (!this.lost) return;
    this.lost = false;
    if (this.element.hidden) return;
    this.countdown.textContent = "";
    this.now.hidden = true;
    this.element.classList.add("good");
    this.line.textContent = this.strings.backOnline;
    setTimeout(() => {
      if (!this.lost) this.hide();
    }, 4_000);
  }

  private hide(): void {
    this.element.hidden = true;
    this.line.textContent = "";
  }
}
