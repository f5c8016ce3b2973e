"""Runs axe-core, the accessibility checker, on the page that a browser shows."""

from pathlib import Path
from typing import Any

SCRIPT = (Path(__file__).parent / "vendor" / "axe" / "axe.min.js").read_text()
WCAG_2_2_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LOOK = """async (tags) => {
    const found = await axe.run(document, {runOnly: {type: "tag", values: tags}});
    return found.violations;
}"""


def violations(page: Any) -> list[str]:
    """Return what breaks WCAG 2.2 AA on Playwright's `page`, one line for each element.

    The script is evaluated by the browser's debugger, so that the page's content security policy
    stays as strict as it is for people.
    """
    page.evaluate(SCRIPT)
    found = page.evaluate(LOOK, WCAG_2_2_AA)
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']} at {node['target']}"
        for rule in found
        for node in rule["nodes"]
    ]
