"""Updates about somebody on the register: written, compared, sent, answered; nothing re-rates."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from alerts.models import Notice
from core.errors import Conflict, RuleBroken
from core.models import AuditEvent
from referrals import comparing, workflow
from referrals.models import ToolResult, Update, UpdateDraft, UpdateOutcome
from referrals.rules import UpdatePart, asks_for_rating
from register import workflow as register
from register.models import Person, Standing
from register.rules import ClosureReason, Level
from tests.access.people import seen_by_all
from tests.conftest import Cast
from tests.factories import NOW
from tests.referrals import given
from tests.referrals.test_journey import MOST_QUERIES, RATING, posted

LATER = NOW + timedelta(hours=2)


@pytest.fixture
def person(cast: Cast) -> Person:
    return seen_by_all(cast, level=Level.AMBER)


def test_a_differing_rating_asks_the_team_and_changes_nothing(cast: Cast, person: Person) -> None:
    update = given.updated(person, by=cast.lead, level=Level.RED)
    assert update.asks_rating
    assert update.was_level == Level.AMBER
    assert Standing.objects.get(person=person).level == Level.AMBER
    assert not UpdateDraft.objects.exists()
    asked = AuditEvent.objects.get(kind="referrals.rating_asked")
    assert asked.facts["level"] == "RED"
    told = Notice.objects.filter(kind="red_update").values_list("user", flat=True)
    assert cast.team.pk in set(told)
    assert AuditEvent.objects.filter(kind="referrals.tool_completed").exists()


@pytest.mark.parametrize(
    ("standing", "suggested", "level", "asks"),
    [
        ("AMBER", "AMBER", "AMBER", False),
        ("AMBER", "", "AMBER", False),
        ("AMBER", "RED", "AMBER", True),
        ("AMBER", "AMBER", "GREEN", True),
    ],
)
def test_only_a_difference_asks(standing: str, suggested: str, level: str, asks: bool) -> None:
    assert asks_for_rating(standing=standing, suggested=suggested, level=level) is asks


def test_a_new_rating_answers_it(cast: Cast, person: Person) -> None:
    update = given.updated(person, by=cast.lead, level=Level.RED)
    register.rate(person=person, level=Level.RED, reason="As asked", by=cast.team, at=LATER)
    outcome = UpdateOutcome.objects.get(update_sent=update)
    assert (outcome.kind, outcome.level, outcome.by) == ("rated", "RED", cast.team)
    assert not Update.objects.waiting().exists()


def test_keeping_the_rating_needs_a_reason_and_is_told_once(cast: Cast, person: Person) -> None:
    update = given.updated(person, by=cast.lead, level=Level.RED)
    with pytest.raises(RuleBroken, match="Enter why"):
        workflow.keep_rating(update=update, words=" ", by=cast.team, at=LATER)
    assert not UpdateOutcome.objects.exists()
    workflow.keep_rating(update=update, words="Seen today", by=cast.team, at=LATER)
    with pytest.raises(RuleBroken, match="already been answered"):
        workflow.keep_rating(update=update, words="Again", by=cast.team, at=LATER)
    assert Notice.objects.get(kind="rating_kept").user == cast.lead
    assert Standing.objects.get(person=person).level == Level.AMBER


def test_the_button_pressed_twice_sends_once_and_leads_to_what_was_sent(
    cast: Cast, person: Person, sign_in: Any
) -> None:
    given.update_draft(person, by=cast.lead)
    overview, client = reverse("referrals:update", args=[person.pk]), sign_in(cast.lead)
    answers = [client.post(overview) for _ in "ab"]
    sent = reverse("referrals:update_sent", args=[Update.objects.get().pk])
    assert [one.headers.get("Location") for one in answers] == [sent, sent]


def test_leaving_the_register_settles_what_nobody_can_answer(
    cast: Cast, person: Person, sign_in: Any
) -> None:
    update = given.updated(person, by=cast.lead, level=Level.RED)
    register.close(person=person, reason=ClosureReason.DIED, by=cast.team, at=LATER)
    assert not UpdateOutcome.objects.filter(update_sent=update).exists()
    assert not Update.objects.waiting().exists()
    client = sign_in(cast.team)
    assert "No update asks" in client.get(reverse("referrals:updates")).content.decode()
    page = client.get(reverse("referrals:update_sent", args=[update.pk])).content.decode()
    assert "came off the register before it was answered" in page
    assert "Change the rating" not in page


def test_an_unfinished_update_is_refused_and_nothing_is_written(cast: Cast, person: Person) -> None:
    given.save_update(person, UpdatePart.STORY, given.STORY, by=cast.lead)
    with pytest.raises(RuleBroken, match="Complete the clinical support tool again"):
        workflow.send_update(person=person, by=cast.lead, at=NOW)
    assert not ToolResult.objects.exists()
    assert not Update.objects.exists()


def test_other_answers_ask_for_the_rating_again(cast: Cast, person: Person) -> None:
    given.update_draft(person, by=cast.lead)
    draft = given.save_update(
        person, UpdatePart.TOOL, given.tool(person.birth_date, "no"), by=cast.lead, complete=False
    )
    assert draft.complete == ["story"]


def test_two_windows_overwrite_nothing(cast: Cast, person: Person) -> None:
    given.save_update(person, UpdatePart.STORY, given.STORY, by=cast.lead)
    with pytest.raises(Conflict):
        workflow.save_update(
            person=person, part=UpdatePart.STORY, answers=given.STORY | {"tried": "x"},
            complete=True, version=0, by=cast.lead, at=NOW,
        )  # fmt: skip


def test_somebody_not_on_the_register_cannot_be_updated(cast: Cast) -> None:
    sent = given.sent(cast)
    assert sent.person is not None
    with pytest.raises(RuleBroken, match="not on the register"):
        given.save_update(sent.person, UpdatePart.STORY, given.STORY, by=cast.team)


def test_what_changed_since_last_time_is_laid_side_by_side(cast: Cast, person: Person) -> None:
    given.updated(person, by=cast.lead)
    first = next(iter(given.tool(person.birth_date)["answers"]))
    given.save_update(person, UpdatePart.STORY, given.STORY, by=cast.lead, at=LATER)
    answers = given.tool(person.birth_date, "no", **{first: "current"})
    given.save_update(person, UpdatePart.TOOL, answers, by=cast.lead, at=LATER)
    given.save_update(person, UpdatePart.RATING, given.rating("AMBER"), by=cast.lead, at=LATER)
    update = workflow.send_update(person=person, by=cast.lead, at=LATER)
    found = comparing.of_result(update.result)
    assert found.comparable
    assert [one.was for one in found.differences] == ["No"]
    assert found.differences[0].direction == "more risk"


def test_another_version_is_not_laid_side_by_side(cast: Cast, person: Person) -> None:
    result = given.updated(person, by=cast.lead).result
    found = comparing.compare(result, tool=result.tool, version="999", items=result.items)
    assert not found.comparable
    assert found.differences == []


def test_an_update_goes_from_page_to_page_and_is_answered(
    cast: Cast, person: Person, sign_in: Any
) -> None:
    lead = sign_in(cast.lead)
    overview = reverse("referrals:update", args=[person.pk])
    assert "Update the tool and the story" in lead.get(person.get_absolute_url()).content.decode()
    for part, data in (
        ("story", posted(given.STORY)),
        ("tool", _tool_of(person)),
        ("rating", RATING),
    ):
        url = reverse("referrals:update_part", args=[person.pk, part])
        with CaptureQueriesContext(connection) as queries:
            assert lead.get(url).status_code == 200
        asked = [q["sql"] for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
        assert len(asked) <= MOST_QUERIES, (part, asked)
        draft = UpdateDraft.objects.filter(person=person).first()
        sent = lead.post(url, data | {"version": str(draft.version if draft else 0)})
        assert sent.status_code == 302, (part, sent.content.decode())
    sent = lead.post(overview)
    update = Update.objects.get()
    assert sent.headers["Location"] == reverse("referrals:update_sent", args=[update.pk])
    page = lead.get(sent.headers["Location"]).content.decode()
    assert "Moved house" in page
    assert "asked to decide" in page
    team = sign_in(cast.team)
    listed = team.get(reverse("referrals:updates")).content.decode()
    assert person.family_name in listed
    assert "Change the rating" in team.get(sent.headers["Location"]).content.decode()
    keep = reverse("referrals:keep_rating", args=[update.pk])
    assert team.post(keep, {"words": "Seen today"}).status_code == 302
    assert "No update asks" in team.get(reverse("referrals:updates")).content.decode()


def _tool_of(person: Person) -> dict[str, str]:
    answers = given.tool(person.birth_date)["answers"]
    return {f"item_{name}": option for name, option in answers.items()} | {"completed": "yes"}


def test_it_is_kept_as_it_is_typed(cast: Cast, person: Person, sign_in: Any) -> None:
    client = sign_in(cast.lead)
    url = reverse("referrals:update_part", args=[person.pk, "story"])
    answer = client.post(url, {"changed": "Half a", "version": "0"}, headers={"X-Autosave": "yes"})
    assert answer.json()["version"] == 1
    assert "Half a" in client.get(url).content.decode()
    refused = client.post(url, {"changed": "Other", "version": "0"}, headers={"X-Autosave": "yes"})
    assert refused.status_code == 409
    both = client.post(url, {"changed": "Other", "version": "0", "completed": "no"})
    assert "Half a" in both.content.decode()
    assert "Other" in both.content.decode()
    gone = reverse("referrals:discard_update", args=[person.pk])
    assert client.get(gone).status_code == 200
    assert client.post(gone).status_code == 302
    assert not UpdateDraft.objects.exists()


def test_the_list_asks_the_same_number_of_queries_at_two_sizes(cast: Cast, sign_in: Any) -> None:
    client, sizes = sign_in(cast.team), []
    client.get(reverse("referrals:updates"))
    for more in (1, 3):
        for _ in range(more):
            given.updated(seen_by_all(cast, level=Level.AMBER), by=cast.lead, level=Level.RED)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("referrals:updates"))
        sizes.append(len(queries))
    assert sizes[0] == sizes[1] <= MOST_QUERIES
