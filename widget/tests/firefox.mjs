// The main flow in Firefox, driven by WebDriver BiDi: node firefox.mjs <address> <program>.
import assert from "node:assert/strict";
import puppeteer from "puppeteer-core";

const [address, executablePath] = process.argv.slice(2);
const IN = "assistant-chat >>> ";
const ANSWER_MS = 60_000;
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
