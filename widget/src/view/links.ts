import type { Link } from "../reply";
import { element, spoken } from "./dom";

const ALLOWED = ["https:", "http:", "tel:", "mailto:"];

/** Resolve an address against the chat's server; null when it could run code or can't be read. */
export function safeAddress(address: string, server: string): string | null {
  try {
    const url = new URL(address, server);
    return ALLOWED.includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** A link that opens beside the shop's page when it leads to another site. */
export function anchor(
  address: string,
  server: string,
  newWindow: string,
  ...children: (Node | string)[]
): HTMLElement {
  const href = safeAddress(address, server);
  if (!href) return element("span", {}, ...children);
  const leaves = href.startsWith("http") && new URL(href).origin !== location.origin;
  return leaves
    ? element("a", { href, target: "_blank", rel: "noopener" }, ...children, spoken(` (${newWindow})`))
    : element("a", { href }, ...children);
}

/** The digits of telephone links, so that the same numbers in a text can be links as well. */
export function phoneNumbers(links: readonly Link[]): Map<string, string> {
  return new Map(
    links
      .filter(({ role }) => role === "phone")
      .map(({ url }) => [url.replace(/\D/g, ""), url]),
  );
}
