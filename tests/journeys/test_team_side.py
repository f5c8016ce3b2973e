"""The team's side: asked for in public, passed on, told by letter; every page looked at."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from core.dates import local_day
from referrals import workflow
from referrals.codes import TrainingKind
from referrals.models import InclusionRequest, Redirect, Referral
from referrals.rules import SectionKey
from register.rules import Level
from tests.conftest import Cast
from tests.factories import on_register
from tests.journeys.walker import Walker
from tests.referrals import asked_for, given

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def today(cast: Cast, **changed: Any) -> Referral:
    """Return a referral sent now, by the clock on the wall."""
    at = timezone.now()
    basis = given.basis(decided_on=local_day(at))
    return given.sent(cast, at=at, sections={SectionKey.BASIS: basis}, **changed)


def keep(walker: Walker, name: str) -> Walker:
    """Keep a picture of the page, wide and narrow, where DSR_PICTURES names a folder; and see
    that nothing is lost at 320 pixels."""
    folder = os.environ.get("DSR_PICTURES")
    for width in (1280, 320):
        walker.page.set_viewport_size({"width": width, "height": 900})
        # The header measures its menu again after the window has changed.
        walker.page.wait_for_function(
            "width => document.documentElement.scrollWidth <= width", arg=width
        )
        if folder:
            walker.page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)
    walker.page.set_viewport_size({"width": 1280, "height": 900})
    return walker


def test_a_mother_asks_without_scripts_and_a_lead_begins_the_referral(
    cast: Cast, walk: Callable[..., Walker]
) -> None:
    mother = walk(scripts=False)
    mother.visit("/ask-to-be-included/").sees("999", "What happens next")
    mother.answer(
        asker="family", asker_name="Maud Mother", contact="01632 960 010", given_name="Sol",
        family_name="Askedfor", area=str(cast.area.pk), agrees="not_sure",
        words="He does not sleep",
    ).press("Send my request")  # fmt: skip
    mother.sees("We have your request", "No one has read your request yet")
    keep(walk().visit("/ask-to-be-included/"), "included")
    request = InclusionRequest.objects.get()
    team, lead = walk(cast.team), walk(cast.lead)
    keep(team.visit("/referrals/asked/").sees(request.reference), "asked")
    keep(team.follow(request.reference).sees("He does not sleep"), "asked-one")
    team.follow("Ask a professional to lead").answer(lead=cast.lead.pk)
    team.press("Ask this professional").sees("The professional was asked")
    lead.visit(reverse("referrals:inclusion", args=[request.pk])).follow("Start a referral")
    lead.answer(
        area=str(cast.area.pk), learning_disability="confirmed", autism="no", risk="current",
        basis="consent",
    ).press("Continue").sees("You have completed 0 of")  # fmt: skip


def test_a_referral_is_passed_on_taken_and_told_by_letter(
    cast: Cast, walk: Callable[..., Walker]
) -> None:
    referral = today(cast, level=Level.AMBER)
    team, other = walk(cast.team), walk(cast.other_area_team)
    team.visit("/referrals/").follow(referral.reference).follow("Redirect to another area")
    keep(team, "redirect")
    team.answer(to_area=cast.other_area.pk, reason="Moved there").press("Ask the other area")
    keep(team.visit(referral.get_absolute_url()).sees("was asked to take"), "referral")
    other.visit(reverse("referrals:redirects")).sees(referral.reference)
    keep(other.sees_nothing_of("Testperson"), "redirects").follow("Take it")
    other.press("Take this referral").sees("Your area has the referral now")
    assert Redirect.objects.get().state == "taken"
    keep(other.visit(reverse("referrals:letter", args=[referral.pk])), "letter")
    keep(other.visit(reverse("referrals:letter_easy", args=[referral.pk])), "letter-easy")
    other.follow("Record that the person has been told").answer(easy_read="yes", way="read")
    other.press("Record that the person has been told").sees("Read or talked through".lower())


def test_two_records_are_found_to_be_one_person(cast: Cast, walk: Callable[..., Walker]) -> None:
    now = timezone.now()
    other = on_register(
        cast.area, by=cast.team, at=now, given_name="Robyn", family_name="Testpersson",
        birth_date=given.BIRTH,
    )  # fmt: skip
    referral = today(cast)
    team = walk(cast.team)
    team.visit(referral.get_absolute_url()).follow("Say whether they are the same person")
    keep(team.sees("Compare two records", "In the referral"), "compare")
    team.answer(verdict="same", reason="The same address", checked="on").go_on()
    keep(team.sees("A colleague must confirm it", "Said to be the same person"), "proposed")
    keep(team.visit(other.get_absolute_url()).sees("a referral is waiting for triage"), "both")

    second = walk(cast.second_team).visit(other.get_absolute_url())
    keep(second.follow("Confirm that they are the same person"), "confirm")
    second.answer(checked="on").go_on().sees("They are confirmed as the same person")

    keep(team.visit(referral.get_absolute_url()).sees("Joined to the record"), "joined")
    keep(team.follow("Not the same person after all").sees("Take back what was"), "take-back")
    team.answer(reason="She is the cousin").go_on().sees("The two records stand apart")
    team.visit(other.get_absolute_url()).sees_nothing_of("Said to be the same person")
    keep(team.follow("Other records of this person").sees("She is the cousin"), "other-records")


def test_training_tools_and_calibration_are_looked_at(
    cast: Cast, walk: Callable[..., Walker]
) -> None:
    now = timezone.now()
    session = workflow.plan_training(
        kind=TrainingKind.TOOL, starts_at=now + timedelta(days=7), place="Room 2", seats=1,
        by=cast.team, at=now,
    )  # fmt: skip
    asked_for.place(session=None, at=now)
    today(cast)
    somebody = walk()
    keep(somebody.visit("/training/").sees("Room 2"), "training-public")
    somebody.answer(kind="tool", session=str(session.pk), name="Tia", email="tia@example.nhs.uk")
    somebody.press("Ask for a place").sees("We have your request")
    team = walk(cast.team)
    keep(team.visit("/referrals/training/").sees("Tia Trainee"), "training")
    keep(team.follow("Clinical support tool, ").sees("tia@example.nhs.uk"), "training-session")
    keep(team.visit("/referrals/tools/"), "tools")
    keep(team.follow("Local structured prompts").sees("Guidance and how it counts"), "preview")
    keep(team.visit("/referrals/calibration/"), "calibration")
    keep(team.visit("/referrals/"), "list")
    keep(team.visit("/referrals/naming/"), "naming")
    keep(walk(cast.lead).visit("/referrals/naming/ask/"), "naming-ask")
