"""The pages on which two people decide about a record that is due for erasure."""

from datetime import timedelta
from typing import Any

from django.urls import reverse

from consent import workflow
from consent.models import ErasureCertificate
from consent.rules import DisposalState
from register import workflow as register
from register.rules import ClosureReason
from tests.conftest import Cast
from tests.consent.due import DAY, LISTS, NEXT_YEAR, VERBS, address, closed, listed, proposed
from tests.factories import NOW, on_register


def test_the_team_and_the_auditor_see_what_will_be_due_by_the_end_of_next_month(
    cast: Cast, sign_in: Any
) -> None:
    closed(cast, family_name="Quillfeather")
    closed(cast, ClosureReason.DIED, family_name="Nextyear")
    for member in (cast.team, cast.auditor):
        shown = sign_in(member).get(LISTS).content.decode()
        assert "Due by 31 December 2026" in shown
        assert "Quillfeather" in shown
        assert "21 December 2026" in shown
        assert "Nextyear" not in shown
    assert "Quillfeather" not in sign_in(cast.other_area_team).get(LISTS).content.decode()


def test_two_people_decide_on_pages_and_the_home_page_counts_it(
    cast: Cast, sign_in: Any, clock: Any
) -> None:
    disposal = listed(cast, family_name="Quillfeather")
    clock.move_to(DAY)
    label = "records to decide whether to erase"
    client = sign_in(cast.team)
    assert _count(client, label) == "1"
    assert "Quillfeather" in client.get(LISTS).content.decode()
    done = client.post(address("propose_disposal", disposal), {"checked": "on"}, follow=True)
    assert "You proposed this. A different person must agree." in done.content.decode()
    assert _count(client, label) == "0"
    mine = client.post(address("agree_disposal", disposal), {"certain": "on"}).content.decode()
    assert "a different person must agree" in mine
    client = sign_in(cast.auditor)
    assert _count(client, label) == "1"
    asked = client.get(address("agree_disposal", disposal)).content.decode()
    assert "Tara Team proposed to erase it on 21 December 2026" in asked
    done = client.post(address("agree_disposal", disposal), {"certain": "on"})
    certificate = ErasureCertificate.objects.get()
    assert done.url == reverse("consent:certificate", args=[certificate.pk])
    shown = client.get(done.url).content.decode()
    assert "Proposed by: DSR team. Agreed by a second person: Auditor" in shown
    assert "Quillfeather" not in shown


def test_agreeing_twice_says_that_it_is_done(cast: Cast, sign_in: Any, clock: Any) -> None:
    disposal = proposed(cast)
    clock.move_to(DAY)
    client = sign_in(cast.auditor)
    client.post(address("agree_disposal", disposal), {"certain": "on"})
    again = client.post(address("agree_disposal", disposal), {"certain": "on"})
    assert "already been erased" in again.content.decode()
    assert ErasureCertificate.objects.count() == 1
    page = client.get(address("disposal", disposal)).content.decode()
    assert "Proposed by Tara Team" in page
    assert "agreed by Ada Auditor" in page
    assert "Ada Auditor" in client.get(LISTS).content.decode()


def test_a_second_person_refuses_on_a_page_and_the_reason_is_shown(
    cast: Cast, sign_in: Any, clock: Any
) -> None:
    disposal = proposed(cast)
    clock.move_to(DAY)
    client = sign_in(cast.auditor)
    assert (
        "Refuse and keep this record" in client.get(address("disposal", disposal)).content.decode()
    )
    nothing = client.post(address("keep_record", disposal), {}).content.decode()
    assert "Enter why this record must be kept" in nothing
    typed = {
        "why": "A complaint is expected",
        "until_day": "1", "until_month": "6", "until_year": "2027",
    }  # fmt: skip
    client.post(address("keep_record", disposal), typed)
    disposal.refresh_from_db()
    assert disposal.stands is DisposalState.KEPT
    assert "A complaint is expected" in client.get(LISTS).content.decode()
    person = sign_in(cast.team).get(reverse("register:person", args=[disposal.person_id]))
    shown = person.content.decode()
    assert "How long this record is kept" in shown
    assert "Until 1 June 2027, decided by Ada Auditor" in shown
    assert "Erasure proposed, waiting for a second person" in shown


def test_every_state_has_a_way_out_on_the_page(cast: Cast, sign_in: Any, clock: Any) -> None:
    disposal = listed(cast)
    clock.move_to(DAY)
    page = address("disposal", disposal)

    def offered(member: Any) -> set[str]:
        shown = sign_in(member).get(page).content.decode()
        return {one for one in VERBS if address(one, disposal) in shown}

    assert offered(cast.team) == offered(cast.auditor) == {"propose_disposal", "keep_record"}
    workflow.propose_disposal(disposal=disposal, by=cast.team, at=DAY)
    assert offered(cast.team) == {"keep_record"}
    assert offered(cast.auditor) == {"agree_disposal", "keep_record"}
    workflow.keep_record(
        disposal=disposal, why="Asked for", until=NEXT_YEAR, by=cast.auditor, at=DAY
    )
    assert offered(cast.team) == {"propose_disposal", "keep_record"}
    again = sign_in(cast.team).get(address("keep_record", disposal)).content.decode()
    assert "Asked for" in again


def test_where_the_same_name_stands_elsewhere_the_second_person_looks(
    cast: Cast, sign_in: Any, clock: Any
) -> None:
    disposal = proposed(cast, family_name="Quillfeather")
    on_register(cast.area, by=cast.team, communication_needs="Cousin of Robin Quillfeather")
    clock.move_to(DAY)
    client = sign_in(cast.auditor)
    page = address("agree_disposal", disposal)
    assert b"about someone else" in client.post(page, {"certain": "on"}).content
    client.post(page, {"certain": "on", "namesakes": "on"})
    assert ErasureCertificate.objects.exists()


def test_the_list_asks_as_much_for_many_as_for_few(
    cast: Cast, sign_in: Any, clock: Any, django_assert_max_num_queries: Any
) -> None:
    for _ in range(3):
        listed(cast)
        closed(cast, ClosureReason.MOVED_AWAY)
    clock.move_to(NOW + timedelta(days=5))
    client = sign_in(cast.team)
    client.get(LISTS)
    with django_assert_max_num_queries(24):
        client.get(LISTS)


def _count(client: Any, label: str) -> str:
    [card] = [one for one in client.get("/home/").context["cards"] if one.label == label]
    return str(card.count)


def test_the_list_says_the_day_they_left_and_says_so(cast: Cast, sign_in: Any) -> None:
    came, gone = NOW - timedelta(days=90), (NOW - timedelta(days=60)).date()
    person = on_register(cast.area, by=cast.team, at=came)
    register.close(
        person=person, reason=ClosureReason.MOVED_AWAY, left_on=gone, by=cast.team, at=NOW
    )
    for at in (NOW, DAY):
        workflow.list_due(at=at)
        assert b"left on 24 September 2026" in sign_in(cast.team).get(LISTS).content
