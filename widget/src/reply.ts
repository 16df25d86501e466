/* Made from assistant/channels/web/schema/reply.json by `npm run types`. */

export type Event = UserEvent | MessageEvent | HandoverEvent | FeedbackEvent | TypingEvent;
/**
 * Counts a conversation's stored events from 1, without gaps.
 */
export type EventId = number;
/**
 * When it was stored, ISO 8601 in UTC.
 */
export type At = string;
/**
 * The client's id of the message that was answered; of a user event, of that message itself; null when nothing was asked.
 */
export type InReplyTo = string | null;
export type Kind = "answer" | "referral" | "emergency" | "handover" | "clarify" | "fallback" | "smalltalk";
export type Thumb = "up" | "down";
export type StoredEvent = UserEvent | MessageEvent | HandoverEvent | FeedbackEvent;

export interface Definitions {
  Event?: Event;
  StoredEvent?: StoredEvent;
  EventId?: EventId;
  At?: At;
  InReplyTo?: InReplyTo;
  Kind?: Kind;
  UserEvent?: UserEvent;
  MessageEvent?: MessageEvent;
  HandoverEvent?: HandoverEvent;
  FeedbackEvent?: FeedbackEvent;
  TypingEvent?: TypingEvent;
  Thumb?: Thumb;
  Button?: Button;
  Link?: Link;
  Session?: Session;
  Settings?: Settings;
  Welcome?: Welcome;
  Receipt?: Receipt;
  Events?: Events;
  Export?: Export;
  Problem?: Problem;
}
/**
 * What the customer said, so that a second tab and a reload show it; of a button, its title.
 */
export interface UserEvent {
  id: EventId;
  at: At;
  in_reply_to: InReplyTo;
  type: "user";
  text: string;
}
/**
 * A message of the assistant, or of a person: then `from` is a name. `lang` is the text's language when it isn't Dutch. The text holds paragraphs (blank line between), lists (lines with '- ') and **bold**, never HTML.
 */
export interface MessageEvent {
  id: EventId;
  at: At;
  in_reply_to: InReplyTo;
  type: "message";
  kind: Kind;
  topics: string[];
  text: string;
  buttons: Button[];
  links: Link[];
  from?: string;
  lang?: string;
}
/**
 * A quick reply; its payload is sent back as it is.
 */
export interface Button {
  title: string;
  payload: string;
}
/**
 * `url` is an http(s) address, a path on the server or a tel: number.
 */
export interface Link {
  title: string;
  url: string;
  role: "source" | "product" | "phone";
}
/**
 * How it stands with a person taking over; `name` is who answers.
 */
export interface HandoverEvent {
  id: EventId;
  at: At;
  in_reply_to: InReplyTo;
  type: "handover";
  status: "requested" | "waiting" | "taken_over" | "ended";
  name?: string;
  text: string;
}
/**
 * The thumb that the customer gave a message; `event` is that message's id. The latest counts.
 */
export interface FeedbackEvent {
  id: EventId;
  at: At;
  in_reply_to: InReplyTo;
  type: "feedback";
  event: EventId;
  thumb: Thumb;
}
/**
 * Whether an answer is being made. Never stored, so it has no id.
 */
export interface TypingEvent {
  type: "typing";
  on: boolean;
}
export interface Session {
  version: 1;
  /**
   * Null when it is in the cookie.
   */
  token: string | null;
  expires_at: At;
  settings: Settings;
  welcome: Welcome;
}
export interface Settings {
  max_characters: number;
  days_kept: number;
  heartbeat_seconds: number;
  shop: string;
}
export interface Welcome {
  text: string;
  suggestions: Button[];
  privacy_page: string;
}
/**
 * A message was stored and will be, or has been, answered; `events` is what is there already.
 */
export interface Receipt {
  id: string;
  status: "accepted" | "answered";
  events: StoredEvent[];
}
/**
 * Stored events in order; `last` is the id to go on from.
 */
export interface Events {
  events: StoredEvent[];
  last: number;
  typing: boolean;
}
/**
 * Everything that is stored about the conversation: what was said, and the rows by table.
 */
export interface Export {
  exported_at: At;
  events: StoredEvent[];
  stored: {
    [k: string]: {
      [k: string]: unknown;
    }[];
  };
}
/**
 * Why a request was not done; `message` is the line to show to the customer. Too many messages of someone who needs help are answered all the same: then `events` holds that answer.
 */
export interface Problem {
  error: {
    code:
      | "bad_request"
      | "unauthorized"
      | "foreign_origin"
      | "not_found"
      | "method_not_allowed"
      | "unsupported_media_type"
      | "not_acceptable"
      | "too_large"
      | "unknown_payload"
      | "too_many"
      | "busy"
      | "failed";
    message: string;
  };
  events?: StoredEvent[];
}
