export interface Button {
  title: string;
  payload: string;
}

export interface Link {
  title: string;
  url: string;
  role: "source" | "product" | "phone";
}

interface Stored {
  id: number;
  at: string;
  in_reply_to: string | null;
}

export interface UserEvent extends Stored {
  type: "user";
  text: string;
}

export interface MessageEvent extends Stored {
  type: "message";
  kind: "answer" | "referral" | "emergency" | "handover" | "clarify" | "fallback" | "smalltalk";
  topics: string[];
  text: string;
  buttons: Button[];
  links: Link[];
  from?: string;
}

export interface HandoverEvent extends Stored {
  type: "handover";
  status: "requested" | "waiting" | "taken_over" | "ended";
  name?: string;
  text: string;
}

export interface TypingEvent {
  type: "typing";
  on: boolean;
}

export type StoredEvent = UserEvent | MessageEvent | HandoverEvent;
export type ChatEvent = StoredEvent | TypingEvent;
