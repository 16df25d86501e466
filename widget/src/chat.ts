import { History } from "./conversation/history";
import { randomId } from "./conversation/identifier";
import type { Keep } from "./conversation/keep";
import { alone } from "./conversation/lock";
import { Outbox, type Outgoing } from "./conversation/outbox";
import { type Session, Sessions } from "./conversation/session";
import type { Button, Event as ChatEvent, Events, Export, Receipt, StoredEvent, Thumb } from "./reply";
import type { Screen } from "./screen";
import type { Settings } from "./settings";
import { type Api, ApiError } from "./transport/api";
import { Backoff } from "./transport/backoff";
import { Connection } from "./transport/connection";
import { Pause } from "./transport/pause";

const SEND_TIMEOUT_MS = 20_000;
/** After this long without an answer "typing" would be a lie. */
const TYPING_MS = 60_000;
const HANDOVER_PAYLOAD = "/mens_spreken";

/** One visitor's conversation: what to send, what came, and what the screen should show. */
export class Chat {
  private readonly sessions: Sessions;
  private readonly outbox: Outbox;
  private readonly connection: Connection;
  private readonly backoff = new Backoff();
  private readonly pause = new Pause();
  private history = new History();
  private readonly awaiting = new Set<string>();
  private readonly pendingShown = new Set<string>();
  private loaded = false;
  private expired = false;
  private flushing = false;
  private lastRefused = "";
  private readying: Promise<void> | null = null;

  constructor(
    private readonly settings: Settings,
    private readonly api: Api,
    private readonly keep: Keep,
    private readonly screen: Screen,
  ) {
    this.sessions = new Sessions(api, keep);
    this.outbox = new Outbox(keep);
    this.connection = new Connection(api, {
      ready: () => this.ready(),
      last: () => this.history.last,
      events: (events) => this.take(events, true),
      state: (state) => {
        screen.connection(state);
        if (state.name === "open") this.pause.wake();
      },
      unauthorized: () => {
        this.expired = true;
      },
    });
  }

  /** Whether there is something to go on with: a conversation, or messages that wait. */
  get begun(): boolean {
    return this.outbox.all().length > 0 || this.keep.read("talked") === true;
  }

  get waitsForAnswer(): boolean {
    return this.awaiting.size > 0 || this.outbox.all().length > 0;
  }

  get daysKept(): number | null {
    return this.sessions.current?.settings.days_kept ?? null;
  }

  /** Connect, or try again at once when waiting for another try. */
  connect(): void {
    if (!this.sessions.current) this.sessions.adopt(this.sessions.stored());
    this.showPending();
    this.connection.start();
    void this.flush();
  }

  disconnect(): void {
    this.connection.stop();
  }

  send(text: string): void {
    this.queue({ id: randomId(), at: new Date().toISOString(), text });
  }

  choose(button: Button): void {
    const { title, payload } = button;
    this.queue({ id: randomId(), at: new Date().toISOString(), text: title, payload });
  }

  askForPerson(): void {
    this.choose({ title: this.settings.strings.person, payload: HANDOVER_PAYLOAD });
  }

  async startOver(): Promise<void> {
    // Taken out first, or they would go to the new conversation.
    const waiting = this.outbox.clear();
    try {
      await this.sessions.begin("restart", this.sessions.current);
      this.switched(true);
      this.connect();
    } catch {
      this.outbox.putBack(waiting);
      this.screen.notice(this.settings.strings.error);
      this.connect();
    }
  }

  /** Delete the conversation on the server and in every tab. */
  async remove(): Promise<void> {
    const { strings } = this.settings;
    let line = strings.removed;
    if (!this.sessions.current) line = strings.nothingStored;
    else {
      // Other tabs let go first: they must not take the deletion for an expiry.
      this.sessions.hide();
      try {
        await this.api.call("DELETE", "/conversation");
      } catch (error) {
        if (!(error instanceof ApiError) || error.status !== 401) {
          this.sessions.unhide();
          this.screen.notice(strings.removeFailed);
          return;
        }
        line = strings.removeTooLate;
      }
    }
    this.outbox.clear();
    this.keep.write("talked", null);
    this.sessions.adopt(null);
    this.ended();
    this.screen.notice(line);
  }

  /** Everything stored about the conversation, null when there is nothing or it failed. */
  async download(): Promise<Export | null> {
    const { strings } = this.settings;
    if (!this.sessions.current) {
      this.screen.notice(strings.nothingStored);
      return null;
    }
    try {
      return (await (await this.api.call("GET", "/export")).json()) as Export;
    } catch {
      this.screen.notice(strings.downloadFailed);
      return null;
    }
  }

  /** Raises as `Api.call` does. */
  async judge(event: number, thumb: Thumb, reason?: string): Promise<void> {
    await this.api.call("POST", "/feedback", {
      body: { event, thumb, ...(reason ? { reason } : {}) },
    });
  }

  /** Another tab changed what tabs share. */
  storageChanged(key: string | null): void {
    if (key === this.keep.key("outbox")) this.showPending();
    if (key === this.keep.key("session")) this.storedElsewhere();
  }

  /** Take over a session that another page or tab began or ended. */
  storedElsewhere(): void {
    const stored = this.sessions.stored();
    if (stored?.name === this.sessions.current?.name) return;
    this.sessions.adopt(stored);
    if (!stored) {
      this.ended();
      return;
    }
    const wasConnected = this.loaded;
    this.switched(stored.after === "restart");
    if (wasConnected) this.connect();
  }

