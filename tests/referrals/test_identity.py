"""One person or two: found in spite of slips, joined with a reason, never merged, undone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.urls import reverse
from hypothesis import given as cases
from hypothesis import settings as limits
from hypothesis import strategies as st

from accounts.rules import Permission
from alerts.models import Notice
from core.errors import RuleBroken
from core.models import AuditEvent, ReadLog
from duties.models import Duty
from referrals import comparing, duplicates, prefill, workflow
from referrals.codes import NamingState
from referrals.models import NamingRequest, Referral, ToolResult
from referrals.querysets_team import calibration_counts
from register import alike
from register import workflow as register
from register.models import Entry, IdentityFinding, Involvement, Person
from register.rules import Level
from register.rules.identity import Verdict
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.referrals import given

LATER = NOW + timedelta(hours=2)
AFTERWARDS = LATER + timedelta(minutes=5)


def known(cast: Cast, **changed: Any) -> Person:
    values = {"given_name": "Robyn", "family_name": "Testpersson", "birth_date": given.BIRTH}
    return on_register(cast.area, by=cast.team, level=Level.GREEN, **values | changed)


def joined(cast: Cast, level: Level = Level.RED) -> tuple[Referral, Person, Person]:
    other = known(cast)
    referral = given.sent(cast, level=level)
    behind = referral.person
    assert behind is not None
    given.found(referral, other, cast=cast, at=LATER)
    return Referral.objects.get(pk=referral.pk), behind, other


@pytest.mark.parametrize(
    ("name", "born"),
    [
        ({"given_name": "Robyn", "family_name": "Testpersson"}, given.BIRTH),
        ({"given_name": "Robin", "family_name": "Testperson"}, date(1990, 5, 18)),
        ({"given_name": "Robin", "family_name": "Testperson"}, date(1991, 5, 17)),
        ({"given_name": "Robin", "family_name": "Testperson"}, date(1990, 4, 17)),
        ({"given_name": "Testperson", "family_name": "Robin"}, given.BIRTH),
    ],
)
def test_a_slip_in_name_or_date_still_finds_the_record(
    cast: Cast, name: dict[str, str], born: date
) -> None:
    other = known(cast, **name, birth_date=born)
    referral = Referral.objects.get(pk=given.sent(cast).pk)
    found = duplicates.find(referral, viewer=cast.team)
    assert [match.person for match in found.matches] == [other]
    date_line = next(one for one in found.matches[0].lines if one.label == "Date of birth")
    assert date_line.differs == (born != given.BIRTH)


def test_day_and_month_in_each_others_place_are_a_slip() -> None:
    assert date(1990, 7, 5) in alike.near(date(1990, 5, 7))


@limits(max_examples=200)
@cases(st.dates(min_value=date(1900, 1, 1), max_value=date(2026, 1, 1)))
def test_slips_are_few_and_go_both_ways_where_the_calendar_lets_them(birth: date) -> None:
    slips = alike.near(birth)
    assert birth not in slips
    assert len(slips) <= 11
    assert all(birth in alike.near(one) for one in slips)


def test_looking_for_somebody_walks_an_index(cast: Cast) -> None:
    born = date(1940, 1, 1)
    crowd = [
        Person(
            given_name="Some", family_name=f"Body{number}", area=cast.area,
            birth_date=born + timedelta(days=7 * number),
        )
        for number in range(4_000)
    ]  # fmt: skip
    rows = alike.alike(name="Robin Testperson", birth_date=given.BIRTH)
    with transaction.atomic(), connection.cursor() as cursor:
        Person.everyone.bulk_create(crowd, batch_size=1_000)
        cursor.execute("ANALYZE register_person")
        assert "person_by_birth" in rows.explain()
        transaction.set_rollback(True)


def test_joining_asks_for_the_other_record_what_was_asked_for_the_first(cast: Cast) -> None:
    referral, behind, other = joined(cast)
    assert (referral.person, referral.person_was_known) == (other, True)
    assert not Duty.objects.open().filter(person=behind).exists()
    assert Duty.objects.open().filter(person=other, rule="red-urgent-meeting").exists()
    assert Person.everyone.get(pk=behind.pk).restricted_at == LATER
    assert not Person.objects.filter(pk=behind.pk).exists()
    workflow.accept(referral=referral, level=Level.RED, reason="", by=cast.team, at=LATER)
    assert Entry.objects.filter(person=other).count() == 1
    assert not Entry.objects.filter(person=behind).exists()


def test_the_number_goes_where_the_referral_goes_and_comes_back(cast: Cast) -> None:
    other = known(cast, nhs_number=None)
    referral = given.sent(cast)
    number = referral.copy.nhs_number
    given.found(referral, other, cast=cast, at=LATER)
    assert Person.objects.get(pk=other.pk).nhs_number == number
    given.separated(referral, by=cast.team, at=AFTERWARDS)
    assert Person.objects.get(pk=other.pk).nhs_number is None
    assert Referral.objects.get(pk=referral.pk).person.nhs_number == number


def test_joining_can_be_undone_until_the_referral_is_decided(cast: Cast) -> None:
    referral, behind, other = joined(cast)
    given.separated(referral, by=cast.team, at=AFTERWARDS)
    referral.refresh_from_db()
    assert (referral.person, referral.person_was_known) == (behind, False)
    assert Person.objects.filter(pk=behind.pk).exists()
    assert Duty.objects.open().filter(person=behind, rule="red-urgent-meeting").exists()
    assert not Duty.objects.open().filter(person=other, rule="red-urgent-meeting").exists()
    ended = IdentityFinding.objects.get()
    assert (ended.verdict, ended.ended_by, ended.ended_reason) == ("same", cast.team, "A twin")
    with pytest.raises(RuleBroken, match="already ended"):
        register.end_finding(finding=ended, reason="Again", by=cast.team, at=AFTERWARDS)


MONDAY, TUESDAY, WEDNESDAY = NOW, NOW + timedelta(days=1), NOW + timedelta(days=2)


def triage(person: Person | None) -> Duty:
    return Duty.objects.open().get(person=person, rule="referral-triage")


def test_joining_and_parting_leave_the_clock_as_it_was(cast: Cast) -> None:
    other, referral = known(cast), given.sent(cast, level=Level.AMBER)
    behind, due_on = referral.person, triage(referral.person).due_on
    given.found(referral, other, cast=cast, at=TUESDAY)
    assert (triage(other).due_on, triage(other).counted_from) == (due_on, MONDAY.date())
    joined_to = Referral.objects.get(pk=referral.pk)
    given.separated(joined_to, by=cast.team, at=WEDNESDAY)
    assert triage(behind).due_on == due_on == joined_to.triage_due_on
    assert not Duty.objects.open().filter(person=other, rule="referral-triage").exists()


def test_joining_keeps_the_pause_and_what_was_left_of_the_time(cast: Cast) -> None:
    other, referral = known(cast), given.sent(cast, level=Level.AMBER)
    workflow.ask(referral=referral, words="Where?", by=cast.team, at=MONDAY)
    workflow.answer(referral=referral, words="Here", by=cast.lead, at=TUESDAY)
    workflow.ask(referral=referral, words="Who?", by=cast.team, at=TUESDAY)
    before = triage(referral.person)
    given.found(referral, other, cast=cast, at=WEDNESDAY)
    after = triage(other)
    assert (after.due_on, after.paused_on) == (before.due_on, TUESDAY.date())
    assert before.due_on > MONDAY.date() + timedelta(days=2)
    referral.refresh_from_db()
    workflow.answer(referral=referral, words="Robin", by=cast.lead, at=WEDNESDAY)
    referral.refresh_from_db()
    assert (triage(other).due_on, triage(other).paused_on) == (referral.triage_due_on, None)


def test_a_result_goes_with_its_referral(cast: Cast) -> None:
    referral, behind, other = joined(cast)
    (result,) = ToolResult.objects.about(other.pk)
    assert result.person == behind
    assert prefill.earlier_answers(other)
    assert ToolResult.objects.permitted(cast.team, Permission.TRIAGE).count() == 1
    assert [one.results for one in calibration_counts(cast.team)] == [1]
    workflow.accept(referral=referral, level=Level.RED, reason="", by=cast.team, at=LATER)
    update = given.updated(other, by=cast.lead, at=AFTERWARDS)
    assert comparing.of_result(update.result).before == result


def test_joining_needs_a_reason_and_a_record_that_may_be_used(cast: Cast) -> None:
    other, referral = known(cast), given.sent(cast)
    with pytest.raises(RuleBroken, match="how you know"):
        given.found(referral, other, cast=cast, reason=" ")
    register.restrict(person_id=other.pk, by=cast.team, at=NOW)
    with pytest.raises(register.NotAvailable):
        given.found(referral, other, cast=cast)
    assert not IdentityFinding.objects.exists()


def test_what_is_told_apart_need_not_be_looked_at_again(cast: Cast, sign_in: Any) -> None:
    other, referral = known(cast), given.sent(cast)
    page = reverse("referrals:compare", args=[referral.pk, other.pk])
    client = sign_in(cast.team)
    assert client.get(page).status_code == 200
    said = {"verdict": "different", "reason": "Cousins", "checked": "on"}
    assert client.post(page, said).status_code == 302
    accept = reverse("referrals:accept", args=[referral.pk])
    assert "A different person" in client.get(accept).content.decode()
    data = {"level": "RED", "reason": "", "follows": ""}
    assert client.post(accept, data).status_code == 302


def test_a_referral_is_joined_by_its_page(cast: Cast, sign_in: Any) -> None:
    other, referral = known(cast, nhs_number=None), given.sent(cast)
    client = sign_in(cast.team)
    page = reverse("referrals:compare", args=[referral.pk, other.pk])
    assert "Testpersson" in client.get(page).content.decode()
    said = {"verdict": "same", "reason": "Same home"}
    assert client.post(page, said).status_code == 200, "not compared"
    assert client.post(page, said | {"checked": "on"}).status_code == 302
    shown = client.get(referral.get_absolute_url()).content.decode()
    assert "Joined to the record that was there" in shown


@pytest.mark.django_db(transaction=True)
def test_two_at_once_join_a_referral_once(cast: Cast) -> None:
    others = [known(cast, nhs_number=None) for _ in range(2)]
    referral = given.sent(cast)
    mine = Person.objects.get(pk=referral.person_id)

    def join(other: Person) -> Any:
        try:
            return register.find(
                person=mine, other=other, verdict=Verdict.SAME, reason="x", by=cast.team, at=LATER
            )
        except RuleBroken as broken:
            return broken
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=2) as pool:
        results = list(pool.map(join, others))
    assert sum(isinstance(one, RuleBroken) for one in results) == 1
    assert IdentityFinding.objects.count() == 1


# --- To be named on a record that is there already ------------------------------------------------


def ask(cast: Cast, person: Person, **changed: Any) -> NamingRequest | None:
    values: dict[str, Any] = {
        "nhs_number": person.nhs_number, "birth_date": person.birth_date, "part": "Psychiatrist",
        "reason": "I see them each week", "by": cast.other_lead, "at": NOW,
    } | changed  # fmt: skip
    return workflow.ask_to_be_named(**values)


def test_nothing_is_seen_before_the_team_has_named_whoever_asks(cast: Cast, sign_in: Any) -> None:
    person = known(cast)
    request = ask(cast, person)
    assert request is not None
    assert "naming_asked" in set(
        Notice.objects.filter(user=cast.team).values_list("kind", flat=True)
    )
    page = reverse("register:person", args=[person.pk])
    assert sign_in(cast.other_lead).get(page).status_code == 404
    workflow.name(request=request, by=cast.team, at=LATER)
    assert sign_in(cast.other_lead).get(page).status_code == 200
    assert Involvement.objects.named().filter(person=person, user=cast.other_lead).exists()
    with pytest.raises(RuleBroken, match="answered"):
        workflow.name(request=request, by=cast.team, at=LATER)


def test_whoever_is_not_named_learns_nothing(cast: Cast, sign_in: Any) -> None:
    person = known(cast)
    request = ask(cast, person)
    assert request is not None
    workflow.decline_to_name(request=request, words="Not involved", by=cast.team, at=LATER)
    notice = Notice.objects.get(user=cast.other_lead, kind="naming_declined")
    assert notice.wording.link == "contact"
    page = reverse("register:person", args=[person.pk])
    assert sign_in(cast.other_lead).get(page).status_code == 404
    assert NamingRequest.objects.get().state == NamingState.DECLINED


def test_the_page_answers_alike_whoever_is_meant(cast: Cast, sign_in: Any) -> None:
    person = known(cast)
    client = sign_in(cast.other_lead)
    pages = []
    for number in (person.nhs_number, next(given.NUMBERS)):
        data = {
            "nhs_number": number, "birth_date_day": "17", "birth_date_month": "5",
            "birth_date_year": "1990", "part": "Nurse", "reason": "I visit",
        }  # fmt: skip
        answer = client.post(reverse("referrals:ask_to_be_named"), data)
        pages.append((answer.status_code, answer.headers["Location"]))
    assert pages[0] == pages[1]
    assert NamingRequest.objects.count() == 1


def test_asking_twice_or_of_ones_own_asks_once_or_not_at_all(cast: Cast) -> None:
    person = known(cast)
    assert ask(cast, person) == ask(cast, person)
    assert ask(cast, person, birth_date=date(1980, 1, 1)) is None
    led = known(cast, lead=cast.lead)
    assert ask(cast, led, by=cast.lead) is None
    assert AuditEvent.objects.filter(kind="referrals.naming_asked").count() == 1


def test_another_areas_team_cannot_decide(cast: Cast, sign_in: Any) -> None:
    request = ask(cast, known(cast))
    assert request is not None
    page = reverse("referrals:naming", args=[request.pk])
    assert sign_in(cast.other_area_team).get(page).status_code == 404
    client = sign_in(cast.team)
    assert "Psychiatrist" in client.get(page).content.decode()
    assert client.post(page, {"outcome": "declined", "words": ""}).status_code == 200
    assert client.post(page, {"outcome": "named", "words": ""}).status_code == 302


def test_a_draft_says_that_the_person_is_known_and_nothing_more(cast: Cast, sign_in: Any) -> None:
    person = known(cast, address="9 Secret Street")
    client = sign_in(cast.other_lead)
    new = given.complete(cast, by=cast.other_lead)
    assert "already known" not in client.get(new.get_absolute_url()).content.decode()
    draft = given.complete(
        cast, by=cast.other_lead, nhs_number=person.nhs_number, given_name=person.given_name,
        family_name=person.family_name,
    )  # fmt: skip
    shown = client.get(draft.get_absolute_url()).content.decode()
    assert "already known to the register" in shown
    assert "Secret" not in shown
    looked = ReadLog.objects.filter(user=cast.other_lead, persons__contains=[person.pk])
    assert looked.exists()
    register.restrict(person_id=person.pk, by=cast.team, at=NOW)
    assert "already known" not in client.get(draft.get_absolute_url()).content.decode()
