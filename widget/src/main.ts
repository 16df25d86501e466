import { Chat } from "./chat";
import { Keep } from "./conversation/keep";
import type { Given } from "./settings";
import { readSettings } from "./settings";
import type { Strings } from "./strings";
import { Api } from "./transport/api";
import { element } from "./view/dom";
import { Panel } from "./view/panel";
import styles from "./view/styles.css?inline";
import { applyTheme } from "./view/theme";

declare global {
  interface Window {
    assistantChatSettings?: Given;
    assistantChat?: { open(): void; close(): void };
  }
}

/** A hidden page lets its stream go after this long, and takes it up when it is seen again. */
const HIDDEN_MS = 10_000;

function givenStrings(selector: string | undefined): Partial<Strings> {
  if (!selector) return {};
  try {
    return JSON.parse(document.querySelector(selector)?.textContent ?? "{}") as Partial<Strings>;
  } catch (error) {
    // A slip in the shop's own lines must not cost its customers the chat.
    console.error("assistant-chat: data-strings can't be read.", error);
    return {};
  }
}

function start(script: HTMLScriptElement | null): void {
  if (window.assistantChat) return;
  const data = script?.dataset ?? {};
  const settings = readSettings(
    data,
    script?.src || location.href,
    location.href,
    givenStrings(data.strings),
    window.assistantChatSettings,
  );
  const host = element("assistant-chat" as "div", { lang: "nl" });
  const shadow = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  shadow.adoptedStyleSheets = [sheet];
  const prefix = `assistant-chat:${settings.server}`;
  const lasting = new Keep(() => localStorage, prefix);
  const page = new Keep(() => sessionStorage, prefix);
  const panel = new Panel(settings, page, lasting, shadow);
  const chat = new Chat(settings, new Api(settings.server, settings.session), lasting, panel);
  panel.use(chat);
  const root = element("div", { class: `chat ${settings.position}` }, panel.launcher.element, panel.element);
  shadow.append(root);
  document.body.append(host);
  applyTheme(host, root, settings);
  if (page.read("open") ?? (settings.open && page.read("seen") === null)) panel.open(false);
  else if (chat.begun) chat.connect();
  follow(chat, panel);
  page.write("seen", true);
  window.assistantChat = { open: () => panel.open(true), close: () => panel.close() };
}

/** Follow what happens to the page: other tabs, the network, being hidden, going back to it. */
function follow(chat: Chat, panel: Panel): void {
  const resume = (): void => {
    if (panel.isOpen || chat.begun) chat.connect();
  };
  // Browsers open six connections to a server at most, for all tabs together, unless it speaks HTTP/2.
  const rest = (): void => {
    if (!panel.wantsSound && !chat.waitsForAnswer) chat.disconnect();
  };
  let resting: ReturnType<typeof setInterval> | undefined;
  addEventListener("storage", (event) => chat.storageChanged(event.key));
  addEventListener("online", () => {
    panel.online();
    resume();
  });
  addEventListener("offline", () => panel.offline());
  // An open stream would keep the browser from restoring the page when the visitor goes back to it.
  addEventListener("pagehide", () => chat.disconnect());
  addEventListener("pageshow", (event) => {
    if (event.persisted) {
      chat.storedElsewhere();
      resume();
    }
  });
  document.addEventListener("visibilitychange", () => {
    clearInterval(resting);
    if (document.hidden) resting = setInterval(rest, HIDDEN_MS);
    else resume();
  });
  if (document.hidden) {
    // Opened in the background: it shows what was said and follows once it is looked at.
    rest();
    resting = setInterval(rest, HIDDEN_MS);
  }
}

const script = document.currentScript as HTMLScriptElement | null;
// A shop that forgets `defer` in its head has no body yet.
if (document.body) start(script);
else addEventListener("DOMContentLoaded", () => start(script));
