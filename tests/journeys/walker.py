"""Somebody before a browser: answers questions, presses buttons, follows links, looks."""

from datetime import date
from typing import Any

from tests import axe

IGNORED = ("favicon.ico",)


class Walker:
    """Walks the pages as a person does. Each page is checked for accessibility and errors."""

    def __init__(self, page: Any, base: str, *, scripts: bool = True) -> None:
        self.page, self.base, self.scripts = page, base, scripts
        self.faults: list[str] = []
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("response", self._answered)

    def _heard(self, message: Any) -> None:
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.faults.append(message.text)

    def _answered(self, response: Any) -> None:
        if response.status >= 500 or (response.status == 404 and "/static/" in response.url):
            self.faults.append(f"{response.status} {response.url}")

    def visit(self, path: str) -> "Walker":
        """Type an address, or follow one from a mail."""
        self.page.goto(path if path.startswith("http") else self.base + path)
        return self.look()

    def look(self) -> "Walker":
        """Wait for the page, then hold it against WCAG 2.2 AA and the security policy."""
        self.page.wait_for_load_state("load")
        assert not self.faults, (self.page.url, self.faults)
        if self.scripts:
            found = axe.violations(self.page)
            assert not found, (self.page.url, found)
        return self

    def follow(self, words: str) -> "Walker":
        """Follow the first link that says `words`; some look like buttons."""
        self.page.locator("main a", has_text=words).first.click()
        return self.look()

    def press(self, words: str) -> "Walker":
        """Press the button that says `words`; an error summary is a failure that names itself."""
        return self._press(self.page.get_by_role("button", name=words, exact=True))

    def go_on(self) -> "Walker":
        """Press the first button of the form, whatever it says."""
        return self._press(
            self.page.locator("main form button[type=submit], main form .nhsuk-button")
        )

    def _press(self, buttons: Any) -> "Walker":
        saves_itself = "one => !!one.form?.hasAttribute('data-autosave')"
        if self.scripts and buttons.first.evaluate(saves_itself):
            with self.page.expect_navigation():  # it waits for its last save first
                buttons.first.click()
        else:
            buttons.first.click()
        self.page.wait_for_load_state("load")
        summary = self.page.locator(".nhsuk-error-summary")
        assert summary.count() == 0, (self.page.url, summary.first.inner_text())
        return self.look()

    def answer(self, **answers: Any) -> "Walker":
        """Answer questions by the names of their fields."""
        for name, value in answers.items():
            if isinstance(value, date):
                boxes = {"day": value.day, "month": value.month, "year": value.year}
                for box, part in boxes.items():
                    self.page.locator(f'[name="{name}_{box}"]').fill(str(part))
            else:
                self._answer(name, value)
        return self

    def _answer(self, name: str, value: Any) -> None:
        fields = self.page.locator(f'[name="{name}"]')
        assert fields.count(), f"{self.page.url} does not ask for {name}"
        first = fields.first
        kind = first.get_attribute("type") or first.evaluate("one => one.tagName.toLowerCase()")
        if kind == "hidden":
            return
        if kind in {"radio", "checkbox"}:
            for one in value if isinstance(value, list) else [value]:
                self.page.locator(f'[name="{name}"][value="{one}"]').check()
        elif kind == "select":
            first.select_option(str(value))
        elif first.is_visible():
            first.fill(str(value))
        elif first.locator("xpath=ancestor::details").count():
            first.evaluate("one => { one.closest('details').open = true }")
            first.fill(str(value))
        # What another choice would reveal is not asked of anybody.

    def sees(self, *words: str) -> "Walker":
        """Make sure that the page says all of `words`."""
        text = " ".join(self.page.locator("body").inner_text().split())
        for one in words:
            assert one in text, (self.page.url, one, text[:3000])
        return self

    def sees_nothing_of(self, *words: str) -> "Walker":
        """Make sure that the page says none of `words`."""
        text = self.page.content()
        for one in words:
            assert one not in text, (self.page.url, one)
        return self
