"""A referral by keyboard alone at 400 % zoom, and one that saves itself as it is typed."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from referrals.models import Referral
from referrals.rules import SectionKey, State
from tests.conftest import Cast
from tests.journeys.conftest import session_of
from tests.journeys.walker import Walker
from tests.referrals import given
from tests.referrals.test_journey import pages, start_answers

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
ZOOMED = {"width": 320, "height": 640}
"""What is left of 1280 pixels at 400 % (WCAG 1.4.10)."""
FOCUSED = """() => { const one = document.activeElement; return {
  tag: one.tagName, type: one.type || '', name: one.name || '', value: one.value || '',
  checked: !!one.checked, words: (one.innerText || '').trim() } }"""
WIDTH = "() => document.documentElement.scrollWidth"
MOST_STEPS = 400


class Typist:
    """Somebody who has a keyboard and no mouse."""

    def __init__(self, walker: Walker) -> None:
        self.walker, self.page = walker, walker.page
        self.page.set_viewport_size(ZOOMED)

    def visit(self, path: str) -> None:
        """Open a page; it must fit into the window's width."""
        self.walker.visit(path)
        self.fits()

    def fits(self) -> None:
        """Make sure that nothing is lost to the right."""
        assert self.page.evaluate(WIDTH) <= ZOOMED["width"], self.page.url

    def fill(self, button: str, **answers: Any) -> None:
        """Go from question to question with Tab, answer each, and press `button`."""
        left = {name: str(value) for name, value in answers.items()}
        for _ in range(MOST_STEPS):
            self.page.keyboard.press("Tab")
            now = self.page.evaluate(FOCUSED)
            if now["tag"] == "BUTTON" and now["words"] == button:
                assert not left, (self.page.url, left)
                break
            if now["name"] in left:
                self._answer(now, left)
        else:
            raise AssertionError(f"{self.page.url}: no way to “{button}” by keyboard")
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.page.wait_for_load_state("load")
        summary = self.page.locator(".nhsuk-error-summary")
        assert summary.count() == 0, (self.page.url, summary.first.inner_text())
        self.walker.look()
        self.fits()

    def _answer(self, now: dict[str, Any], left: dict[str, str]) -> None:
        wanted = left.pop(now["name"])
        if now["type"] == "radio":
            self._choose(wanted)
        elif now["type"] == "checkbox":
            if now["value"] == wanted and not now["checked"]:
                self.page.keyboard.press("Space")
            elif now["value"] != wanted:
                left[now["name"]] = wanted  # another box of the same question
        elif now["tag"] in {"INPUT", "TEXTAREA"}:
            self.page.keyboard.press("Control+A")
            self.page.keyboard.insert_text(wanted)

    def _choose(self, wanted: str) -> None:
        self.page.keyboard.press("Space")
        for _ in range(20):
            if self.page.evaluate(FOCUSED)["value"] == wanted:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"{self.page.url}: no choice {wanted}")


def _typed(data: dict[str, Any]) -> dict[str, Any]:
    """Return the answers as one types them, every decision made today."""
    today = timezone.localdate()
    answers = {name: value for name, value in data.items() if name not in {"version", "key"}}
    if "decided_on_day" in answers:
        answers |= {
            "decided_on_day": today.day, "decided_on_month": today.month,
            "decided_on_year": today.year,
        }  # fmt: skip
    formats = answers.get("information_formats")
    if formats:
        answers["information_formats"] = formats[0]
    # What no answer opens is not asked, and what is left empty is not typed.
    return {name: value for name, value in answers.items() if value != ""}


def test_a_whole_referral_is_made_by_keyboard_alone_at_400_per_cent(
    cast: Cast, walk: Callable[..., Walker]
) -> None:
    lead = Typist(walk(cast.lead))
    lead.visit("/referrals/new/")
    lead.fill("Continue", **_typed(start_answers(cast)))
    draft = Referral.objects.get()
    for key, data in pages():
        lead.visit(reverse("referrals:section", args=[draft.pk, key.value]))
        lead.fill("Save and continue" if key is not SectionKey.BASIS else "Save the decision",
                  **_typed(data))  # fmt: skip
    lead.visit(reverse("referrals:referral", args=[draft.pk]))
    lead.walker.sees("10 of 10")
    lead.visit(reverse("referrals:check", args=[draft.pk]))
    lead.fill("Send the referral", declared="on")
    lead.walker.sees("Referral received, not yet reviewed", draft.reference)
    draft.refresh_from_db()
    assert draft.state == State.SUBMITTED


