"""The pages on which what was recorded by mistake is put right or struck out."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from alerts.mail import compose
from alerts.models import Acknowledgement, Notice
from alerts.rules import Subject
from register import workflow
from register.models import InpatientStay, Person, Rating, Standing, StrikeOut
from register.rules import Cause, LegalStatus, Level
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.register.stays import admission, stay_of

WHY = "The form was about someone else"


def strike_address(person: Person, kind: str, fact: Any) -> str:
    return reverse("register:strike_out", args=[person.pk, kind, fact.pk])


def test_the_team_strikes_out_an_admission_and_moves_it_by_nhs_number(
    cast: Cast, sign_in: Any
) -> None:
    stay = stay_of(cast)
    right = on_register(cast.area, by=cast.team, nhs_number="9990000018")
    client, address = sign_in(cast.team), strike_address(stay.person, "stay", stay)
    sent = {"cause": "wrong_person", "right_person": "999 000 0018", "why": WHY}
    check = client.post(address, sent).content.decode()
    assert "Check before you strike this out" in check
    assert right.name in check
    assert not StrikeOut.objects.exists()
    done = client.post(address, sent | {"checked": "yes"}, follow=True).content.decode()
    assert f"recorded for {right.name} instead" in done
    assert InpatientStay.objects.get().person == right
    page = client.get(reverse("register:person", args=[stay.person.pk])).content.decode()
    assert "Recorded by mistake" in page
    assert "<s>Stay in" in page
    assert WHY in page


def test_the_right_person_can_be_named_by_the_address_of_their_page(
    cast: Cast, sign_in: Any
) -> None:
    stay = stay_of(cast)
    right = on_register(cast.area, by=cast.team)
    place = f"https://dsr.example.nhs.uk{reverse('register:person', args=[right.pk])}#ratings"
    sent = {"cause": "wrong_person", "right_person": place, "why": WHY, "checked": "yes"}
    sign_in(cast.team).post(strike_address(stay.person, "stay", stay), sent)
    assert InpatientStay.objects.get().person == right


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"cause": "", "why": WHY}, "Select why it is wrong"),
        ({"cause": "mistake", "why": ""}, "Enter what was wrong"),
        ({"cause": "wrong_person", "why": WHY, "right_person": "9990000018"}, "No one whose"),
        ({"cause": "wrong_person", "why": WHY, "right_person": "99"}, "10 digits"),
    ],
)
def test_a_bad_answer_changes_nothing_and_keeps_what_was_typed(
    cast: Cast, sign_in: Any, sent: dict[str, str], words: str
) -> None:
    stay = stay_of(cast)
    page = sign_in(cast.team).post(strike_address(stay.person, "stay", stay), sent)
    text = page.content.decode()
    assert words in text
    assert sent["why"] in text
    assert not StrikeOut.objects.exists()


def test_somebody_of_another_area_is_no_right_person(cast: Cast, sign_in: Any) -> None:
    stay = stay_of(cast)
    on_register(cast.other_area, by=cast.other_area_team, nhs_number="9990000018")
    sent = {"cause": "wrong_person", "right_person": "9990000018", "why": WHY, "checked": "yes"}
    page = sign_in(cast.team).post(strike_address(stay.person, "stay", stay), sent)
    assert "No one whose record you may change" in page.content.decode()


def test_sent_twice_it_is_struck_out_once_and_the_second_is_told(cast: Cast, sign_in: Any) -> None:
    stay = stay_of(cast)
    client, address = sign_in(cast.team), strike_address(stay.person, "stay", stay)
    sent = {"cause": "mistake", "why": WHY, "checked": "yes"}
    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent).status_code == 302
    other = sign_in(cast.second_team).post(address, sent | {"why": "Another reason"})
    assert f"{cast.team.full_name} struck this out on" in other.content.decode()
    late = client.get(address, follow=True).content.decode()
    assert f"{cast.team.full_name} struck that record out on" in late
    assert StrikeOut.objects.count() == 1


def test_the_person_page_offers_to_put_right_to_the_team_alone(cast: Cast, sign_in: Any) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead)
    address = reverse("register:person", args=[person.pk])
    assert "Strike out" in sign_in(cast.team).get(address).content.decode()
    assert "Strike out" not in sign_in(cast.lead).get(address).content.decode()


def test_a_rating_is_put_right_on_its_page(cast: Cast, sign_in: Any) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.AMBER)
    wrong = Rating.objects.get()
    address = reverse("register:correct_rating", args=[person.pk, wrong.pk])
    client = sign_in(cast.team)
    same = client.post(address, {"level": "AMBER", "reason": wrong.reason, "why": WHY})
    assert "This is what is recorded now" in same.content.decode()
    client.post(address, {"level": "GREEN", "reason": "As the form says", "why": WHY})
    assert Standing.objects.get().level == Level.GREEN
    page = client.get(reverse("register:person", args=[person.pk])).content.decode()
    assert "<s>Rated AMBER on 23 November 2026</s>" in page


def test_a_legal_status_is_put_right_on_its_page(cast: Cast, sign_in: Any) -> None:
    stay = stay_of(cast)
    change = workflow.record_status(
        stay=stay, changed_on=NOW.date(), legal_status=LegalStatus.SECTION_3, by=cast.team, at=NOW
    )
    address = reverse("register:correct_status", args=[stay.person_id, change.pk])
    sent = {
        "changed_on_day": "10", "changed_on_month": "11", "changed_on_year": "2026",
        "legal_status": "s3", "section": "", "section_other": "", "why": WHY,
    }  # fmt: skip
    client = sign_in(cast.team)
    assert client.get(address).status_code == 200
    assert client.post(address, sent).status_code == 302
    stay.refresh_from_db()
    assert str(stay.detained_since) == "2026-11-10"


def test_an_earlier_stay_is_recorded_on_its_page(cast: Cast, sign_in: Any) -> None:
    person = on_register(cast.area, by=cast.team)
    details = admission(cast)
    day = {"admitted_on": (1, 3, 2026), "discharged_on": (9, 4, 2026)}
    sent = {f"{name}_{part}": str(value) for name, parts in day.items()
            for part, value in zip(("day", "month", "year"), parts, strict=True)}  # fmt: skip
    sent |= {
        "hospital": str(details.hospital.pk), "ward": "Oak", "planned": "no",
        "security": "non_secure", "unit_inadequate": "no", "legal_status": "informal",
        "commissioner": str(cast.commissioning.pk), "out_of_area": "no", "review_before": "none",
        "destination": "Home",
    }  # fmt: skip
    address = reverse("register:earlier_stay", args=[person.pk])
    done = sign_in(cast.team).post(address, sent)
    assert done.status_code == 302, done.content.decode()
    assert str(InpatientStay.objects.get().discharged_on) == "2026-04-09"


# Who is told ------------------------------------------------------------------------------------


def test_whoever_was_told_of_a_rating_is_told_that_it_was_a_mistake(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead)
    wrong = workflow.rate(person=person, level=Level.RED, reason="Crisis", by=cast.team, at=NOW)
    told = set(Notice.objects.filter(subject_id=wrong.pk).values_list("user", flat=True))
    assert told
    workflow.strike_out(
        person=person, kind="rating", fact_id=wrong.pk, cause=Cause.MISTAKE, reason=WHY,
        by=cast.team, at=NOW,
    )  # fmt: skip
    again = Notice.objects.filter(kind="record_struck_out")
    assert set(again.values_list("user", flat=True)) == (told | {cast.lead.pk}) - {cast.team.pk}
    assert not Notice.objects.filter(kind="record_put_right").exists()
    assert not Notice.objects.owed().filter(kind="red_rating").exists()


def test_what_was_put_right_is_told_as_that_and_what_it_was_about(cast: Cast, sign_in: Any) -> None:
    person = on_register(
        cast.area, by=cast.team, lead=cast.lead, given_name="Canary", family_name="Quillfeather"
    )
    stay = workflow.admit(person=person, details=admission(cast), by=cast.team, at=NOW)
    change = workflow.record_status(
        stay=stay, changed_on=stay.admitted_on, legal_status=LegalStatus.SECTION_3, by=cast.team,
        at=NOW,
    )  # fmt: skip
    workflow.correct_status(
        change=change, changed_on=NOW.date(), legal_status=LegalStatus.SECTION_3, why=WHY,
         by=cast.team, at=NOW,
    )  # fmt: skip
    notice = Notice.objects.get(user=cast.lead, kind="record_put_right")
    mail = compose(notice)
    assert "has been put right" in mail.subject
    assert "What was put right: a legal status" in mail.body
    assert "mistake" not in mail.subject + str(mail.body)
    assert "Quillfeather" not in str(mail.body)
    shown = sign_in(cast.lead).get(reverse("alerts:notices")).content.decode()
    assert "What was put right: a legal status" in shown


def test_a_red_that_stands_again_is_raised_again(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    stay = workflow.admit(person=person, details=admission(cast), by=cast.team, at=NOW)
    Notice.objects.filter(kind="red_rating").delete()
    workflow.strike_out(
        person=person, kind="stay", fact_id=stay.pk, cause=Cause.MISTAKE, reason=WHY,
        by=cast.team, at=NOW,
    )  # fmt: skip
    assert Notice.objects.owed().filter(kind="red_rating", person_id=person.pk).exists()


def test_the_red_before_it_is_not_taken_for_acknowledged(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    wrong = workflow.rate(
        person=person, level=Level.RED, reason="Again", by=cast.team, at=NOW + timedelta(days=1)
    )
    assert Acknowledgement.objects.filter(subject_id=wrong.pk).exists()
    workflow.strike_out(
        person=person, kind="rating", fact_id=wrong.pk, cause=Cause.MISTAKE, reason=WHY,
        by=cast.team, at=NOW + timedelta(days=2),
    )  # fmt: skip
    first = Standing.objects.get(person=person).rating_id
    assert not Acknowledgement.objects.filter(subject_id=first).exists()


def test_an_old_page_of_a_rating_keeps_what_was_typed_and_says_who_was_first(
    cast: Cast, sign_in: Any
) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.AMBER)
    wrong = Rating.objects.get()
    address = reverse("register:correct_rating", args=[person.pk, wrong.pk])
    client, sent = sign_in(cast.team), {"level": "RED", "reason": "As said", "why": WHY}
    assert client.post(address, sent).status_code == 302
    assert client.post(address, sent).status_code == 302, "sent twice"
    assert Rating.objects.count() == 1
    for who, other in ((cast.second_team, sent), (cast.team, sent | {"level": "GREEN"})):
        again = sign_in(who).post(address, other | {"checked": "yes"}).content.decode()
        assert re.search(r"this record (right|out) on", again)
        assert WHY in again
    old = client.get(address)
    assert old.headers["Location"] == reverse("register:person", args=[person.pk])


def test_a_red_acknowledged_stays_so_when_its_words_are_put_right(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team, level=Level.RED)
    wrong = Rating.objects.get()
    Acknowledgement.objects.create(
        subject=Subject.RATING, subject_id=wrong.pk, area=cast.area, person_id=person.pk,
        by=cast.second_team, at=NOW,
    )  # fmt: skip
    right = workflow.correct_rating(
        rating=wrong, level=Level.RED, reason="In crisis since Friday", why=WHY, by=cast.team,
        at=NOW,
    )  # fmt: skip
    assert Acknowledgement.objects.get(subject_id=right.pk).by == cast.second_team
