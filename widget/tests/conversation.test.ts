import { beforeEach, describe, expect, it } from "vitest";
import { History } from "../src/conversation/history";
import { randomId } from "../src/conversation/identifier";
import { Keep } from "../src/conversation/keep";
import { Outbox } from "../src/conversation/outbox";
import type { UserEvent } from "../src/reply";
import { Backoff } from "../src/transport/backoff";

const said = (id: number, message: string): UserEvent => ({
  id, at: "2026-01-01T10:00:00+00:00", in_reply_to: message, type: "user", text: "x",
});

class Memory {
  readonly items = new Map<string, string>();
  getItem = (key: string): string | null => this.items.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.items.set(key, value);
  removeItem = (key: string): void => void this.items.delete(key);
}

describe("History", () => {
  it("gives every event once", () => {
    const history = new History();
    expect(history.add([said(1, "a"), said(2, "b")], true)).toHaveLength(2);
    expect(history.add([said(2, "b"), said(3, "c")], true)).toEqual([said(3, "c")]);
    expect(history.confirmed("c")).toBe(true);
    expect(history.answered("c")).toBe(false);
  });

  it("goes on after what came in order, not after what came early", () => {
    const history = new History();
    history.add([said(1, "a")], true);
    history.add([said(3, "c")], false);
    expect(history.last).toBe(1);
    expect(history.add([said(2, "b"), said(3, "c")], true)).toEqual([said(2, "b")]);
    expect(history.last).toBe(3);
  });
});

describe("Outbox", () => {
  let memory: Memory;
  const outbox = (): Outbox => new Outbox(new Keep(() => memory as unknown as Storage, "t"));
  beforeEach(() => {
    memory = new Memory();
  });

  it("keeps order and ids for the next page", () => {
    outbox().add({ id: "1", at: "", text: "een" });
    outbox().add({ id: "2", at: "", text: "twee" });
    expect(outbox().all().map(({ id }) => id)).toEqual(["1", "2"]);
    outbox().remove("1");
    expect(outbox().all().map(({ id }) => id)).toEqual(["2"]);
  });

  it("does without storage", () => {
    const without = new Outbox(new Keep(() => { throw new Error("denied"); }, "t"));
    without.add({ id: "1", at: "", text: "een" });
    expect(without.all()).toHaveLength(1);
    without.clear();
    expect(without.all()).toEqual([]);
  });

  it("leaves nothing behind when all was sent", () => {
    outbox().add({ id: "1", at: "", text: "een" });
    outbox().remove("1");
    expect(memory.items.size).toBe(0);
  });
});

describe("Backoff", () => {
  it("doubles up to half a minute and begins anew after a success", () => {
    const backoff = new Backoff(() => 0.5);
    expect(Array.from({ length: 7 }, () => backoff.next())).toEqual([1000, 2000, 4000, 8000, 16000, 30000, 30000]);
    backoff.reset();
    expect(backoff.next()).toBe(1000);
  });

  it("differs by a quarter, so that visitors don't all come back at once", () => {
    expect(new Backoff(() => 0).next()).toBe(750);
    expect(new Backoff(() => 0.999).next()).toBe(1250);
  });
});

it("makes UUIDs of version 4", () => {
  const made = new Set(Array.from({ length: 100 }, randomId));
  expect(made.size).toBe(100);
  for (const id of made) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
