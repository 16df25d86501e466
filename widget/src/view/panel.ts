import type { Chat } from "../chat";
import type { Keep } from "../conversation/keep";
import type { Outgoing } from "../conversation/outbox";
import type { Button, Settings as ServerSettings, StoredEvent, Thumb, Welcome } from "../reply";
import type { Screen } from "../screen";
import type { Settings } from "../settings";
import { fill } from "../strings";
import type { ConnectionState } from "../transport/connection";
import { Composer } from "./composer";
import { confirm } from "./confirm";
import { button, element, spoken } from "./dom";
import { keepFocusIn } from "./focus_trap";
import { icon } from "./icons";
import { followKeyboard } from "./keyboard_space";
import { Launcher } from "./launcher";
import { safeAddress } from "./links";
import { Log } from "./log";
import { Menu } from "./menu";
import { botMessage, type MessageContext, systemLine, userMessage } from "./message";
import { save } from "./saving";
import { chime } from "./sound";
import { StatusBar } from "./status_bar";
import { transcript } from "./transcript";
import { welcomeCard } from "./welcome";

/** Below this the panel fills the page; styles.css says the same. */
const FULL = "(max-width: 480px), (max-height: 480px)";
const TYPING_AFTER_MS = 600;

interface Pending {
  element: HTMLElement;
  state: HTMLElement;
}

/** The launcher and the panel it opens: everything that is seen. */
export class Panel implements Screen {
  readonly element: HTMLElement;
  readonly launcher: Launcher;
  private readonly subtitle: HTMLElement;
  private readonly menu: Menu;
  private readonly top = element("div", { class: "top" });
  private readonly typingLine: HTMLElement;
  private readonly log: Log;
  private readonly status: StatusBar;
  private readonly composer: Composer;
  private readonly pendings = new Map<string, Pending>();
  private readonly thumbs = new Map<number, (thumb: Thumb) => void>();
  private readonly full = matchMedia(FULL);
  private readonly context: MessageContext;
  private typingTimer: ReturnType<typeof setTimeout> | undefined;
  private stopFollowing: () => void = () => undefined;
  private unread = 0;
  private soundOn: boolean;
  private chat!: Chat;

  constructor(
    private readonly settings: Settings,
    private readonly page: Keep,
    private readonly lasting: Keep,
    private readonly shadow: ShadowRoot,
  ) {
    const { strings, name, server } = settings;
    this.soundOn = lasting.read<boolean>("sound") ?? false;
    this.context = {
      strings,
      name,
      server,
      choose: (chosen) => this.choose(chosen),
      judge: (event, show) => {
        this.thumbs.set(event, show);
        return (thumb, reason) => this.chat.judge(event, thumb, reason);
      },
    };
    this.launcher = new Launcher(strings, () => this.open(true));
    this.subtitle = element("p", { class: "subtitle" }, strings.subtitle);
    this.menu = new Menu(strings, {
      startOver: () => this.askStartOver(),
      download: () => void this.download(),
      remove: () => this.ask(strings.removeQuestion, strings.removeYes, () => void this.chat.remove()),
      person: () => {
        this.chat.askForPerson();
        this.composer.input.focus();
      },
      sound: () => this.toggleSound(),
    }, this.soundOn);
    this.typingLine = element("div", { class: "typing", role: "status", hidden: "" });
    this.log = new Log(strings, this.top, this.typingLine);
    this.status = new StatusBar(strings, () => this.chat.connect());
    this.composer = new Composer(
      strings,
      page.read<string>("draft") ?? "",
      (draft) => page.write("draft", draft || null),
      (text) => this.chat.send(text),
    );
    const title = element("h2", { id: "assistant-chat-title" }, name);
    this.element = element(
      "section",
      { class: "panel", role: "dialog", "aria-labelledby": title.id, hidden: "" },
      element(
        "header",
        {},
        this.avatar(),
        element("div", { class: "who" }, title, this.subtitle),
        this.menu.element,
        button({ class: "icon", "aria-label": strings.close }, () => this.close(), icon("close")),
      ),
      this.log.element,
      this.status.element,
      this.composer.element,
    );
    const cover = (): void => this.element.setAttribute("aria-modal", String(this.full.matches));
    this.full.addEventListener("change", cover);
    cover();
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.element.addEventListener("click", (event) => this.followed(event));
  }

