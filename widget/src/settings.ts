import { DUTCH, type Strings } from "./strings";

export interface Settings {
  /** Origin of the chat server, without a slash at the end. */
  server: string;
  /** Same origin: a cookie. A shop on another origin: a bearer token. */
  session: "cookie" | "bearer";
  color: string | null;
  position: "left" | "right";
  theme: "auto" | "light" | "dark";
  name: string;
  avatar: string | null;
  greeting: string | null;
  open: boolean;
  product: string | null;
  strings: Strings;
}

/** What a shop may set in JavaScript before the script loads: `window.assistantChatSettings`. */
export type Given = Partial<Omit<Settings, "strings">> & { strings?: Partial<Strings> };

function oneOf<T extends string>(value: string | undefined, known: readonly T[], usual: T): T {
  return known.find((name) => name === value) ?? usual;
}

/** Read settings from the script tag's `data-` attributes; `given` overrules them. */
export function readSettings(
  data: DOMStringMap,
  script: string,
  page: string,
  givenStrings: Partial<Strings>,
  given: Given = {},
): Settings {
  const server = new URL(given.server ?? data.server ?? script, page).origin;
  const strings = { ...DUTCH, ...givenStrings, ...given.strings };
  const sameOrigin = server === new URL(page).origin;
  return {
    session: oneOf(data.session, ["cookie", "bearer"], sameOrigin ? "cookie" : "bearer"),
    color: data.color ?? null,
    position: oneOf(data.position, ["left", "right"], "right"),
    theme: oneOf(data.theme, ["auto", "light", "dark"], "auto"),
    avatar: data.avatar ?? null,
    greeting: data.greeting ?? null,
    open: data.open !== undefined && data.open !== "false",
    product: data.product ?? null,
    ...given,
    server,
    name: given.name ?? data.name ?? strings.name,
    strings,
  };
}
