"""Asked for on the public page: kept while somebody works with it, then wiped."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.rules import Permission, Role
from alerts.models import Notice
from core import events
from core.errors import RuleBroken
from core.models import AuditEvent
from referrals import prefill, workflow
from referrals.codes import InclusionState
from referrals.models import InclusionRequest, Referral
from referrals.rules import SectionKey
from referrals.workflow import inclusion as verbs
from tests.conftest import Cast
from tests.factories import NOW, give
from tests.referrals import asked_for, given

LATER = NOW + timedelta(hours=2)
ADDRESS = "/ask-to-be-included/"


def typed(cast: Cast, **changed: str) -> dict[str, str]:
    return {
        "asker": "family", "asker_name": "Maud Mother", "contact": "01632 960 010",
        "given_name": "Sol", "family_name": "Askedfor", "birth_date_day": "",
        "birth_date_month": "", "birth_date_year": "", "area": str(cast.area.pk),
        "agrees": "not_sure", "words": "He does not sleep", "token": str(uuid4()),
    } | changed  # fmt: skip


def given_to_the_lead(cast: Cast) -> InclusionRequest:
    return workflow.find_lead(
        request=asked_for.inclusion(area=cast.area), lead=cast.lead, area=cast.area,
        by=cast.team, at=NOW,
    )  # fmt: skip


def test_anybody_may_ask_and_the_areas_team_is_told(cast: Cast, client: Client) -> None:
    page = client.get(ADDRESS).content.decode()
    for words in ("999", "111", "What happens next", "delete"):
        assert words in page
    answer = client.post(ADDRESS, typed(cast))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/ask-to-be-included/sent/")
    then = client.get(answer.headers["Location"]).content.decode()
    assert "No one has read your request yet" in then
    told = Notice.objects.filter(kind="inclusion_asked").values_list("user", flat=True)
    assert set(told) == {cast.team.pk, cast.second_team.pk}


def test_where_the_area_is_not_known_every_team_is_told(cast: Cast, client: Client) -> None:
    assert client.post(ADDRESS, typed(cast, area="unknown")).status_code == 302
    told = Notice.objects.filter(kind="inclusion_asked").values_list("user", flat=True)
    assert cast.other_area_team.pk in set(told)


def test_the_page_sent_twice_asks_once(cast: Cast, client: Client) -> None:
    data = typed(cast)
    for _ in range(2):
        assert client.post(ADDRESS, data).status_code == 302
    assert InclusionRequest.objects.count() == 1
    assert Notice.objects.filter(kind="inclusion_asked").count() == 2


def test_what_was_typed_is_kept_beside_an_error(cast: Cast, client: Client) -> None:
    page = client.post(ADDRESS, typed(cast, asker_name="")).content.decode()
    assert "Enter your name" in page
    assert "He does not sleep" in page
    assert not InclusionRequest.objects.exists()


def test_too_many_requests_are_refused_in_words(cast: Cast, client: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"ask_to_be_included": "2/h/ip"}
    answers = [client.post(ADDRESS, typed(cast)) for _ in range(3)]
    assert "Too many requests" in answers[-1].content.decode()


def test_nothing_typed_is_in_an_event_or_an_address(cast: Cast) -> None:
    asked_for.inclusion(area=cast.area)
    facts = AuditEvent.objects.get(kind="referrals.inclusion_asked").facts
    assert set(facts) == {"inclusion", "area"}


def test_a_lead_begins_a_referral_which_takes_over_what_was_written(
    cast: Cast, sign_in: Any
) -> None:
    request = given_to_the_lead(cast)
    assert Notice.objects.filter(user=cast.lead, kind="inclusion_lead").exists()
    client = sign_in(cast.lead)
    page = reverse("referrals:inclusion", args=[request.pk])
    assert "He does not sleep" in client.get(page).content.decode()
    start = reverse("referrals:start") + f"?asked={request.pk}"
    data = {
        "area": str(cast.area.pk), "learning_disability": "confirmed", "autism": "no",
        "risk": "current", "basis": "consent", "key": str(uuid4()),
    }  # fmt: skip
    assert client.post(start, data).status_code == 302
    referral = Referral.objects.get()
    request.refresh_from_db()
    assert request.referral == referral
    known = prefill.known(referral, SectionKey.PERSON, by=cast.lead, on=NOW.date())
    assert known.answers["family_name"] == "Askedfor"
    assert known.answers["birth_date"] == "2001-04-05"
    given.save(referral, SectionKey.BASIS, given.basis())
    given.save(referral, SectionKey.PERSON, given.person(family_name="Askedfor"))
    request.refresh_from_db()
    assert (request.name, request.birth_date) == ("", None)
    family = prefill.known(referral, SectionKey.NETWORK, by=cast.lead, on=NOW.date()).answers[
        "family"
    ]
    assert [(one["name"], one["role"], one["contact"]) for one in family] == [
        ("Maud Mother", "Family member", "01632 960 010")
    ]
    why = prefill.known(referral, SectionKey.WHY_NOW, by=cast.lead, on=NOW.date())
    assert why.answers == {"reason": "He does not sleep"}
    given.save(referral, SectionKey.WHY_NOW, given.WHY_NOW)
    request.refresh_from_db()
    assert (request.state, request.words) == (InclusionState.LEAD_FOUND, "")
    assert request.contact == "01632 960 010"


def test_the_button_pressed_twice_begins_one_draft_and_leads_to_it(
    cast: Cast, sign_in: Any
) -> None:
    request = given_to_the_lead(cast)
    start = reverse("referrals:start") + f"?asked={request.pk}"
    client = sign_in(cast.lead)
    data = {
        "area": str(cast.area.pk), "learning_disability": "confirmed", "autism": "no",
        "risk": "current", "basis": "consent",
    }  # fmt: skip
    key = str(uuid4())
    answers = [client.post(start, data | {"key": one}) for one in (key, key, str(uuid4()))]
    draft = Referral.objects.get()
    assert [one.headers.get("Location") for one in answers] == [draft.get_absolute_url()] * 3
    assert client.get(start).headers["Location"] == draft.get_absolute_url()
    assert AuditEvent.objects.filter(kind="referrals.inclusion_started").count() == 1
    assert sign_in(cast.other_lead).get(start).status_code == 404


def test_a_team_member_who_leads_closes_no_request_of_another_area(
    cast: Cast, sign_in: Any
) -> None:
    request = given_to_the_lead(cast)
    both = give(cast.other_area_team, Role.LEAD, area=cast.area)
    workflow.find_lead(request=request, lead=both, area=cast.area, by=cast.team, at=LATER)
    rows = InclusionRequest.objects.filter(pk=request.pk)
    assert not rows.permitted(both, Permission.TRIAGE).exists()
    assert rows.permitted(cast.team, Permission.TRIAGE).exists()
    assert rows.permitted(both, Permission.REFER).exists()
    close = reverse("referrals:close_inclusion", args=[request.pk])
    assert sign_in(both).get(close).status_code == 404


def test_a_draft_thrown_away_frees_the_request(cast: Cast) -> None:
    request = given_to_the_lead(cast)
    draft = given.started(cast)
    workflow.start_from(request=request, referral=draft, by=cast.lead, at=NOW)
    workflow.discard(referral=draft, by=cast.lead, at=LATER)
    request.refresh_from_db()
    assert request.referral is None
    assert request.state == InclusionState.LEAD_FOUND


def test_another_lead_neither_reads_nor_starts_it(cast: Cast, sign_in: Any) -> None:
    request = given_to_the_lead(cast)
    client = sign_in(cast.other_lead)
    assert client.get(reverse("referrals:inclusion", args=[request.pk])).status_code == 404
    start = reverse("referrals:start") + f"?asked={request.pk}"
    assert client.get(start).status_code == 404
    with pytest.raises(RuleBroken, match="Another professional"):
        workflow.start_from(
            request=request, referral=given.started(cast, by=cast.other_lead),
            by=cast.other_lead, at=NOW,
        )  # fmt: skip


@pytest.mark.parametrize("outcome", [InclusionState.ADVISED, InclusionState.DECLINED])
def test_closing_wipes_it_once_whoever_asked_was_told(cast: Cast, outcome: InclusionState) -> None:
    request = asked_for.inclusion(area=cast.area)
    with pytest.raises(RuleBroken, match="Tell whoever asked"):
        workflow.close_inclusion(
            request=request, outcome=outcome, told=False, by=cast.team, at=LATER
        )
    closed = workflow.close_inclusion(
        request=request, outcome=outcome, told=True, by=cast.team, at=LATER
    )
    assert (closed.state, closed.name, closed.birth_date) == (outcome, "", None)
    with pytest.raises(RuleBroken, match="This request is closed"):
        workflow.close_inclusion(
            request=request, outcome=outcome, told=True, by=cast.second_team, at=LATER
        )


def with_a_referral(cast: Cast) -> InclusionRequest:
    request = given_to_the_lead(cast)
    draft = given.complete(cast)
    workflow.start_from(request=request, referral=draft, by=cast.lead, at=NOW)
    workflow.submit(referral=draft, declared=True, by=cast.lead, at=LATER)
    request.refresh_from_db()
    return request


def test_whoever_asked_is_told_of_the_referral_before_their_address_goes(
    cast: Cast, sign_in: Any
) -> None:
    unsent, request = given_to_the_lead(cast), with_a_referral(cast)
    with pytest.raises(RuleBroken, match="No referral was sent"):
        workflow.close_inclusion(
            request=unsent, outcome=InclusionState.REFERRED, told=True, by=cast.team, at=LATER
        )
    close = reverse("referrals:close_inclusion", args=[request.pk])
    client = sign_in(cast.team)
    assert "A referral was sent" in client.get(close).content.decode()
    assert client.post(close, {"outcome": "referred", "told": "on"}).status_code == 302
    request.refresh_from_db()
    assert (request.state, request.contact) == (InclusionState.REFERRED, "")


def remind(day: int, month: int = 11) -> int:
    at = NOW.replace(day=day, month=month)
    return workflow.remind_of_inclusions(on=at.date(), at=at)


def told(kind: str) -> list[Any]:
    rows = Notice.objects.filter(kind=kind).order_by("made_at")
    return list(rows.values_list("user", flat=True))


def test_a_request_that_waits_is_reminded_of_once_and_again_before_it_goes(cast: Cast) -> None:
    asked_for.inclusion(area=cast.area)
    assert [remind(24), remind(25), remind(25), remind(26)] == [0, 1, 0, 0]
    assert set(told("inclusion_waits")) == {cast.team.pk, cast.second_team.pk}
    assert remind(13, month=12) == 0
    assert [remind(14, month=12), remind(15, month=12)] == [1, 0]
    assert set(told("inclusion_ends")) == {cast.team.pk, cast.second_team.pk}
    facts = AuditEvent.objects.filter(kind="referrals.inclusion_waits").first().facts
    assert set(facts) == {"inclusion", "area", "lead", "last"}


def test_the_professional_who_was_asked_is_reminded_too(cast: Cast) -> None:
    request = given_to_the_lead(cast)
    assert remind(25) == 1
    assert cast.lead.pk in told("inclusion_waits")
    workflow.start_from(request=request, referral=given.started(cast), by=cast.lead, at=NOW)
    assert [remind(27), remind(14, month=12)] == [0, 1]
    assert cast.lead.pk in told("inclusion_ends")


def test_no_request_is_wiped_in_silence(cast: Cast) -> None:
    asked_for.inclusion(area=cast.area)
    referred = with_a_referral(cast)
    at = NOW + timedelta(days=29)
    assert workflow.expire_inclusions(on=at.date(), at=at) == 2
    assert sorted(told("inclusion_expired")) == sorted([cast.team.pk, cast.second_team.pk])
    referred.refresh_from_db()
    assert (referred.state, referred.contact) == (InclusionState.REFERRED, "")


def test_a_draft_whose_time_ran_out_frees_the_request(cast: Cast) -> None:
    request, at = given_to_the_lead(cast), NOW + timedelta(days=20)
    draft = given.started(cast)
    workflow.start_from(request=request, referral=draft, by=cast.lead, at=NOW)
    with transaction.atomic():
        events.publish("referrals.draft_expired", by=None, at=at, referral=draft.pk)
    request.refresh_from_db()
    assert (request.referral, request.is_open) == (None, True)


def test_the_database_keeps_no_words_of_a_closed_request(cast: Cast) -> None:
    request = asked_for.inclusion(area=cast.area)
    request.state = InclusionState.ADVISED
    with pytest.raises(IntegrityError, match="inclusion_wiped_once_closed"), transaction.atomic():
        request.save()


def test_nobody_is_kept_waiting_for_ever(cast: Cast) -> None:
    request = asked_for.inclusion(area=cast.area)
    last = NOW + timedelta(days=28)
    assert workflow.expire_inclusions(on=last.date(), at=last) == 0
    day_after = last + timedelta(days=1)
    assert workflow.expire_inclusions(on=day_after.date(), at=day_after) == 1
    assert workflow.expire_inclusions(on=day_after.date(), at=day_after) == 0
    request.refresh_from_db()
    assert (request.state, request.words) == (InclusionState.EXPIRED, "")


def test_a_flood_stops_the_form(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verbs, "MOST_OPEN", 1)
    asked_for.inclusion(area=cast.area)
    with pytest.raises(RuleBroken, match="Phone the team"):
        asked_for.inclusion(area=cast.area)


def test_another_areas_team_does_not_see_it(cast: Cast, sign_in: Any) -> None:
    request = asked_for.inclusion(area=cast.area)
    page = reverse("referrals:inclusion", args=[request.pk])
    assert sign_in(cast.other_area_team).get(page).status_code == 404
    listed = sign_in(cast.team).get(reverse("referrals:inclusions")).content.decode()
    assert request.reference in listed
    assert "Askedfor" not in listed


def test_the_team_finds_a_lead_and_closes_by_its_pages(cast: Cast, sign_in: Any) -> None:
    client = sign_in(cast.team)
    first = asked_for.inclusion(area=None)
    page = reverse("referrals:find_lead", args=[first.pk])
    assert client.post(page, {"lead": ""}).status_code == 200
    assert client.post(page, {"lead": cast.lead.pk}).status_code == 302
    first.refresh_from_db()
    assert (first.lead, first.area) == (cast.lead, cast.area)
    second = asked_for.inclusion(area=cast.area)
    close = reverse("referrals:close_inclusion", args=[second.pk])
    assert client.post(close, {"outcome": "advised"}).status_code == 200
    assert client.post(close, {"outcome": "advised", "told": "on"}).status_code == 302
    assert "Advice was given" in client.get(reverse("referrals:inclusions")).content.decode()
