import type { Event as ChatEvent, Events } from "../reply";
import { type Api, ApiError } from "./api";
import { Backoff } from "./backoff";
import { Pause } from "./pause";
import { SseParser } from "./sse";

/** A stream that brings nothing this soon is being held back by a proxy: poll instead. */
const FIRST_BYTE_MS = 6_000;
/** So many missed heartbeats mean that the line is dead. */
const HEARTBEATS = 2.5;
const POLL_SECONDS = 20;
/** A stream that ends sooner counts as failed, or two sides could reconnect without end. */
const SHORT_MS = 1_000;

export type ConnectionState =
  | { name: "idle" | "connecting" | "open" }
  | { name: "waiting"; milliseconds: number };

export interface ConnectionHooks {
  /** Have a session and its history; raises as `Api.call` does. */
  ready(): Promise<void>;
  /** Id of the last event that came in order; the server goes on after it. */
  last(): number;
  events(events: ChatEvent[]): void;
  state(state: ConnectionState): void;
  unauthorized(): void;
}

/** Keeps a conversation's events coming: a stream, or long polls where streams don't pass. */
export class Connection {
  private running: AbortController | null = null;
  private switching: AbortController | null = null;
  private polls = false;
  private silence = 40_000;
  private readonly backoff = new Backoff();
  private readonly pause = new Pause();

  constructor(
    private readonly api: Api,
    private readonly hooks: ConnectionHooks,
  ) {}

  /** The server is heard at least this often. */
  heartbeat(seconds: number): void {
    this.silence = seconds * 1_000 * HEARTBEATS;
  }

  start(): void {
    if (this.running) {
      this.pause.wake();
      return;
    }
    this.running = new AbortController();
    void this.run(this.running.signal);
  }

  /** Leave a stream of another session for one of this; whoever isn't streaming yet goes on. */
  switchSession(): void {
    this.switching?.abort();
  }

  stop(): void {
    this.running?.abort();
    this.running = null;
    this.hooks.state({ name: "idle" });
  }

  private async run(signal: AbortSignal): Promise<void> {
    let refused = false;
    while (!signal.aborted) {
      const began = Date.now();
      let failed = false;
      let least = 0;
      this.hooks.state({ name: "connecting" });
      try {
        await this.hooks.ready();
        if (signal.aborted) return;
        this.switching = new AbortController();
        const until = either(signal, this.switching.signal);
        await (this.polls ? this.poll(until) : this.stream(until));
        refused = false;
      } catch (error) {
        if (signal.aborted) return;
        if (this.switching?.signal.aborted) {
          this.switching = null;
          continue;
        }
        if (error instanceof ApiError && error.status === 401) {
          this.hooks.unauthorized();
          // A session that is refused as soon as it began must not begin again and again.
          failed = refused;
          refused = true;
          if (!failed) continue;
        }
        if (error instanceof ApiError) least = (error.retryAfter ?? 0) * 1_000;
        failed = true;
      }
      this.switching = null;
      if (signal.aborted) return;
      if (failed || Date.now() - began < SHORT_MS) {
        const milliseconds = Math.max(this.backoff.next(), least);
        if (failed) this.hooks.state({ name: "waiting", milliseconds });
        await this.pause.wait(milliseconds, signal);
      }
    }
  }

  private async stream(outer: AbortSignal): Promise<void> {
    const silent = new AbortController();
    const abort = (): void => silent.abort();
    let heard = false;
    let watchdog = setTimeout(abort, FIRST_BYTE_MS);
    try {
      const response = await this.api.call("GET", "/events", {
        headers: { Accept: "text/event-stream", "Last-Event-ID": String(this.hooks.last()) },
        signal: either(outer, silent.signal),
      });
      if (!response.body) {
        this.polls = true;
        return;
      }
      this.opened();
      const reader = response.body.getReader();
      const decoder = new TextDecoder();
      const parser = new SseParser();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        heard = true;
        clearTimeout(watchdog);
        watchdog = setTimeout(abort, this.silence);
        const frames = parser.push(decoder.decode(value, { stream: true }));
        if (frames.length) this.hooks.events(frames.map(({ data }) => JSON.parse(data) as ChatEvent));
      }
    } catch (error) {
      if (error instanceof ApiError && error.status === 429) {
        // So many tabs, or visitors of one address, that there is no stream left.
        this.polls = true;
        return;
      }
      if (silent.signal.aborted && !outer.aborted && !heard) {
        this.polls = true;
        return;
      }
      throw error;
    } finally {
      clearTimeout(watchdog);
    }
  }

  private async poll(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const response = await this.api.call(
        "GET",
        `/events?after=${this.hooks.last()}&wait=${POLL_SECONDS}`,
        { headers: { Accept: "application/json" }, signal },
      );
      const { events, typing } = (await response.json()) as Events;
      this.opened();
      this.hooks.events([...events, { type: "typing", on: typing }]);
    }
  }

  private opened(): void {
    this.backoff.reset();
    this.hooks.state({ name: "open" });
  }
}

/** Aborts as soon as one of two signals does; `AbortSignal.any` is too new for older phones. */
function either(first: AbortSignal, second: AbortSignal): AbortSignal {
  const both = new AbortController();
  for (const signal of [first, second]) {
    if (signal.aborted) both.abort();
    signal.addEventListener("abort", () => both.abort(), { once: true });
  }
  return both.signal;
}
