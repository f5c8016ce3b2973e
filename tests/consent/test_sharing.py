"""A scope is a gate: where sharing with partners is refused, or no basis stands, no partner sees.

B5 and B7 of the cases; the DSR team and the lead professional go on.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.rules import Permission
from consent import sharing
from consent import workflow as consent
from consent.models import Decision
from consent.rules import Basis
from register import workflow as register
from register.models import Person, Standing
from register.rules import Cause
from tests.access.people import admitted, seen_by_all
from tests.actions.test_agree import agreed
from tests.conftest import Cast
from tests.consent.details import decision
from tests.factories import NOW

SignIn = Callable[[User], Client]


def record(cast: Cast, person: Person, **changed: Any) -> Decision:
    return consent.record(person=person, details=decision(**changed), by=cast.team, at=NOW)


def seen(user: User, person: Person) -> bool:
    people = Person.objects.permitted(user, Permission.PERSON_VIEW).filter(pk=person.pk)
    listed = Standing.objects.permitted(user, Permission.PERSON_VIEW).filter(person=person)
    assert people.exists() == listed.exists()
    return people.exists()


@pytest.fixture
def person(cast: Cast) -> Person:
    """Somebody whom the representative and another lead are named on, as partners."""
    made = seen_by_all(cast)
    register.name_partner(
        person=made, name="Olu", part="Nurse", user=cast.other_lead, by=cast.team, at=NOW
    )
    return made


def test_partners_see_who_agreed_to_sharing(cast: Cast, person: Person) -> None:
    record(cast, person)
    for user in (cast.team, cast.lead, cast.other_lead, cast.rep):
        assert seen(user, person)


def test_b5_where_sharing_is_refused_the_team_and_the_lead_alone_see_the_record(
    cast: Cast, person: Person
) -> None:
    record(cast, person, share_partners=False)
    assert [seen(one, person) for one in (cast.team, cast.lead)] == [True, True]
    assert [seen(one, person) for one in (cast.other_lead, cast.rep)] == [False, False]


def test_it_opens_and_closes_with_the_decision_in_force(cast: Cast, person: Person) -> None:
    record(cast, person)
    refused = record(cast, person, share_partners=False)
    assert not seen(cast.rep, person)
    register.strike_out(
        person=person, kind="decision", fact_id=refused.pk, cause=Cause.MISTAKE,
        reason="Ticked by mistake", by=cast.team, at=NOW,
    )  # fmt: skip
    assert seen(cast.rep, person)


def test_where_the_only_decision_was_struck_out_partners_do_not_see(
    cast: Cast, person: Person
) -> None:
    only = record(cast, person)
    register.strike_out(
        person=person, kind="decision", fact_id=only.pk, cause=Cause.MISTAKE,
        reason="Someone else's", by=cast.team, at=NOW,
    )  # fmt: skip
    assert not seen(cast.rep, person)
    assert sharing.closure(person.pk, on=NOW.date()) == sharing.Closure()


@pytest.mark.parametrize(("days", "open_to_partners"), [(-1, True), (0, False)])
def test_b7_partners_lose_sight_on_the_day_the_decision_lapses_and_see_again_once_it_is_renewed(
    cast: Cast, person: Person, clock: time_machine.Traveller, days: int, open_to_partners: bool
) -> None:
    lapses = record(cast, person).review_on
    clock.move_to(NOW.replace(year=lapses.year, month=lapses.month, day=lapses.day)
                  + timedelta(days=days))  # fmt: skip
    assert seen(cast.rep, person) is open_to_partners
    assert seen(cast.lead, person)
    on = lapses + timedelta(days=days)
    closed = sharing.closure(person.pk, on=on)
    assert closed == (None if open_to_partners else sharing.Closure(lapsed_on=lapses))
    consent.record(
        person=person, details=decision(decided_on=on), by=cast.team,
        at=NOW + (on - NOW.date()),
    )  # fmt: skip
    assert seen(cast.rep, person)


def test_b7_consent_of_seventeen_closes_at_eighteen(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    person = seen_by_all(cast, birth_date=date(2008, 12, 1))
    record(cast, person, basis=Basis.CONSENT)
    assert seen(cast.rep, person)
    clock.move_to(NOW.replace(month=12, day=1))
    assert not seen(cast.rep, person)


def test_who_pays_for_a_stay_answers_for_it_and_goes_on_seeing_it(
    cast: Cast, person: Person
) -> None:
    admitted(cast, person)
    record(cast, person, share_partners=False)
    rows = Person.objects.permitted(cast.commissioner, Permission.OVERSIGHT_VIEW)
    assert rows.filter(pk=person.pk).exists()


def test_every_page_about_the_person_says_so(cast: Cast, person: Person, sign_in: SignIn) -> None:
    pages = [reverse(f"register:{one}", args=[person.pk]) for one in ("person", "rate", "edit")]
    record(cast, person)
    client = sign_in(cast.team)
    for page in pages:
        assert "Do not share this record" not in client.get(page).content.decode()
    record(cast, person, share_partners=False)
    for page in pages:
        assert "Do not share this record" in client.get(page).content.decode()
    assert sign_in(cast.rep).get(pages[0]).status_code == 404


def test_pages_say_that_no_basis_is_in_place_and_lead_to_renewing_it(
    cast: Cast, person: Person, sign_in: SignIn, clock: time_machine.Traveller
) -> None:
    lapses = record(cast, person).review_on
    clock.move_to(NOW + (lapses - NOW.date()))
    page = sign_in(cast.lead).get(reverse("register:person", args=[person.pk])).content.decode()
    assert "No lawful basis is in place" in page
    assert f'href="{reverse("consent:choose", args=[person.pk])}">Record a new decision' in page


def test_b22_an_owner_without_sight_does_their_action_and_reads_no_name(
    cast: Cast, person: Person, sign_in: SignIn
) -> None:
    record(cast, person, share_partners=False)
    action = agreed(
        cast, person, owner=cast.rep, description=f"Ring {person.name.upper()} about respite"
    )
    client = sign_in(cast.rep)
    address = reverse("actions:action", args=[action.pk])
    for page in (reverse("actions:actions"), address):
        shown = client.get(page).content.decode()
        assert "Name not shown" in shown
        assert "about respite" in shown
        assert person.family_name.lower() not in shown.lower()
        assert str(person.birth_date.year) not in shown
    done = reverse("actions:mark_done", args=[action.pk])
    assert "Name not shown" in client.get(done).content.decode()
    client.post(done, {"evidence": "Rang them on Monday"})
    action.refresh_from_db()
    assert action.status == "done"
    team = sign_in(cast.team).get(address).content.decode()
    assert person.family_name in team
