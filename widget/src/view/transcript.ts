import type { Export, StoredEvent } from "../reply";
import { fill, type Strings } from "../strings";
import { safeAddress } from "./links";
import { momentOf } from "./times";

/** What a conversation's file holds: what was said, to be read, and below it all that is stored. */
export function transcript(content: Export, name: string, server: string, strings: Strings): string {
  const said = content.events.map((event) => paragraphOf(event, name, server, strings));
  return [
    fill(strings.downloadTitle, { name }),
    fill(strings.downloadedAt, { time: momentOf(content.exported_at) }),
    ...said.filter((paragraph) => paragraph !== null),
    `${strings.downloadRest}\n${JSON.stringify(content.stored, null, 2)}`,
  ].join("\n\n");
}

/** Null for what nobody said, such as a thumb. */
function paragraphOf(event: StoredEvent, name: string, server: string, strings: Strings): string | null {
  if (event.type === "handover") return [momentOf(event.at), event.text].join("\n");
  if (event.type === "user") return [`${momentOf(event.at)} · ${strings.you}`, event.text].join("\n");
  if (event.type !== "message") return null;
  const links = event.links.map(({ title, url }) => {
    const address = safeAddress(url, server);
    return address?.startsWith("http") ? `${title}: ${address}` : title;
  });
  const text = event.text.replaceAll("**", "");
  return [`${momentOf(event.at)} · ${event.from ?? name}`, text, ...links].join("\n");
}
