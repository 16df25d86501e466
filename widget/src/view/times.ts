import { element } from "./dom";

const clock = new Intl.DateTimeFormat("nl", { hour: "2-digit", minute: "2-digit" });
const date = new Intl.DateTimeFormat("nl", { weekday: "long", day: "numeric", month: "long" });

export function timeOf(at: string): HTMLTimeElement {
  return element("time", { datetime: at }, clock.format(new Date(at)));
}

/** Name a day as people do: today, yesterday, or its date. */
export function dayName(day: Date, now: Date, names: { today: string; yesterday: string }): string {
  const before = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (day.toDateString() === now.toDateString()) return names.today;
  return day.toDateString() === before.toDateString() ? names.yesterday : date.format(day);
}
