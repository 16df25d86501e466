import type { Outgoing } from "../conversation/outbox";
import type { Button, HandoverEvent, MessageEvent, Thumb } from "../reply";
import { fill, type Strings } from "../strings";
import { element, spoken } from "./dom";
import { feedback, type Judge } from "./feedback";
import { icon } from "./icons";
import { anchor, phoneNumbers } from "./links";
import { quickReplies } from "./quick_replies";
import { richNodes } from "./rich_nodes";
import { timeOf } from "./times";

/** What messages need from around them. */
export interface MessageContext {
  strings: Strings;
  /** Who speaks when no person does. */
  name: string;
  server: string;
  choose: (button: Button) => void;
  /** How to judge an event; `show` is called when it was judged, here or in another tab. */
  judge: (event: number, show: (thumb: Thumb) => void) => Judge;
}

const JUDGED = ["answer", "referral"];

/** A message of the assistant, or of a person who took over. */
export function botMessage(event: MessageEvent, restored: boolean, context: MessageContext): HTMLElement {
  const { strings, server } = context;
  const title = event.kind === "emergency" ? strings.emergency : event.kind === "referral" ? strings.referral : null;
  const links = event.links.map((link) =>
    element("li", { class: link.role }, anchor(
      link.url, server, strings.newWindow,
      ...(link.role === "phone" ? [icon("phone")] : []), link.title,
    )),
  );
  const said = richNodes(event.text, phoneNumbers(event.links), server, strings.newWindow);
  // A sentence in English is to be pronounced as English.
  if (event.lang) for (const block of said) block.lang = event.lang;
  const bubble = element(
    "div",
    { class: "bubble" },
    spoken(`${fill(strings.botSaid, { name: event.from ?? context.name })} `),
    title && element("p", { class: "card-title" }, icon(event.kind === "emergency" ? "warning" : "professional"), title),
    ...said,
    links.length ? element("ul", { class: "links" }, ...links) : null,
  );
  // Only what arrives now is an alert; a restored one was read before.
  if (event.kind === "emergency" && !restored) bubble.setAttribute("role", "alert");
  const below = element("div", { class: "below" });
  if (event.from) below.append(`${event.from} · `);
  below.append(timeOf(event.at));
  const message = element("div", { class: `message bot ${event.kind}` }, bubble, below);
  const replies = quickReplies(strings.replies, event.buttons, context.choose);
  if (replies) message.append(replies);
  if (JUDGED.includes(event.kind) && !event.from) {
    // Filled a moment later and never live: a screen reader reads the answer, not its thumbs.
    const place = element("span", { class: "judge", "aria-live": "off" });
    below.append(place);
    const judging = feedback(strings, (thumb, reason) => judge(thumb, reason));
    const judge = context.judge(event.id, judging.show);
    setTimeout(() => place.append(judging.element), restored ? 0 : 300);
  }
  return message;
}

/** A message of the customer; `state` tells whether it was sent. */
export function userMessage(
  message: Pick<Outgoing, "at" | "text">,
  strings: Strings,
): { element: HTMLElement; state: HTMLElement } {
  const state = element("span", { class: "state", "aria-live": "off" });
  const made = element(
    "div",
    { class: "message user" },
    element("div", { class: "bubble" }, spoken(`${strings.youSaid} `), element("p", {}, message.text)),
    element("div", { class: "below" }, timeOf(message.at), state),
  );
  return { element: made, state };
}

/** A line about the handover, or of the widget itself. */
export function systemLine(text: string, event?: HandoverEvent): HTMLElement {
  return element("div", { class: "message system" }, element("p", {}, text), event ? timeOf(event.at) : null);
}
