"""Runs axe-core, the accessibility checker, on the page that a browser shows."""

from pathlib import Path
from typing import Any

SCRIPT = (Path(__file__).parent / "vendor" / "axe" / "axe.min.js").read_text()
WCAG_2_2_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# The design system's own choices, on which axe-core and its authors differ: by rule, the class of
# the element, with the reason. Nothing of ours is forgiven.
FORGIVEN = {
    # A radio or checkbox that opens a question says so by aria-expanded, tested with its users.
    "aria-allowed-attr": ("nhsuk-radios__input", "nhsuk-checkboxes__input"),
    # The file chooser's button is named by its label and its state, and shows only "Choose file".
    "label-content-name-mismatch": ("nhsuk-file-upload",),
}
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
        if not any(name in node["html"] for name in FORGIVEN.get(rule["id"], ()))
    ]
