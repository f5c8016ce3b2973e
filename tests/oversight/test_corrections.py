"""Corrections are told in words: to the auditor without a clinical one, to the team with why."""

import re
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consent import workflow as consent
from core.dates import in_words
from core.models import AuditEvent
from oversight import corrections
from register import workflow
from register.models import InpatientStay, Person
from register.rules import Cause, LegalStatus, Level
from tests.conftest import Cast
from tests.consent.details import decision
from tests.factories import NOW, on_register
from tests.register.stays import admission

TRAIL, TEAM = reverse("oversight:trail"), reverse("oversight:corrections")
LATER = NOW + timedelta(hours=1)


def corrected(cast: Cast) -> Person:
    person = on_register(cast.area, by=cast.team, family_name="Quillfeather")
    right = on_register(cast.area, by=cast.team)
    stay = workflow.admit(person=person, details=admission(cast), by=cast.team, at=NOW)
    change = workflow.record_status(
        stay=stay, changed_on=stay.admitted_on, legal_status=LegalStatus.SECTION_3, by=cast.team,
        at=NOW,
    )  # fmt: skip
    workflow.correct_status(
        change=change, changed_on=NOW.date(), legal_status=LegalStatus.SECTION_3,
        why="Psychosis typed a day early", by=cast.team, at=LATER,
    )  # fmt: skip
    workflow.strike_out(
        person=person, kind="stay", fact_id=stay.pk, cause=Cause.WRONG_PERSON, moved_to=right,
        reason="Psychosis of another Robin", by=cast.second_team, at=LATER,
    )  # fmt: skip
    return person


def test_the_auditor_reads_what_kind_of_fact_of_which_day_and_what_was_done(
    cast: Cast, sign_in: Any
) -> None:
    stay = InpatientStay.recorded.filter(person=corrected(cast)).get()
    page = sign_in(cast.auditor).get(TRAIL, {"kind": "corrections"}).content.decode()
    assert "Put right: a legal status of " in page
    assert (
        f"Struck out: a stay in hospital of {in_words(stay.admitted_on)}, recorded on the wrong "
        "person, and moved to the right record"
    ) in page
    assert cast.second_team.full_name in page
    for words in ("Psychosis", "Quillfeather", "Section 3"):
        assert words not in page


def test_the_codes_of_a_correction_are_folded_away_beside_its_words(
    cast: Cast, sign_in: Any
) -> None:
    person = corrected(cast)
    page = sign_in(cast.auditor).get(TRAIL, {"kind": "corrections"}).content.decode()
    table = page[page.index("<tbody") : page.index("</tbody")]
    folded = re.findall(r"<details.*?</details>", table, re.DOTALL)
    assert len(folded) == table.count("<tr")
    for code in (str(person.pk), "register.struck_out", "fact_kind: stay", "cause: wrong_person"):
        assert any(code in one for one in folded)
        assert code not in re.sub(r"<details.*?</details>", "", table, flags=re.DOTALL)


def test_an_event_without_words_shows_its_codes(cast: Cast, sign_in: Any) -> None:
    person = on_register(cast.area, by=cast.team)
    page = sign_in(cast.auditor).get(TRAIL, {"kind": "register.rated"}).content.decode()
    table = page[page.index("<tbody") : page.index("</tbody")]
    assert str(person.pk) in table
    assert "<details" not in table


def test_a_decision_is_named_by_the_day_on_which_it_was_made(cast: Cast, sign_in: Any) -> None:
    person = on_register(cast.area, by=cast.team)
    decided_on = NOW.date() - timedelta(days=5)
    made = consent.record(
        person=person, details=decision(decided_on=decided_on), by=cast.team, at=NOW
    )
    workflow.strike_out(
        person=person, kind="decision", fact_id=made.pk, cause=Cause.MISTAKE, reason="A slip",
        by=cast.team, at=LATER,
    )  # fmt: skip
    page = sign_in(cast.auditor).get(TRAIL).content.decode()
    assert f"a decision about the lawful basis of {in_words(decided_on)}" in page


def test_every_kind_that_puts_something_right_has_its_words(cast: Cast) -> None:
    corrected(cast)
    told = AuditEvent.objects.filter(kind__contains="correct")
    told |= AuditEvent.objects.filter(kind__contains="struck_out")
    assert set(told.values_list("kind", flat=True)) <= set(corrections.WORDS)


def test_the_team_reads_about_whom_what_was_recorded_and_why(cast: Cast, sign_in: Any) -> None:
    corrected(cast)
    client = sign_in(cast.team)
    page = client.get(TEAM).content.decode()
    assert "Quillfeather" in page
    assert "<s>Stay in " in page
    assert "Psychosis of another Robin" in page
    assert f"{cast.second_team.full_name}, 23 November 2026" in page
    assert TEAM in client.get(reverse("register:people")).content.decode()
    assert b"Quillfeather" not in sign_in(cast.other_area_team).get(TEAM).content
    assert TEAM not in sign_in(cast.lead).get(reverse("register:people")).content.decode()


def test_the_pages_ask_the_same_at_any_size(cast: Cast, sign_in: Any) -> None:
    asked = []
    for _ in range(2):
        corrected(cast)
        for user, address in ((cast.team, TEAM), (cast.auditor, TRAIL)):
            client = sign_in(user)
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            asked.append(len(queries))
    assert asked[:2] == asked[2:]


def test_an_old_or_odd_address_shows_the_page(cast: Cast, sign_in: Any) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.AMBER)
    rating = workflow.rate(person=person, level=Level.RED, reason="x", by=cast.team, at=LATER)
    workflow.strike_out(
        person=person, kind="rating", fact_id=rating.pk, cause=Cause.MISTAKE, reason="Slip",
        by=cast.team, at=LATER,
    )  # fmt: skip
    page = sign_in(cast.team).get(TEAM, {"before": "'"}).content.decode()
    assert "Struck out: a rating of 23 November 2026, recorded by mistake" in page
    assert (
        "Nothing has been corrected"
        in sign_in(cast.team).get(TEAM, {"before": "1"}).content.decode()
    )
