"""A tracking meeting of several people, minuted with the keyboard alone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from actions.models import Action
from meetings import workflow
from meetings.models import Draft, Meeting, Outcome
from meetings.rules import Presence
from register.models import Person, Standing
from register.rules import Level
from tests.conftest import Cast
from tests.factories import on_register
from tests.journeys.walker import Walker

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
NAMES = ("Ashdown", "Birchall", "Cedarby")
LONGEST_WALK = 90
"""Presses of Tab from the top of a page to anything in its form."""


def _open(cast: Cast) -> tuple[Meeting, list[Person]]:
    now = timezone.now()
    levels = (Level.RED, Level.AMBER, Level.AMBER)
    people = [
        on_register(cast.area, by=cast.team, lead=cast.lead, level=level, at=now,
                    given_name="Robin", family_name=name)
        for name, level in zip(NAMES, levels, strict=True)
    ]  # fmt: skip
    meeting = workflow.plan(
        area=cast.area, starts_at=now + timedelta(hours=1), place="Room 4", chair=cast.team,
        quorum=1, invite=[cast.rep], by=cast.team, at=now,
    )  # fmt: skip
    meeting = workflow.open(meeting=meeting, by=cast.team, at=now)
    there = meeting.attendees.get(user=cast.team)
    workflow.record_attendance(
        meeting=meeting, presences={there.pk: Presence.ATTENDED}, by=cast.team, at=now
    )
    return meeting, people


class Keys:
    """Somebody who has no mouse."""

    def __init__(self, walker: Walker) -> None:
        self.walker, self.keyboard = walker, walker.page.keyboard
        self.wire: Any = None

    def tab_to(self, selector: str) -> "Keys":
        """Press Tab until something that fits `selector` has the focus."""
        for _ in range(LONGEST_WALK):
            self.keyboard.press("Tab")
            if self.walker.page.evaluate("s => document.activeElement.matches(s)", selector):
                return self
        raise AssertionError(f"{self.walker.page.url}: Tab does not lead to {selector}")

    def type(self, words: str) -> "Keys":
        """Type over what stands in the field."""
        self.keyboard.press("Control+a")
        self.keyboard.type(words)
        return self

    def fill(self, **answers: Any) -> "Keys":
        """Tab to each field in turn and type; dates by their boxes."""
        for name, words in answers.items():
            self.tab_to(f'[name="{name}"]').type(str(words))
        return self

    def choose(self, name: str, value: str) -> "Keys":
        """Tab to radios and move to the one of `value` with the arrows."""
        page = self.walker.page
        self.tab_to(f'[name="{name}"]')
        self.keyboard.press("Space")
        for _ in range(5):
            if page.evaluate("() => document.activeElement.value") == value:
                return self
            self.keyboard.press("ArrowDown")
        raise AssertionError(f"{name}: the arrows do not lead to {value}")

    def _access(self, key: str) -> None:
        """Press Alt and a key as the browser hears them; the usual way leaves the letter out."""
        if self.wire is None:
            self.wire = self.walker.page.context.new_cdp_session(self.walker.page)
        about = {"modifiers": 1, "key": key, "code": f"Key{key.upper()}", "unmodifiedText": key,
                 "windowsVirtualKeyCode": ord(key.upper())}  # fmt: skip
        self.wire.send("Input.dispatchKeyEvent", {"type": "keyDown", **about})
        self.wire.send("Input.dispatchKeyEvent", {"type": "keyUp", **about})

    def press(self, keys: str) -> "Keys":
        """Press keys that lead to another page, and look at it."""
        with self.walker.page.expect_navigation():
            if keys.startswith("Alt+"):
                self._access(keys.removeprefix("Alt+"))
            else:
                self.keyboard.press(keys)
        summary = self.walker.page.locator(".nhsuk-error-summary")
        assert summary.count() == 0, summary.first.inner_text()
        self.walker.look()
        return self


def test_a_meeting_is_minuted_by_keyboard_alone(cast: Cast, walk: Callable[..., Walker]) -> None:
    meeting, people = _open(cast)
    red, amber, last = people
    due = timezone.localdate() + timedelta(days=9)
    day = {"due_on_day": due.day, "due_on_month": due.month, "due_on_year": due.year}
    address = [reverse("meetings:record_outcome", args=[meeting.pk, one.pk]) for one in people]
    team = walk(cast.team).visit(reverse("meetings:meeting", args=[meeting.pk]))
    keys = Keys(team).tab_to(f'a[href="{address[0]}"]').press("Enter")

    # RED: what is said, the rating with its reason, two actions each in a line.
    keys.fill(headline="Crisis at home", views="Wants to stay home", discussion="Support failing")
    keys.choose("agreed_level", "RED")
    keys.fill(reason="Risk is immediate", description="Call the crisis team")
    keys.tab_to('[name="owner"]').keyboard.type(cast.lead.full_name)
    keys.fill(**day)
    keys.fill(description_2="Find respite")
    keys.tab_to('[name="owner_2"]').keyboard.type(cast.rep.full_name)
    keys.fill(**{name.replace("due_on", "due_on_2"): value for name, value in day.items()})
    team.page.wait_for_function(
        "() => document.querySelector('[data-autosave-said]').textContent.includes('Kept')"
    )
    assert Draft.objects.get().typed["description_2"] == ["Find respite"]
    assert not Outcome.objects.exists(), "typing decides nothing"
    keys.press("Control+Enter")
    assert team.page.url.endswith(address[1])

    # AMBER: discussed, saved and onward by an access key; forward and back without saving.
    keys.fill(headline="Holding", discussion="Settled").press("Alt+g")
    assert team.page.url.endswith(address[2])
    keys.press("Alt+p")
    assert team.page.url.endswith(address[1])
    team.sees("Discussed")
    keys.press("Alt+n")

    # One more line without leaving the keyboard, then the last person and the end.
    keys.fill(discussion="Going well").press("Alt+a")
    assert team.page.locator('[name="description_3"]').count() == 1
    keys.press("Control+Enter")
    assert team.page.url.endswith(reverse("meetings:meeting", args=[meeting.pk]))
    keys.tab_to(f'a[href="{reverse("meetings:close", args=[meeting.pk])}"]').press("Enter")
    keys.tab_to("main form button").press("Enter")
    approve = reverse("meetings:approve", args=[meeting.pk])
    keys.tab_to(f'a[href="{approve}"]').press("Enter").tab_to("main form button").press("Enter")

    team.sees("Minutes approved by")
    assert Standing.objects.get(person=red).level == Level.RED
    assert {one.description for one in Action.objects.filter(person=red)} == {
        "Call the crisis team", "Find respite",
    }  # fmt: skip
    assert Outcome.objects.get(item__person=amber).discussion == "Settled"
    assert Outcome.objects.get(item__person=last).discussion == "Going well"
    assert not Draft.objects.exists()
    for name in ("letter", "letter_easy", "minutes", "ratify", "give_letter", "add_correction"):
        team.visit(reverse(f"meetings:{name}", args=[meeting.pk, red.pk]))
    team.visit(reverse("meetings:to_ratify")).sees("There is nothing to ratify")
