import type { StoredEvent } from "../reply";

/** What is known of a conversation; every event once. */
export class History {
  /** Up to this id nothing is missing. */
  last = 0;
  private readonly known = new Set<number>();
  private readonly confirmedIds = new Set<string>();
  private readonly answeredIds = new Set<string>();

  /** Take events and return the new ones. Only those that came `inOrder` move `last`. */
  add(events: StoredEvent[], inOrder: boolean): StoredEvent[] {
    const fresh = events.filter((event) => !this.known.has(event.id));
    for (const event of events) {
      if (inOrder) this.last = Math.max(this.last, event.id);
      this.known.add(event.id);
      if (!event.in_reply_to) continue;
      (event.type === "user" ? this.confirmedIds : this.answeredIds).add(event.in_reply_to);
    }
    return fresh;
  }

  /** Whether the server stored the customer's message with this id. */
  confirmed(id: string): boolean {
    return this.confirmedIds.has(id);
  }

  answered(id: string): boolean {
    return this.answeredIds.has(id);
  }

  get empty(): boolean {
    return this.known.size === 0;
  }
}
