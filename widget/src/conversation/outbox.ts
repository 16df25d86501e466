import type { Keep } from "./keep";

export interface Outgoing {
  /** Chosen once; every retry carries it, so that the server takes the message once. */
  id: string;
  at: string;
  /** What the customer typed, or what the button says. */
  text: string;
  payload?: string;
}

/** Messages that the server hasn't taken yet, in order, shared by all tabs and kept on a reload. */
export class Outbox {
  constructor(private readonly keep: Keep) {}

  all(): Outgoing[] {
    return this.keep.read<Outgoing[]>("outbox") ?? this.memory;
  }

  add(message: Outgoing): void {
    this.save([...this.all(), message]);
  }

  /** Change a message that waits; nothing happens when it left already. */
  replace(id: string, changed: Outgoing): void {
    this.save(this.all().map((message) => (message.id === id ? changed : message)));
  }

  remove(id: string): void {
    this.save(this.all().filter((message) => message.id !== id));
  }

  /** Take all of them out; they are returned for who must put them back. */
  clear(): Outgoing[] {
    const all = this.all();
    this.save([]);
    return all;
  }

  /** Put messages back before those that were written since. */
  putBack(messages: Outgoing[]): void {
    this.save([...messages, ...this.all()]);
  }

  // Where the browser keeps nothing, messages wait as long as the page lives.
  private memory: Outgoing[] = [];

  private save(messages: Outgoing[]): void {
    this.memory = messages;
    this.keep.write("outbox", messages.length ? messages : null);
  }
}
