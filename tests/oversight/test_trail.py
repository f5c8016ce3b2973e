"""The auditor's pages: what happened and who looked, for one's own areas."""

from typing import Any

from core.models import AuditEvent
from tests.conftest import Cast
from tests.factories import on_register


def test_an_auditor_reads_what_happened_to_the_people_of_their_areas_only(
    cast: Cast, sign_in: Any
) -> None:
    mine = on_register(cast.area, by=cast.team)
    other = on_register(cast.other_area, by=cast.other_area_team)
    page = sign_in(cast.auditor).get("/oversight/trail/").content.decode()
    assert str(mine.pk) in page
    assert str(other.pk) not in page


def test_an_auditor_sees_who_looked_at_a_person(cast: Cast, sign_in: Any) -> None:
    person = on_register(cast.area, by=cast.team)
    sign_in(cast.team).get(f"/people/{person.pk}/")
    page = sign_in(cast.auditor).get(f"/oversight/reads/?person={person.pk}").content.decode()
    assert "Tara Team" in page
    assert "register:person" in page


def test_who_looked_at_somebody_of_another_area_is_not_shown(cast: Cast, sign_in: Any) -> None:
    person = on_register(cast.other_area, by=cast.other_area_team)
    sign_in(cast.other_area_team).get(f"/people/{person.pk}/")
    client = sign_in(cast.auditor)
    for address in (f"/oversight/reads/?person={person.pk}", "/oversight/reads/"):
        assert "Ola Otherteam" not in client.get(address).content.decode()


def test_events_of_one_kind_can_be_asked_for(cast: Cast, sign_in: Any) -> None:
    on_register(cast.area, by=cast.team)
    page = sign_in(cast.auditor).get("/oversight/trail/?kind=register.rated")
    assert {event.kind for event, _ in page.context["events"]} == {"register.rated"}
    assert AuditEvent.objects.exclude(kind="register.rated").exists()
