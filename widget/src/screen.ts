import type { ConnectionState } from "./transport/connection";
import type { Outgoing } from "./conversation/outbox";
import type { Settings, StoredEvent, Welcome } from "./reply";

/** What the chat tells the page; the view implements it. */
export interface Screen {
  welcome(welcome: Welcome, settings: Settings): void;
  /** Show an event; a `restored` one was there before and is neither announced nor counted. */
  show(event: StoredEvent, restored: boolean): void;
  /** Show a message of the customer that the server hasn't confirmed. */
  pending(message: Outgoing): void;
  mark(id: string, state: "sending" | "waiting" | "sent"): void;
  failed(message: Outgoing, line: string): void;
  typing(on: boolean): void;
  connection(state: ConnectionState): void;
  /** A line of the widget's own between the messages. */
  notice(line: string): void;
  /** What is shown belongs to an earlier conversation now; `line` says so. */
  earlier(line: string): void;
  /** Take away everything but the welcome. */
  clear(): void;
}
