"""Accessibility of a page, as axe-core judges it."""

from playwright.sync_api import Page

from tests.support import requires

SOURCE = requires.REPOSITORY / "web" / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page, within: str = "html") -> list[str]:
    """What is wrong on the page, a line each: rule, element, reason. The mark of bpmn.io is left out."""
    if not SOURCE.exists():
        requires.missing("needs axe-core (make assets)")
    page.evaluate(SOURCE.read_text(encoding="utf-8"))
    found = page.evaluate(
        """([within, tags]) => axe.run(
            { include: [within], exclude: [".bjs-powered-by"] },
            { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] },
        ).then((result) => result.violations.flatMap((violation) => violation.nodes.map(
            (node) => `${violation.id}: ${node.target.join(" ")}: ${violation.help}`)))""",
        [within, RULES],
    )
    return [str(line) for line in found]
