import type { Strings } from "../strings";
import { button, element } from "./dom";
import { icon } from "./icons";
import { safeAddress } from "./links";

export interface MenuActions {
  startOver: () => void;
  download: () => void;
  remove: () => void;
  person: () => void;
  /** Turn the sound on or off; returns whether it is on now. */
  sound: () => boolean;
}

/** A button that shows or hides a list of buttons. */
export class Menu {
  readonly element: HTMLElement;
  private readonly opener: HTMLButtonElement;
  private readonly list: HTMLUListElement;
  private readonly privacy = element("li", { hidden: "" });

  constructor(
    private readonly strings: Strings,
    actions: MenuActions,
    soundIsOn: boolean,
  ) {
    this.opener = button(
      { class: "icon", "aria-expanded": "false", "aria-label": strings.menu },
      () => this.toggle(),
      icon("menu"),
    );
    const item = (label: string, act: () => void): HTMLLIElement =>
      element("li", {}, button({}, () => {
        this.close(true);
        act();
      }, label));
    const soundLabel = (on: boolean): string => (on ? strings.soundOff : strings.soundOn);
    const sound = button({}, () => {
      sound.textContent = soundLabel(actions.sound());
    }, soundLabel(soundIsOn));
    this.list = element(
      "ul",
      { class: "menu-list", hidden: "" },
      item(strings.person, actions.person),
      item(strings.startOver, actions.startOver),
      item(strings.download, actions.download),
      item(strings.remove, actions.remove),
      element("li", {}, sound),
      this.privacy,
    );
    this.element = element("div", { class: "menu" }, this.opener, this.list);
    this.element.addEventListener("focusout", (event) => {
      if (event.relatedTarget instanceof Node && !this.element.contains(event.relatedTarget)) {
        this.close(false);
      }
    });
  }

  get open(): boolean {
    return !this.list.hidden;
  }

  /** Close it; `back` puts the focus on the button that opened it. */
  close(back: boolean): void {
    if (!this.open) return;
    this.list.hidden = true;
    this.opener.setAttribute("aria-expanded", "false");
    if (back) this.opener.focus();
  }

  privacyPage(address: string, server: string): void {
    const href = safeAddress(address, server);
    this.privacy.hidden = !href;
    if (!href) return;
    this.privacy.replaceChildren(
      element("a", { href, target: "_blank", rel: "noopener" }, this.strings.privacy),
    );
  }

  private toggle(): void {
    if (this.open) {
      this.close(false);
      return;
    }
    this.list.hidden = false;
    this.opener.setAttribute("aria-expanded", "true");
    this.list.querySelector("button")?.focus();
  }
}
