"""Stepping down within the 14 days after a discharge: the reason is asked for, kept and shown."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from core.errors import RuleBroken
from duties import workflow as duties
from duties.models import Duty
from register import workflow
from register.models import InpatientStay, Person, Rating
from register.rules import Level
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.register.stays import stay_of

LATER = NOW + timedelta(days=3)
DAY_BEFORE, DAY = NOW + timedelta(days=13), NOW + timedelta(days=14)
WHY = "Back with her family, seen daily"


def in_hospital(cast: Cast, **changed: Any) -> InpatientStay:
    return stay_of(cast, on_register(cast.area, by=cast.team, level=Level.RED, **changed))


def discharged(cast: Cast, level: Level = Level.RED, **changed: Any) -> Person:
    stay = in_hospital(cast, **changed)
    workflow.discharge(
        stay=stay, discharged_on=NOW.date(), destination="Home", level=level, reason="Settled",
        by=cast.team, at=NOW,
    )  # fmt: skip
    return stay.person


def rate(cast: Cast, person: Person, level: Level, at: Any, **why: str) -> Rating:
    return workflow.rate(person=person, level=level, reason="Better", by=cast.team, at=at, **why)


@pytest.mark.parametrize("level", [Level.AMBER, Level.GREEN])
@pytest.mark.parametrize("at", [LATER, DAY_BEFORE])
def test_within_the_fourteen_days_a_lower_rating_needs_its_reason(
    cast: Cast, level: Level, at: Any
) -> None:
    person = discharged(cast)
    with pytest.raises(RuleBroken, match="below RED before 7 December 2026"):
        rate(cast, person, level, at)
    assert Rating.objects.filter(entry__person=person).current().get().level == Level.RED
    rating = rate(cast, person, level, at, against_floor=WHY)
    assert (rating.level, rating.against_floor) == (level, WHY)


def test_from_the_fourteenth_day_no_reason_is_asked_for(cast: Cast) -> None:
    assert rate(cast, discharged(cast), Level.AMBER, DAY).against_floor == ""


def test_red_again_and_amber_again_are_no_steps_down(cast: Cast) -> None:
    person = discharged(cast)
    rate(cast, person, Level.RED, LATER)
    rate(cast, person, Level.AMBER, LATER, against_floor=WHY)
    rate(cast, person, Level.AMBER, LATER + timedelta(hours=1))
    with pytest.raises(RuleBroken, match="below RED"):
        rate(cast, person, Level.GREEN, LATER + timedelta(hours=2))


def test_someone_who_was_not_in_hospital_steps_down_as_before(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    assert rate(cast, person, Level.AMBER, LATER).against_floor == ""


def test_where_the_policy_is_firm_it_is_refused_until_the_duty_is_waived(cast: Cast) -> None:
    cast.area.region = "lincolnshire"
    cast.area.save()
    person = discharged(cast)
    with pytest.raises(RuleBroken, match="policy of this region keeps the rating at RED"):
        rate(cast, person, Level.AMBER, LATER, against_floor=WHY)
    duty = Duty.objects.open().get(person=person, rule="discharge-red-floor-lincolnshire")
    duties.waive(duty=duty, reason="Agreed with the consultant", by=cast.team, at=LATER)
    assert rate(cast, person, Level.AMBER, LATER).level == Level.AMBER


def test_where_the_policy_is_firm_the_discharge_itself_is_rated_red(cast: Cast) -> None:
    cast.area.region = "lincolnshire"
    cast.area.save()
    with pytest.raises(RuleBroken, match="keeps the rating at RED"):
        discharged(cast, Level.GREEN)
    assert InpatientStay.objects.get().discharged_on is None


def test_a_page_asks_in_words_why_and_the_words_are_shown(
    cast: Cast, sign_in: Any, clock: Any
) -> None:
    person = discharged(cast)
    clock.move_to(LATER)
    client, address = sign_in(cast.team), reverse("register:rate", args=[person.pk])
    assert "This lasts until 7 December 2026" in client.get(address).content.decode()
    follows = client.get(address).context["form"].initial["follows"]
    typed = {"level": "AMBER", "reason": "Better", "follows": str(follows)}
    asked = client.post(address, typed).content.decode()
    assert "This rating is lower than the policy says for now" in asked
    again = client.post(address, typed | {"against_floor": " "}).content.decode()
    assert "Enter why the rating is lower than the policy says" in again
    assert 'value="Better"' in again
    back = client.post(address, typed | {"against_floor": "", "reconsider": "yes"})
    assert "Better" in back.content.decode()
    assert client.post(address, typed | {"against_floor": WHY}).status_code == 302
    assert Rating.objects.get(level="AMBER").against_floor == WHY
    page = client.get(reverse("register:person", args=[person.pk])).content.decode()
    assert page.count(WHY) >= 1
    assert WHY in client.get(address).content.decode()


def test_sending_it_twice_rates_once(cast: Cast, sign_in: Any, clock: Any) -> None:
    person = discharged(cast)
    clock.move_to(LATER)
    client, address = sign_in(cast.team), reverse("register:rate", args=[person.pk])
    follows = client.get(address).context["form"].initial["follows"]
    typed = {"level": "AMBER", "reason": "Better", "follows": str(follows), "against_floor": WHY}
    client.post(address, typed)
    assert (
        f"{cast.team.full_name} has rated this person AMBER"
        in client.post(address, typed).content.decode()
    )
    assert Rating.objects.filter(level="AMBER").count() == 1


def test_red_to_green_is_asked_about_after_the_reason(cast: Cast, sign_in: Any, clock: Any) -> None:
    person = discharged(cast)
    clock.move_to(LATER)
    client, address = sign_in(cast.team), reverse("register:rate", args=[person.pk])
    follows = client.get(address).context["form"].initial["follows"]
    typed = {"level": "GREEN", "reason": "Better", "follows": str(follows), "against_floor": WHY}
    assert "RED to GREEN in one step" in client.post(address, typed).content.decode()
    client.post(address, typed | {"checked": "yes"})
    assert Rating.objects.get(level="GREEN").against_floor == WHY


def test_the_discharge_page_asks_when_the_first_rating_is_below_red(
    cast: Cast, sign_in: Any
) -> None:
    stay = in_hospital(cast)
    client, address = sign_in(cast.team), reverse("register:discharge", args=[stay.person_id])
    typed = {
        "discharged_on_day": "23", "discharged_on_month": "11", "discharged_on_year": "2026",
        "destination": "Home", "level": "AMBER", "reason": "Settled",
    }  # fmt: skip
    asked = client.post(address, typed).content.decode()
    assert "Continue with the lower rating" in asked
    why = typed | {"against_floor": WHY}
    assert "Check before you record this discharge" in client.post(address, why).content.decode()
    client.post(address, why | {"checked": "yes"})
    assert Rating.objects.get(source="discharge").against_floor == WHY
    red = in_hospital(cast)
    address = reverse("register:discharge", args=[red.person_id])
    shown = client.post(address, typed | {"level": "RED"}).content.decode()
    assert "Check before you record this discharge" in shown
