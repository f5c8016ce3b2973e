"""Two records and one person, perhaps: found, confirmed by a second, taken back, both whole."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts.rules import Permission
from consent import workflow as consent
from core import nhs_number
from core.errors import RuleBroken
from duties.models import Duty
from referrals import workflow as referrals
from referrals.models import Referral
from register import workflow
from register.copies import copy_of
from register.models import Entry, IdentityFinding, Involvement, Person, Rating, Standing
from register.rules import Level
from register.rules.identity import SecondLook, Verdict
from tests.conftest import Cast
from tests.consent.details import decision
from tests.factories import NOW, on_register
from tests.referrals import given

SignIn = Callable[..., Client]
LATER = NOW + timedelta(hours=2)
AFTERWARDS = NOW + timedelta(days=3)
NUMBERS = nhs_number.test_numbers(start=850_000)


def one(cast: Cast, level: Level = Level.AMBER, **changed: Any) -> Person:
    values = {"given_name": "Robyn", "family_name": "Testpersson", "birth_date": given.BIRTH}
    return on_register(cast.area, by=cast.team, level=level, **values | changed)


def say(
    cast: Cast, person: Person, other: Person, verdict: Verdict = Verdict.SAME
) -> IdentityFinding:
    return workflow.find(
        person=person, other=other, verdict=verdict, reason="Alike", by=cast.team, at=LATER
    )


def as_it_is(person: Person) -> dict[str, Any]:
    """Return all that a link must leave as it was."""
    row = Person.objects.get(pk=person.pk)
    return {
        "who": {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields},
        "ratings": list(Rating.objects.filter(entry__person=person).values().order_by("pk")),
        "entries": list(Entry.objects.filter(person=person).values().order_by("pk")),
        "duties": list(
            Duty.objects.filter(person=person).values("rule", "status", "due_on").order_by("pk")
        ),
        "listed": list(Standing.objects.filter(person=person).values()),
    }


def page(client: Client, person: Person) -> str:
    return client.get(reverse("register:person", args=[person.pk])).content.decode()


# --- A second person ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({}, [SecondLook.NUMBER]),
        ({"nhs_number": None}, []),
        ({"nhs_number": None, "birth_date": date(1991, 5, 17)}, [SecondLook.BIRTH_DATE]),
    ],
)
def test_numbers_or_birth_dates_that_differ_ask_for_a_second_person(
    cast: Cast, changed: dict[str, Any], why: list[SecondLook]
) -> None:
    finding = say(cast, one(cast), one(cast, **changed))
    assert finding.needs == why
    assert finding.waits == bool(why)
    assert finding.is_same != bool(why)


def test_what_was_agreed_to_asks_for_a_second_person_where_it_differs(cast: Cast) -> None:
    person, other = one(cast), one(cast, nhs_number=None)
    consent.record(person=person, details=decision(), by=cast.team, at=NOW)
    consent.record(person=other, details=decision(share_partners=False), by=cast.team, at=NOW)
    assert say(cast, person, other).needs == [SecondLook.BASIS]


def test_no_one_confirms_what_they_said_themselves(cast: Cast) -> None:
    finding = say(cast, one(cast), one(cast))
    with pytest.raises(RuleBroken, match="A colleague must confirm"):
        workflow.confirm(finding=finding, by=cast.team, at=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        IdentityFinding.objects.filter(pk=finding.pk).update(
            confirmed_by=cast.team, confirmed_at=LATER
        )
    assert workflow.confirm(finding=finding, by=cast.second_team, at=LATER).is_same
    with pytest.raises(RuleBroken, match="already been confirmed"):
        workflow.confirm(finding=finding, by=cast.second_team, at=LATER)


def test_what_waits_joins_nothing_and_holds_an_acceptance_up(cast: Cast) -> None:
    other, referral = one(cast), given.sent(cast, level=Level.RED)
    mine = Person.objects.get(pk=referral.person_id)
    finding = say(cast, mine, other)
    referral.refresh_from_db()
    assert referral.person_id == mine.pk
    assert referral in Referral.objects.awaiting_triage().filter(level="RED")
    with pytest.raises(RuleBroken, match="yet to confirm it"):
        referrals.accept(referral=referral, level=Level.RED, reason="", by=cast.team, at=LATER)
    workflow.end_finding(finding=finding, reason="A twin", by=cast.second_team, at=LATER)
    referrals.accept(referral=referral, level=Level.RED, reason="", by=cast.team, at=LATER)
    assert Standing.objects.get(person=mine).level == "RED"
    assert Standing.objects.get(person=other).level == "AMBER"


# --- Taken back at any later time -----------------------------------------------------------------


def test_a_join_that_was_accepted_and_was_wrong_gives_both_people_back(cast: Cast) -> None:
    """B4."""
    other = one(cast, lead=cast.other_lead)
    before = as_it_is(other)
    referral = given.sent(cast, level=Level.RED)
    mine = Person.objects.get(pk=referral.person_id)
    number, due_on = mine.nhs_number, referral.triage_due_on
    given.found(referral, other, cast=cast, at=LATER)
    referral = Referral.objects.get(pk=referral.pk)
    referrals.accept(referral=referral, level=Level.RED, reason="", by=cast.team, at=LATER)
    assert Standing.objects.get(person=other).level == "RED"
    given.separated(referral, by=cast.team, at=AFTERWARDS)
    referral.refresh_from_db()
    assert (referral.person_id, referral.joined_by) == (mine.pk, None)
    assert referral in Referral.objects.awaiting_triage().filter(level="RED")
    assert referral.triage_due_on == due_on
    assert Person.objects.get(pk=mine.pk).nhs_number == number
    assert Duty.objects.open().filter(person=mine, rule="red-urgent-meeting").exists()
    after = as_it_is(other)
    open_before = [row for row in before["duties"] if row["status"] == "open"]
    assert [row for row in after["duties"] if row["status"] == "open"] == open_before
    assert after["ratings"] == before["ratings"]
    assert after["who"] | {"version": 0} == before["who"] | {"version": 0}
    assert not Involvement.objects.filter(person=other, until__isnull=True).exists()
    assert after["listed"][0]["level"] == "AMBER"
    referrals.accept(referral=referral, level=Level.RED, reason="", by=cast.team, at=AFTERWARDS)
    assert Standing.objects.get(person=mine).level == "RED"


def test_the_page_of_an_accepted_referral_leads_back_to_two_records(
    cast: Cast, sign_in: SignIn
) -> None:
    other, referral = one(cast), given.sent(cast, level=Level.RED)
    mine = Person.objects.get(pk=referral.person_id)
    given.found(referral, other, cast=cast, at=LATER)
    referral = Referral.objects.get(pk=referral.pk)
    referrals.accept(referral=referral, level=Level.RED, reason="", by=cast.team, at=LATER)
    client = sign_in(cast.team)
    finding = IdentityFinding.objects.get()
    take_back = reverse("register:end_finding", args=[other.pk, finding.pk])
    assert take_back in client.get(referral.get_absolute_url()).content.decode()
    records = reverse("register:other_records", args=[other.pk])
    assert take_back in client.get(records).content.decode()
    done = client.post(take_back, {"reason": "The cousin"}, follow=True)
    assert "The two records stand apart" in done.content.decode()
    assert Person.objects.filter(pk=mine.pk).exists()
    story = client.get(referral.get_absolute_url()).content.decode()
    assert "Separated from the other record again" in story
    assert "The cousin" in story


def test_two_records_that_live_are_linked_and_parted_as_if_never_linked(cast: Cast) -> None:
    person, other = one(cast, Level.RED), one(cast, Level.GREEN)
    before = [as_it_is(person), as_it_is(other)]
    finding = say(cast, person, other)
    finding = workflow.confirm(finding=finding, by=cast.second_team, at=LATER)
    assert [as_it_is(person), as_it_is(other)] == before
    workflow.end_finding(finding=finding, reason="Cousins", by=cast.team, at=AFTERWARDS)
    assert [as_it_is(person), as_it_is(other)] == before


def test_two_who_part_at_once_part_once_and_one_is_told(cast: Cast) -> None:
    finding = say(cast, one(cast), one(cast, nhs_number=None))
    workflow.end_finding(finding=finding, reason="Cousins", by=cast.team, at=AFTERWARDS)
    with pytest.raises(RuleBroken, match=f"{cast.team.full_name} has already ended this"):
        workflow.end_finding(finding=finding, reason="Cousins", by=cast.second_team, at=AFTERWARDS)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_link_at_once_one_wins_and_the_other_is_told(cast: Cast) -> None:
    person, other = one(cast), one(cast, nhs_number=None)

    def link(pair: tuple[Person, Person]) -> Any:
        try:
            return say(cast, *pair)
        except RuleBroken as broken:
            return broken
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=2) as pool:
        results = list(pool.map(link, [(person, other), (other, person)]))
    assert sum(isinstance(result, RuleBroken) for result in results) == 1
    assert IdentityFinding.objects.current().count() == 1


def test_the_database_keeps_one_finding_of_a_pair(cast: Cast) -> None:
    person, other = one(cast), one(cast)
    say(cast, person, other, Verdict.POSSIBLE)
    with pytest.raises(IntegrityError, match="finding_one_of_a_pair"), transaction.atomic():
        IdentityFinding.objects.create(
            person=other, other=person, verdict=Verdict.DIFFERENT, reason="x", by=cast.team, at=NOW
        )


def test_a_later_finding_ends_the_one_before_it(cast: Cast) -> None:
    person, other = one(cast), one(cast)
    first = say(cast, person, other, Verdict.POSSIBLE)
    with pytest.raises(RuleBroken, match="already recorded this: not sure yet"):
        say(cast, other, person, Verdict.POSSIBLE)
    say(cast, other, person, Verdict.DIFFERENT)
    first.refresh_from_db()
    assert first.ended_by == cast.team
    assert IdentityFinding.objects.current().get().verdict == Verdict.DIFFERENT


# --- What pages say -------------------------------------------------------------------------------


def test_the_red_of_either_is_shown_on_both_while_no_one_is_sure(
    cast: Cast, sign_in: SignIn
) -> None:
    other, referral = one(cast, Level.GREEN), given.sent(cast, level=Level.RED)
    mine = Person.objects.get(pk=referral.person_id)
    say(cast, mine, other, Verdict.POSSIBLE)
    client = sign_in(cast.team)
    shown = page(client, other)
    assert "Possibly the same person as" in shown
    assert "a referral is waiting for triage" in shown
    assert "RED" in shown
    assert f"{other.name}, born" in page(client, mine)
    assert "Possibly the same person" not in page(sign_in(cast.lead), other)


def test_a_team_that_may_not_see_the_other_record_knows_which_team_to_phone(
    cast: Cast, sign_in: SignIn
) -> None:
    person = one(cast)
    other = on_register(cast.other_area, by=cast.other_area_team, family_name="Secret")
    say(cast, person, other, Verdict.POSSIBLE)
    shown = page(sign_in(cast.team), person)
    assert f"Phone the DSR team of {cast.other_area.name}" in shown
    assert "Secret" not in shown


def test_the_team_compares_says_confirms_and_takes_back_on_pages(
    cast: Cast, sign_in: SignIn
) -> None:
    person, other = one(cast), one(cast)
    team = sign_in(cast.team)
    records = team.get(reverse("register:other_records", args=[person.pk])).content.decode()
    compare = reverse("register:compare", args=[person.pk, other.pk])
    assert compare in records
    shown = team.get(compare).content.decode()
    assert "a colleague must confirm it" in shown
    assert "The NHS numbers are both valid and are not the same." in shown
    typed = {"verdict": "same", "reason": "Same address", "checked": "on"}
    done = team.post(compare, typed, follow=True).content.decode()
    assert "A colleague must confirm it" in done
    finding = IdentityFinding.objects.get()
    confirm = reverse("register:confirm_finding", args=[person.pk, finding.pk])
    assert confirm not in page(team, person)
    assert "A colleague must confirm it" in team.get(confirm, follow=True).content.decode()
    second = sign_in(cast.second_team)
    assert confirm in page(second, person)
    assert second.post(confirm, {"checked": "on"}).status_code == 302
    team = sign_in(cast.team)
    assert "The same person as" in page(team, other)
    end = reverse("register:end_finding", args=[other.pk, finding.pk])
    assert "Enter what was wrong" in team.post(end, {"reason": ""}).content.decode()
    assert team.post(end, {"reason": "Cousins"}).status_code == 302
    after = page(team, other)
    assert "Both records stay in use" not in after
    assert "No longer recorded as: the same person as another record" in after
    told = team.get(reverse("register:other_records", args=[person.pk])).content.decode()
    assert "Cousins" in told


def test_another_record_is_found_by_its_number(cast: Cast, sign_in: SignIn) -> None:
    person = one(cast)
    other = on_register(cast.area, by=cast.team, family_name="Quite", given_name="Other")
    elsewhere = on_register(cast.other_area, by=cast.other_area_team)
    client, address = sign_in(cast.team), reverse("register:other_records", args=[person.pk])
    found = client.post(address, {"nhs_number": other.nhs_number})
    assert found.headers["Location"] == reverse("register:compare", args=[person.pk, other.pk])
    refused = client.post(address, {"nhs_number": elsewhere.nhs_number}).content.decode()
    assert "No other record in your areas has this NHS number" in refused


# --- The narrower of two decisions ----------------------------------------------------------------


def test_a_no_to_sharing_on_either_record_closes_both_to_partners(
    cast: Cast, sign_in: SignIn
) -> None:
    person, other = one(cast), one(cast, nhs_number=None)
    consent.record(person=person, details=decision(), by=cast.team, at=NOW)
    consent.record(person=other, details=decision(share_partners=False), by=cast.team, at=NOW)
    workflow.name_partner(
        person=person, name="Otto", part="Nurse", user=cast.other_lead, by=cast.team, at=NOW
    )
    reached = Person.objects.permitted(cast.other_lead, Permission.PERSON_VIEW)
    assert reached.filter(pk=person.pk).exists()
    finding = say(cast, person, other)
    finding = workflow.confirm(finding=finding, by=cast.second_team, at=LATER)
    assert not reached.filter(pk=person.pk).exists()
    assert "a second record, and the decision there says no" in page(sign_in(cast.team), person)
    workflow.end_finding(finding=finding, reason="Cousins", by=cast.team, at=AFTERWARDS)
    assert reached.filter(pk=person.pk).exists()


# --- A number that was typed ----------------------------------------------------------------------


def test_a_number_of_someone_else_is_shown_as_typed_until_the_right_one_is_entered(
    cast: Cast, sign_in: SignIn
) -> None:
    holder = one(cast)
    referral = given.sent(
        cast, nhs_number=holder.nhs_number, given_name="Tim", family_name="Ash", level="RED"
    )
    mine = Person.objects.get(pk=referral.person_id)
    assert (mine.nhs_number, mine.typed_number) == (None, holder.nhs_number)
    shown = page(sign_in(cast.team), mine)
    assert "as typed, not confirmed" in shown
    values = {name: getattr(mine, name) for name in ("family_name", "given_name", "birth_date")}
    workflow.update_person(
        person=mine,
        details=workflow.PersonDetails(**values, area=cast.area, nhs_number=next(NUMBERS)),
        version=mine.version, by=cast.team, at=LATER,
    )  # fmt: skip
    assert Person.objects.get(pk=mine.pk).typed_number == ""


def test_the_copy_of_a_record_tells_what_was_found_and_names_no_one_else(cast: Cast) -> None:
    person, other = one(cast), one(cast, family_name="Elsewhere")
    say(cast, person, other)
    words = str(copy_of(person.pk)["Whether two records are one person"])
    assert "Alike" in words
    assert "Elsewhere" not in words
