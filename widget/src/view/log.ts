import type { Strings } from "../strings";
import { button, element } from "./dom";
import { icon } from "./icons";
import { dayName } from "./times";

/** So close to the end still counts as reading the newest message. */
const NEAR_PIXELS = 60;

/** The messages, oldest first, with dividers for days and for what is new. */
export class Log {
  readonly element: HTMLElement;
  readonly toNewest: HTMLButtonElement;
  private readonly list: HTMLElement;
  private readonly scroller: HTMLElement;
  private readonly divider: HTMLElement;
  private readonly placed: { id: number; node: HTMLElement }[] = [];
  private firstPending: HTMLElement | null = null;
  private lastDay = "";

  constructor(
    private readonly strings: Strings,
    top: HTMLElement,
    end: HTMLElement,
  ) {
    this.list = element("div", {
      class: "log", role: "log", "aria-live": "polite", "aria-relevant": "additions", "aria-label": strings.log,
    });
    this.scroller = element("div", { class: "scroller", tabindex: "0", role: "region", "aria-label": strings.log }, top, this.list, end);
    this.divider = element("div", { class: "divider new", "aria-live": "off" }, element("span", {}, strings.newMessages));
    this.toNewest = button({ class: "to-newest", hidden: "" }, () => {
      this.scrollToEnd();
      this.scroller.focus();
    }, icon("down"), strings.toNewest);
    this.element = element("div", { class: "conversation" }, this.scroller, this.toNewest);
    this.scroller.addEventListener("scroll", () => this.scrolled());
  }

  /** Whether the newest message is in sight. */
  get atEnd(): boolean {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR_PIXELS;
  }

  /** Add many messages without announcing them. */
  quietly(add: () => void): void {
    this.list.setAttribute("aria-live", "off");
    add();
    setTimeout(() => this.list.setAttribute("aria-live", "polite"), 200);
  }

  /** Put a stored message where its id belongs: before what is newer and what isn't sent yet. */
  place(id: number, at: string, node: HTMLElement): void {
    const index = this.placed.findIndex((other) => other.id > id);
    const before = index < 0 ? this.firstPending : this.placed[index]!.node;
    if (index < 0) this.placed.push({ id, node });
    else this.placed.splice(index, 0, { id, node });
    if (node.parentNode !== this.list || (before && node !== before && node.nextSibling !== before)) {
      if (!before) this.dayDivider(at);
      this.list.insertBefore(node, before === node ? null : before);
    }
  }

  /** Put a message that isn't stored yet at the end. */
  appendPending(node: HTMLElement): void {
    this.firstPending ??= node;
    this.list.append(node);
  }

  /** Put a line of the widget's own below what was said. */
  append(node: HTMLElement): void {
    this.list.insertBefore(node, this.firstPending);
  }

  /** A pending message was stored: what follows it is now the first that is pending. */
  stored(node: HTMLElement, next: HTMLElement | null): void {
    if (this.firstPending === node) this.firstPending = next;
  }

  /** Ids of another conversation begin anew; what is shown stays above. */
  newNumbers(): void {
    this.placed.length = 0;
  }

  clear(): void {
    this.list.replaceChildren();
    this.newNumbers();
    this.firstPending = null;
    this.lastDay = "";
    this.scrolled();
  }

  /** Mark where unread messages begin, once. */
  markNew(before: HTMLElement): void {
    if (!this.divider.isConnected) before.before(this.divider);
  }

  /** The customer has read what was new. */
  seen(): void {
    this.divider.remove();
  }

  /** Show the newest message, a long one from its beginning. */
  scrollToEnd(newest?: HTMLElement): void {
    const { scroller } = this;
    scroller.scrollTop = scroller.scrollHeight;
    if (newest && newest.offsetHeight > scroller.clientHeight) newest.scrollIntoView({ block: "start" });
    this.scrolled();
  }

  /** Go to the divider when there is one, else to the end. */
  scrollToNew(): void {
    if (this.divider.isConnected) this.divider.scrollIntoView({ block: "start" });
    else this.scrollToEnd();
    this.scrolled();
  }

  private scrolled(): void {
    this.toNewest.hidden = this.atEnd;
  }

  private dayDivider(at: string): void {
    const day = new Date(at);
    const name = dayName(day, new Date(), this.strings);
    if (name === this.lastDay) return;
    const first = this.lastDay === "" && name === this.strings.today;
    this.lastDay = name;
    if (!first) this.list.insertBefore(element("div", { class: "divider" }, element("span", {}, name)), this.firstPending);
  }
}