def test_what_is_typed_is_there_again_after_the_laptop_was_closed(
    cast: Cast, walk: Callable[..., Walker]
) -> None:
    draft = given.started(cast, at=timezone.now())
    given.save(draft, SectionKey.BASIS, given.basis())
    path = reverse("referrals:section", args=[draft.pk, "why_now"])
    first, second = walk(cast.lead), walk(cast.lead)
    first.visit(path)
    second.visit(path)
    first.page.locator('[name="reason"]').type("Half a thought")
    first.page.get_by_text("Saved at").wait_for()
    first.page.locator('[name="issues"]').type("Nowhere to live")
    first.page.wait_for_function(
        "() => document.querySelector('[name=version]').value === '2'"
    )  # fmt: skip
    second.page.locator('[name="reason"]').type("Another thought")
    second.page.get_by_text("Not saved:").wait_for()
    second.sees("another window")
    assert second.page.locator('[name="reason"]').input_value() == "Another thought"
    first.page.context.close()
    third = walk(cast.lead)
    third.visit(path)
    assert third.page.locator('[name="reason"]').input_value() == "Half a thought"
    assert third.page.locator('[name="issues"]').input_value() == "Nowhere to live"
    third.sees_nothing_of("There is a problem")


def _signs_in_again(walker: Walker, cast: Cast) -> None:
    """Sign in anew in this browser: another session, and another token than the page has."""
    context, names = walker.page.context, (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
    for name in names:
        context.clear_cookies(name=name)
    context.add_cookies([session_of(cast.lead, walker.base)])


@pytest.mark.parametrize("typed_between", [True, False])
def test_signing_in_again_in_another_window_loses_nothing(
    cast: Cast, walk: Callable[..., Walker], typed_between: bool
) -> None:
    draft = given.started(cast, at=timezone.now())
    given.save(draft, SectionKey.BASIS, given.basis())
    lead = walk(cast.lead)
    lead.visit(reverse("referrals:section", args=[draft.pk, "views"]))
    words = lead.page.locator('[name="person_view"]')
    words.type("I want to stay")
    lead.page.get_by_text("Saved at").wait_for()
    lead.page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    if typed_between:
        words.type(" here")
        lead.page.get_by_text("you have been signed out").wait_for()
    lead.page.locator('[name="completed"][value="no"]').check()
    button = lead.page.get_by_role("button", name="Save and continue")
    with lead.page.expect_response("**" + reverse("fresh_token")):
        button.click()
    lead.page.get_by_text("you have been signed out").wait_for()
    assert words.input_value().startswith("I want to stay")
    _signs_in_again(lead, cast)
    words.type(" near my sister")
    # A second press within a second, by the page's own clock, counts as a double one.
    lead.page.evaluate("() => new Promise(resolve => setTimeout(resolve, 1001))")
    with lead.page.expect_navigation():
        button.click()
    assert lead.page.url.endswith(draft.get_absolute_url())
    kept = draft.sections.get(key="views").answers["person_view"]
    assert kept == f"I want to stay{' here' if typed_between else ''} near my sister"


def test_the_register_cannot_be_reached_and_then_can(
    cast: Cast, walk: Callable[..., Walker]
) -> None:
    draft = given.started(cast, at=timezone.now())
    given.save(draft, SectionKey.BASIS, given.basis())
    lead = walk(cast.lead)
    lead.visit(reverse("referrals:section", args=[draft.pk, "views"]))
    lead.page.context.set_offline(True)
    lead.page.locator('[name="person_view"]').type("I want to stay")
    lead.page.get_by_text("could not be reached").wait_for()
    lead.page.context.set_offline(False)
    lead.page.get_by_text("Saved at").wait_for()
    assert draft.sections.get(key="views").answers["person_view"] == "I want to stay"
