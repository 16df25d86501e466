"""Prints what other chat widgets cost a page, and what axe-core finds in them once open.

Called by scripts/compare_widgets.sh with a folder that holds rasa-webchat.js and deep-chat.js.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from evaluation.widget_benchmark import (
    CHROMIUM,
    FLAGS,
    PAGE,
    load_page,
    median,
    serve,
    write_pages,
)

LOADS = 10
AXE = Path("widget/node_modules/axe-core/axe.min.js")
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
# As their READMEs say, with no server behind them.
RASA_WEBCHAT = """<script src=rasa-webchat.js></script><script>
WebChat.default({ socketUrl: location.origin, initPayload: "/hallo", title: "Chat" }, null)
</script>"""
DEEP_CHAT = """<script type=module src=deep-chat.js></script>
<deep-chat demo="true" history='[{"role": "user", "text": "Hallo"}, {"role": "ai", "text": "Dag"}]'>
</deep-chat>"""


def main(folder: Path) -> int:
    """Measure every widget in turn, so that a busy machine is busy for all of them."""
    write_pages(folder)
    for name, script in (("rasa-webchat", RASA_WEBCHAT), ("deep-chat", DEEP_CHAT)):
        (folder / f"{name}.html").write_text(PAGE.format(script=script), encoding="utf-8")
    names = ("empty", "chat", "rasa-webchat", "deep-chat")
    loads: dict[str, list[tuple[float, float]]] = {name: [] for name in names}
    with sync_playwright() as playwright:
        site = serve(folder)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        address = f"http://127.0.0.1:{site.server_port}"
        for _ in range(LOADS):
            for name in names:
                loads[name].append(load_page(browser, f"{address}/{name}.html"))
        axe = _on_page(browser, f"{address}/deep-chat.html", _violations)
        seen = _on_page(browser, f"{address}/rasa-webchat.html", _launcher)
        browser.close()
        site.shutdown()
    empty = median(loads["empty"], 1)
    lines = [
        f"{name}: script {median(loads[name], 0):.0f} ms, "
        f"all work {median(loads[name], 1) / empty:.1f} times the empty page's"
        for name in names[1:]
    ]
    lines += [f"deep-chat, axe: {axe}", f"rasa-webchat without its server shows {seen}"]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def _violations(page: Page) -> str:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        """async (rules) => (await axe.run(document.body, { runOnly: rules })).violations
            .map(({ id }) => id)""",
        list(RULES),
    )
    return ", ".join(found)


def _launcher(page: Page) -> str:
    return "a launcher" if page.locator(".rw-launcher").count() else "nothing"


def _on_page(browser: Browser, address: str, look: Callable[[Page], str]) -> str:
    page = browser.new_page()
    page.goto(address)
    page.wait_for_timeout(2_000)
    found = look(page)
    page.close()
    return found


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