  private queue(message: Outgoing): void {
    this.keep.write("talked", true);
    this.outbox.add(message);
    this.showPending();
    this.connect();
  }

  private showPending(): void {
    for (const message of this.outbox.all()) {
      if (this.pendingShown.has(message.id) || this.history.confirmed(message.id)) continue;
      this.pendingShown.add(message.id);
      this.screen.pending(message);
    }
  }

  /** Have a session and its history; at most once at a time. */
  private ready(): Promise<void> {
    this.readying ??= this.makeReady().finally(() => {
      this.readying = null;
    });
    return this.readying;
  }

  private async makeReady(): Promise<void> {
    const old = this.sessions.current;
    const session = this.expired
      ? await this.sessions.begin("expiry", old)
      : await this.sessions.ensure();
    this.expired = false;
    if (old && session !== old) {
      this.connection.switchSession();
      this.forgetOld(session.after === "restart");
    }
    this.greet(session);
    if (this.loaded) return;
    const response = await this.api.call("GET", "/history");
    const { events } = (await response.json()) as Events;
    this.loaded = true;
    this.take(events, true, true);
  }

  private take(events: ChatEvent[], inOrder: boolean, restored = false): void {
    const stored = events.filter((event): event is StoredEvent => event.type !== "typing");
    for (const event of this.history.add(stored, inOrder)) {
      if (event.type !== "user" && event.in_reply_to) this.awaiting.delete(event.in_reply_to);
      this.screen.show(event, restored);
    }
    const typing = events.reduce<boolean | null>(
      (last, event) => (event.type === "typing" ? event.on : last),
      null,
    );
    this.screen.typing(typing ?? this.awaiting.size > 0);
  }

  private async flush(): Promise<void> {
    if (this.flushing) {
      this.pause.wake();
      return;
    }
    this.flushing = true;
    try {
      while (this.outbox.all().length) {
        const wait = await alone(this.keep.key("send"), () => this.sendFirst());
        if (wait) await this.pause.wait(wait);
      }
    } finally {
      this.flushing = false;
    }
  }

  /** Send the message that waits longest; return the milliseconds to wait before going on. */
  private async sendFirst(): Promise<number> {
    const [message] = this.outbox.all();
    if (!message) return 0;
    const { id, text, payload } = message;
    const { product } = this.settings;
    const timeout = new AbortController();
    const timer = setTimeout(() => timeout.abort(), SEND_TIMEOUT_MS);
    this.screen.mark(id, "sending");
    try {
      await this.ready();
      if (!this.history.confirmed(id)) {
        const response = await this.api.call("POST", "/message", {
          body: {
            id,
            ...(payload ? { payload } : { text }),
            ...(product ? { page: { product } } : {}),
          },
          signal: timeout.signal,
        });
        const { events } = (await response.json()) as Receipt;
        this.awaitAnswer(id);
        this.take(events, false);
      }
      this.outbox.remove(id);
      this.screen.mark(id, "sent");
      this.backoff.reset();
      return 0;
    } catch (error) {
      this.screen.mark(id, "waiting");
      return error instanceof ApiError ? this.refused(error, message) : this.backoff.next();
    } finally {
      clearTimeout(timer);
    }
  }

  private refused(error: ApiError, message: Outgoing): number {
    if (error.status === 401) {
      const again = this.expired;
      this.expired = true;
      return again ? this.backoff.next() : 1;
    }
    if (error.events.some((event) => event.in_reply_to === message.id)) {
      // Too many messages, but someone who needs help now is answered all the same.
      this.outbox.remove(message.id);
      this.screen.mark(message.id, "sent");
      this.take(error.events, false);
      return error.retryAfter ? error.retryAfter * 1_000 : 0;
    }
    if (error.passes) {
      if (error.line && this.lastRefused !== message.id) this.screen.notice(error.line);
      this.lastRefused = message.id;
      return error.retryAfter ? error.retryAfter * 1_000 : this.backoff.next();
    }
    if (message.payload && error.code === "unknown_payload") {
      // A button of an earlier conversation: what it says can be asked in words.
      const { id, at, text } = message;
      this.outbox.replace(id, { id, at, text });
      return 0;
    }
    this.outbox.remove(message.id);
    this.screen.failed(message, error.line ?? this.settings.strings.error);
    return 0;
  }

  private awaitAnswer(id: string): void {
    if (this.history.answered(id)) return;
    this.awaiting.add(id);
    setTimeout(() => {
      if (this.awaiting.delete(id)) this.screen.typing(this.awaiting.size > 0);
    }, TYPING_MS);
  }

  /** The session is another one: connect anew with its token. */
  private switched(cleared: boolean): void {
    this.connection.stop();
    this.forgetOld(cleared);
    this.greet(this.sessions.current!);
  }

  private greet(session: Session): void {
    this.connection.heartbeat(session.settings.heartbeat_seconds);
    this.screen.welcome(session.welcome, session.settings);
  }

  private forgetOld(cleared: boolean): void {
    this.history = new History();
    this.awaiting.clear();
    this.loaded = false;
    this.screen.typing(false);
    if (cleared) this.screen.clear();
    else this.screen.earlier(this.settings.strings.newSession);
  }

  private ended(): void {
    this.connection.stop();
    this.history = new History();
    this.awaiting.clear();
    this.loaded = false;
    this.screen.typing(false);
    this.screen.clear();
  }
}
