import { element } from "./dom";

/** Made when it is first needed: the browser loads a language's rules for it, which takes long. */
function formatter(options: Intl.DateTimeFormatOptions): (moment: Date) => string {
  let made: Intl.DateTimeFormat | undefined;
  return (moment) => (made ??= new Intl.DateTimeFormat("nl", options)).format(moment);
}

const clock = formatter({ hour: "2-digit", minute: "2-digit" });
const date = formatter({ weekday: "long", day: "numeric", month: "long" });

const moment = formatter({ dateStyle: "long", timeStyle: "short" });

/** Day and time in words, for what is read another day. */
export function momentOf(at: string): string {
  return moment(new Date(at));
}

export function timeOf(at: string): HTMLTimeElement {
  return element("time", { datetime: at }, clock(new Date(at)));
}

/** Name a day as people do: today, yesterday, or its date. */
export function dayName(day: Date, now: Date, names: { today: string; yesterday: string }): string {
  const before = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1);
  if (day.toDateString() === now.toDateString()) return names.today;
  return day.toDateString() === before.toDateString() ? names.yesterday : date(day);
}
