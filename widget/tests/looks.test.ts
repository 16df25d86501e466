import { describe, expect, it } from "vitest";
import { fill } from "../src/strings";
import { readSettings } from "../src/settings";
import { luminance, readableOn } from "../src/view/contrast";
import { safeAddress } from "../src/view/links";
import { dayName } from "../src/view/times";

const ratio = (one: number, other: number): number =>
  (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);

describe("readableOn", () => {
  it("reads at 4.5 to 1 on every colour", () => {
    for (let red = 0; red < 256; red += 15) {
      for (let green = 0; green < 256; green += 15) {
        for (let blue = 0; blue < 256; blue += 15) {
          const color = `rgb(${red}, ${green}, ${blue})`;
          const ink = readableOn(color) === "#fff" ? 1 : 0;
          expect(ratio(luminance(color)!, ink)).toBeGreaterThanOrEqual(4.5);
        }
      }
    }
  });

  it("knows the luminance of black and white", () => {
    expect(luminance("rgb(0, 0, 0)")).toBe(0);
    expect(luminance("rgba(255, 255, 255, 1)")).toBeCloseTo(1);
    expect(luminance("nonsense")).toBeNull();
  });
});

describe("safeAddress", () => {
  it("resolves against the chat's server", () => {
    expect(safeAddress("/demo/artikel#deel-2", "https://chat.example")).toBe("https://chat.example/demo/artikel#deel-2");
    expect(safeAddress("tel:112", "https://chat.example")).toBe("tel:112");
  });

  it("refuses what runs code", () => {
    for (const hostile of ["javascript:alert(1)", " JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "blob:x", "http://["]) {
      expect(safeAddress(hostile, "https://chat.example")).toBeNull();
    }
  });
});

describe("readSettings", () => {
  const read = (data: DOMStringMap, page = "https://shop.example/a") =>
    readSettings(data, "https://chat.example/widget.js", page, {});

  it("takes the script's own server, and a token where a cookie would not go", () => {
    expect(read({})).toMatchObject({ server: "https://chat.example", session: "bearer", position: "right", open: false });
    expect(read({}, "https://chat.example/").session).toBe("cookie");
  });

  it("takes what the shop writes and passes over what it can't mean", () => {
    expect(read({ position: "left", theme: "dark", open: "", name: "Noor", product: "p1" })).toMatchObject({
      position: "left", theme: "dark", open: true, name: "Noor", product: "p1",
    });
    expect(read({ position: "middle", theme: "pink", open: "false" })).toMatchObject({
      position: "right", theme: "auto", open: false,
    });
  });

  it("replaces single lines of the texts", () => {
    const settings = readSettings({}, "https://chat.example/widget.js", "https://shop.example", { send: "Stuur" }, { strings: { close: "Dicht" } });
    expect(settings.strings).toMatchObject({ send: "Stuur", close: "Dicht", menu: "Menu" });
  });
});

describe("texts", () => {
  it("fills placeholders and leaves unknown ones", () => {
    expect(fill("{count} van {max} {x}", { count: 1, max: 2 })).toBe("1 van 2 {x}");
  });

  it("names days as people do", () => {
    const names = { today: "vandaag", yesterday: "gisteren" };
    const now = new Date(2026, 2, 1, 12);
    expect(dayName(new Date(2026, 2, 1, 0, 5), now, names)).toBe("vandaag");
    expect(dayName(new Date(2026, 1, 28, 23), now, names)).toBe("gisteren");
    expect(dayName(new Date(2026, 1, 27), now, names)).toBe("vrijdag 27 februari");
  });
});
