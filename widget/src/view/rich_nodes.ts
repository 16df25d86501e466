import { element } from "./dom";
import { anchor } from "./links";
import { type Block, type Inline, parse } from "./rich_text";

/** Make the nodes of a reply's text; every character of it ends in a text node. */
export function richNodes(
  text: string,
  phones: ReadonlyMap<string, string>,
  server: string,
  newWindow: string,
): HTMLElement[] {
  const inline = (part: Inline): Node => {
    if (part.type === "link") return anchor(part.url, server, newWindow, part.text);
    return part.type === "bold" ? element("strong", {}, part.text) : document.createTextNode(part.text);
  };
  const block = (part: Block): HTMLElement => {
    if (part.type === "list") {
      return element("ul", {}, ...part.items.map((item) => element("li", {}, ...item.map(inline))));
    }
    const lines = part.lines.flatMap((line, index) =>
      index ? [element("br"), ...line.map(inline)] : line.map(inline),
    );
    return element("p", {}, ...lines);
  };
  return parse(text, phones).map(block);
}
