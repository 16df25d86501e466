import { describe, expect, it } from "vitest";
import { parse } from "../src/view/rich_text";

const text = (value: string) => ({ type: "text", text: value });

describe("parse", () => {
  it("cuts paragraphs at blank lines and keeps single line ends", () => {
    expect(parse("een\ntwee\n\ndrie")).toEqual([
      { type: "paragraph", lines: [[text("een")], [text("twee")]] },
      { type: "paragraph", lines: [[text("drie")]] },
    ]);
  });

  it("gathers items below the sentence that introduces them", () => {
    expect(parse("Eet dit:\n- spinazie\n- noten\nSmakelijk")).toEqual([
      { type: "paragraph", lines: [[text("Eet dit:")]] },
      { type: "list", items: [[text("spinazie")], [text("noten")]] },
      { type: "paragraph", lines: [[text("Smakelijk")]] },
    ]);
  });

  it("reads bold and leaves stars that aren't", () => {
    expect(parse("let **goed** op * en ** niet **")).toEqual([
      { type: "paragraph", lines: [[text("let "), { type: "bold", text: "goed" }, text(" op * en ** niet **")]] },
    ]);
  });

  it("links addresses by their name, without the sentence's own full stop", () => {
    expect(parse("Zie https://www.shop.example/a?b=1. Of mail klant@shop.example.")).toEqual([
      { type: "paragraph", lines: [[
        text("Zie "),
        { type: "link", text: "shop.example/a?b=1", url: "https://www.shop.example/a?b=1" },
        text(". Of mail "),
        { type: "link", text: "klant@shop.example", url: "mailto:klant@shop.example" },
        text("."),
      ]] },
    ]);
  });

  it("links only the telephone numbers that the reply names", () => {
    const phones = new Map([["070245245", "tel:070245245"]]);
    expect(parse("Bel 070 245 245, niet 300 mg", phones)).toEqual([
      { type: "paragraph", lines: [[
        text("Bel "), { type: "link", text: "070 245 245", url: "tel:070245245" }, text(", niet "), text("300"), text(" mg"),
      ]] },
    ]);
  });

  it("takes HTML and other schemes as text", () => {
    for (const hostile of ["<img src=x onerror=alert(1)>", "javascript:alert(1)", "<script>x</script>"]) {
      expect(parse(hostile)).toEqual([{ type: "paragraph", lines: [[text(hostile)]] }]);
    }
  });

  it("takes any text without losing a character", () => {
    for (const value of ["", "****", "a".repeat(5000), "😀👨‍👩‍👧 **vet**", "https://"]) {
      const shown = parse(value)
        .flatMap((block) => (block.type === "list" ? block.items : block.lines))
        .flat().map((part) => part.text).join("");
      expect(shown.replaceAll("*", "")).toBe(value.replaceAll("*", "").trim());
    }
  });
});
