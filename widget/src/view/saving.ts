import { element } from "./dom";

/** Hand the visitor a file. */
export function save(content: Blob, name: string): void {
  const href = URL.createObjectURL(content);
  element("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}
