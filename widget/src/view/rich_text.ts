export type Inline = { type: "text" | "bold"; text: string } | { type: "link"; text: string; url: string };
export type Block = { type: "paragraph"; lines: Inline[][] } | { type: "list"; items: Inline[][] };

const ITEM = /^[-•] (.*)$/;
const BOLD = /\*\*(?=\S)([^*]*\S)\*\*/g;
const LINK = /https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]’]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;

/**
 * Read the safe subset of a reply: paragraphs, "- " lists, **bold**, addresses.
 * Numbers that `phones` names (digits to `tel:` address) become links; anything else is text.
 */
export function parse(text: string, phones: ReadonlyMap<string, string> = new Map()): Block[] {
  const blocks: Block[] = [];
  for (const part of text.split(/\n\s*\n/)) {
    for (const line of part.split("\n")) {
      const item = ITEM.exec(line.trim());
      const last = blocks.at(-1);
      const inline = inlines(item ? item[1]! : line.trim(), phones);
      if (item && last?.type === "list") last.items.push(inline);
      else if (item) blocks.push({ type: "list", items: [inline] });
      else if (line.trim() === "") continue;
      else if (last?.type === "paragraph" && line !== part.split("\n")[0]) last.lines.push(inline);
      else blocks.push({ type: "paragraph", lines: [inline] });
    }
  }
  return blocks;
}

function inlines(line: string, phones: ReadonlyMap<string, string>): Inline[] {
  return cut(line, BOLD, ([, inner]) => ({ type: "bold", text: inner! }), (text) =>
    cut(text, LINK, ([found]) => linkOf(found), (rest) => withNumbers(rest, phones)),
  );
}

function linkOf(found: string): Inline {
  if (!found.includes("://")) return { type: "link", text: found, url: `mailto:${found}` };
  // In a narrow bubble every character counts; where it leads still shows.
  return { type: "link", text: found.replace(/^https?:\/\/(www\.)?/, ""), url: found };
}

function withNumbers(text: string, phones: ReadonlyMap<string, string>): Inline[] {
  return cut(text, /\d[\d -]*\d/g, ([found]) => {
    const url = phones.get(found.replace(/\D/g, ""));
    return url ? { type: "link", text: found, url } : { type: "text", text: found };
  }, (rest) => [{ type: "text", text: rest }]);
}

function cut(
  text: string,
  pattern: RegExp,
  matched: (match: RegExpMatchArray) => Inline,
  between: (text: string) => Inline[],
): Inline[] {
  const parts: Inline[] = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > from) parts.push(...between(text.slice(from, match.index)));
    parts.push(matched(match));
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push(...between(text.slice(from)));
  return parts;
}