  use(chat: Chat): void {
    this.chat = chat;
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  get wantsSound(): boolean {
    return this.soundOn;
  }

  /** Open the panel; `focus` when the visitor asked for it, not when the page did. */
  open(focus: boolean): void {
    if (!this.isOpen) {
      this.element.hidden = false;
      this.launcher.element.hidden = true;
      this.stopFollowing = followKeyboard(this.element);
      this.page.write("open", true);
      this.unread = 0;
      this.launcher.unread(0);
      this.chat.connect();
      this.log.scrollToNew();
    }
    if (focus) this.composer.input.focus();
  }

  close(): void {
    if (!this.isOpen) return;
    this.menu.close(false);
    this.log.seen();
    this.element.hidden = true;
    this.stopFollowing();
    this.page.write("open", null);
    this.launcher.element.hidden = false;
    this.launcher.element.focus();
  }

  welcome(welcome: Welcome, settings: ServerSettings): void {
    const { greeting, server, strings } = this.settings;
    this.top.replaceChildren(
      ...welcomeCard(welcome, greeting, server, strings, (chosen) => this.choose(chosen)),
    );
    this.menu.privacyPage(welcome.privacy_page, server);
    this.composer.maxCharacters(settings.max_characters);
  }

  show(event: StoredEvent, restored: boolean): void {
    if (event.type === "feedback") {
      this.thumbs.get(event.event)?.(event.thumb);
      return;
    }
    const wasAtEnd = this.log.atEnd;
    const node = this.nodeOf(event, restored);
    if (!node) return;
    const add = (): void => this.log.place(event.id, event.at, node);
    if (restored) {
      this.log.quietly(add);
      this.log.scrollToEnd();
      return;
    }
    add();
    if (event.type === "user") {
      if (wasAtEnd) this.log.scrollToEnd();
      return;
    }
    if (this.soundOn) chime();
    if (!this.isOpen || document.hidden || !wasAtEnd) this.log.markNew(node);
    if (!this.isOpen) {
      this.unread += 1;
      this.launcher.unread(this.unread);
    } else if (wasAtEnd) this.log.scrollToEnd(node);
  }

  pending(message: Outgoing): void {
    const made = userMessage(message, this.settings.strings);
    this.pendings.set(message.id, made);
    this.log.seen();
    this.log.appendPending(made.element);
    this.log.scrollToEnd();
  }

  mark(id: string, state: "sending" | "waiting" | "sent"): void {
    const pending = this.pendings.get(id);
    if (!pending) return;
    const { strings } = this.settings;
    pending.element.classList.toggle("waiting", state === "waiting");
    pending.state.textContent = state === "waiting" ? ` · ${strings.waiting}` : "";
  }

  failed(message: Outgoing, line: string): void {
    const pending = this.pendings.get(message.id);
    if (pending) {
      pending.state.textContent = ` · ${this.settings.strings.failed}`;
      pending.element.classList.add("failed");
      this.settle(message.id, pending);
    }
    if (!message.payload) this.composer.giveBack(message.text);
    this.notice(line);
  }

  typing(on: boolean): void {
    clearTimeout(this.typingTimer);
    this.typingTimer = undefined;
    const show = (visible: boolean): void => {
      this.typingLine.hidden = !visible;
      this.typingLine.replaceChildren(
        ...(visible ? [spoken(this.settings.strings.typing), ...dots()] : []),
      );
    };
    if (!on) show(false);
    else {
      this.typingTimer = setTimeout(() => {
        const { atEnd } = this.log;
        show(true);
        if (atEnd) this.log.scrollToEnd();
      }, TYPING_AFTER_MS);
    }
  }

  connection(state: ConnectionState): void {
    this.status.connection(state);
  }

  online(): void {
    this.status.online();
  }

  offline(): void {
    this.status.offline();
  }

  notice(line: string): void {
    this.log.append(systemLine(line));
    this.log.scrollToEnd();
  }

  earlier(line: string): void {
    // Event numbers begin anew, so a thumb would judge another message.
    this.thumbs.clear();
    for (const judging of this.log.element.querySelectorAll(".judge")) judging.remove();
    this.log.newNumbers();
    this.notice(line);
  }

  clear(): void {
    this.pendings.clear();
    this.thumbs.clear();
    this.log.clear();
    this.unread = 0;
    this.launcher.unread(0);
    this.subtitle.textContent = this.settings.strings.subtitle;
  }

  /** Null for an event of a newer server that this widget doesn't know. */
  private nodeOf(event: StoredEvent, restored: boolean): HTMLElement | null {
    if (event.type === "user") {
      const pending = event.in_reply_to ? this.pendings.get(event.in_reply_to) : undefined;
      if (!pending) return userMessage(event, this.settings.strings).element;
      pending.state.textContent = "";
      pending.element.classList.remove("waiting");
      this.settle(event.in_reply_to!, pending);
      return pending.element;
    }
    if (event.type === "handover") {
      const { strings } = this.settings;
      this.subtitle.textContent = event.status === "taken_over" && event.name
        ? fill(strings.withPerson, { name: event.name })
        : strings.subtitle;
      return systemLine(event.text, event);
    }
    return event.type === "message" ? botMessage(event, restored, this.context) : null;
  }

  /** A message of the customer isn't pending any more. */
  private settle(id: string, pending: Pending): void {
    this.pendings.delete(id);
    const [next] = this.pendings.values();
    this.log.stored(pending.element, next?.element ?? null);
  }

  private choose(chosen: Button): void {
    this.chat.choose(chosen);
    this.composer.input.focus({ preventScroll: true });
  }

  private key(event: KeyboardEvent): void {
    if (event.key === "Escape") {
      event.stopPropagation();
      if (this.menu.open) this.menu.close(true);
      else this.close();
    } else if (this.full.matches) keepFocusIn(this.element, event);
  }

  /** A link leads away on this page: a panel that covers everything must not cover that, too. */
  private followed(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    if (link && !link.hasAttribute("target") && this.full.matches) this.page.write("open", null);
  }

  private ask(question: string, yes: string, act: () => void): void {
    confirm(this.shadow.querySelector(".chat")!, question, yes, this.settings.strings.no, act);
  }

  private askStartOver(): void {
    const { startOverQuestion, startOverYes } = this.settings.strings;
    const question = fill(startOverQuestion, { days: this.chat.daysKept ?? "" });
    this.ask(question, startOverYes, () => void this.chat.startOver());
  }

  private async download(): Promise<void> {
    const content = await this.chat.download();
    if (!content) return;
    const { name, server, strings } = this.settings;
    save(transcript(content, name, server, strings), strings.downloadName);
  }

  private toggleSound(): boolean {
    this.soundOn = !this.soundOn;
    this.lasting.write("sound", this.soundOn || null);
    if (this.soundOn) chime();
    return this.soundOn;
  }

  private avatar(): HTMLElement {
    const { avatar, server } = this.settings;
    const src = avatar ? safeAddress(avatar, server) : null;
    return src
      ? element("img", { class: "avatar", src, alt: "" })
      : element("span", { class: "avatar" }, icon("robot"));
  }
}

function dots(): HTMLElement[] {
  return [0, 1, 2].map(() => element("i", { "aria-hidden": "true" }));
}
