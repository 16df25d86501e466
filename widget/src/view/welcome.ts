import type { Button, Welcome } from "../reply";
import type { Strings } from "../strings";
import { element } from "./dom";
import { anchor } from "./links";
import { quickReplies } from "./quick_replies";
import { richNodes } from "./rich_nodes";

/** What stands above a conversation: what this is, what is stored, and questions to begin with. */
export function welcomeCard(
  welcome: Welcome,
  greeting: string | null,
  server: string,
  strings: Strings,
  choose: (button: Button) => void,
): HTMLElement[] {
  const privacy = welcome.privacy_page
    ? element("p", {}, anchor(welcome.privacy_page, server, strings.newWindow, strings.privacy))
    : null;
  const notice = element(
    "section",
    { class: "notice", "aria-label": strings.welcome },
    ...richNodes(welcome.text, new Map(), server, strings.newWindow),
    privacy,
  );
  const said = greeting ? element("p", { class: "bubble greeting" }, greeting) : null;
  const suggestions = quickReplies(strings.suggestions, welcome.suggestions, choose);
  return [notice, said, suggestions].filter((part) => part !== null);
}
