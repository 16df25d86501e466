// The main flow in Firefox, driven by WebDriver BiDi: node firefox.mjs <address> <program>.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import puppeteer from "puppeteer-core";

const [address, executablePath] = process.argv.slice(2);
const IN = "assistant-chat >>> ";
const ANSWER_MS = 60_000;
const AXE = readFileSync(new URL("../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const browser = await puppeteer.launch({ browser: "firefox", executablePath, headless: true });

try {
  const page = await browser.newPage();
  const problems = [];
  page.on("pageerror", (error) => problems.push(error.message));
  await page.goto(address);
  const until = (selector, count) =>
    page.waitForFunction(
      (wanted, least) =>
        document.querySelector("assistant-chat").shadowRoot.querySelectorAll(wanted).length === least,
      { timeout: ANSWER_MS },
      selector,
      count,
    );

  const passesAxe = async () => {
    const found = await page.evaluate(
      async (rules) => (await window.axe.run(document, { runOnly: rules })).violations.map(({ id }) => id),
      RULES,
    );
    assert.deepEqual(found, []);
  };

  await page.focus(`${IN}.launcher`);
  await page.keyboard.press("Enter");
  await until(".top .replies button", 4);
  await page.keyboard.type("helpt het tegen kuitkramp");
  await page.keyboard.press("Enter");
  await until(".message.bot", 1);
  await page.keyboard.type("en waar zit het in");
  await page.keyboard.press("Enter");
  await until(".message.bot", 2);

  await page.reload();
  await until(".message.bot", 2);
  await until(".message.user", 2);
  await until(".panel:not([hidden])", 1);
  await page.focus(`${IN}.composer textarea`);
  await page.keyboard.type("ik krijg geen adem");
  await page.keyboard.press("Enter");
  await until(".bubble[role=alert] a[href='tel:112']", 2);

  await page.evaluate(AXE);
  await passesAxe();
  for (const [width, height] of [[320, 640], [390, 420]]) {
    // A phone, and what its keyboard leaves of it.
    await page.setViewport({ width, height });
    const below = await page.$eval(`${IN}.composer textarea`, (input) => input.getBoundingClientRect().bottom);
    assert.ok(below <= height, `the input ends at ${below} of ${height} px`);
    await passesAxe();
  }

  await page.keyboard.press("Escape");
  await until(".panel[hidden]", 1);
  await until(".launcher:focus", 1);
  for (const width of [320, 768, 1440]) {
    await page.setViewport({ width, height: 800 });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${width} px`);
  }
  assert.deepEqual(problems, []);
} finally {
  await browser.close();
}
