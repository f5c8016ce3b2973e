"""The pages: who may, what they show, what they keep, and what they must not show."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.urls import reverse

from accounts.models import User
from consent import workflow
from consent.keeper import ConsentKeeper
from consent.models import Decision, ErasureCertificate, RefusalCount, Withdrawal
from consent.rules import Basis
from core.models import AuditEvent, ReadLog
from core.records import Viewing
from register.models import Person
from tests.conftest import Cast
from tests.consent import details as a
from tests.consent.test_erasure import withdrawn
from tests.consent.test_forms import typed
from tests.factories import NOW, on_register

LATER = NOW + timedelta(hours=1)


def page(response: Any) -> str:
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    "details", [a.decision(), a.in_best_interests()], ids=["consent", "best interests"]
)
def test_a_lead_records_the_basis_and_reads_it_back(cast: Cast, sign_in: Any, details: Any) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead)
    client = sign_in(cast.lead)
    chosen = client.post(reverse("consent:choose", args=[person.pk]), {"basis": details.basis})
    assert chosen.url == reverse("consent:record", args=[person.pk, details.basis])
    assert "Which decision was the person asked to make?" in page(client.get(chosen.url))
    saved = client.post(chosen.url, typed(details))
    assert saved.status_code == 302
    assert workflow.details_of(Decision.objects.get()) == details.__class__(
        **{f: getattr(details, f) for f in details.__dataclass_fields__ if f != "review_on"},
        review_on=Decision.objects.get().review_on,
    )
    shown = page(client.get(saved.url))
    assert "Her sister agrees" in shown
    assert "In place" in page(client.get(reverse("consent:history", args=[person.pk])))
    assert ReadLog.objects.filter(user=cast.lead, persons=[person.pk]).count() >= 4


def test_what_was_typed_is_kept_when_a_rule_refuses(cast: Cast, sign_in: Any) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead)
    data = typed(a.in_best_interests(capacity=a.capacity(weighs=True)))
    address = reverse("consent:record", args=[person.pk, Basis.BEST_INTERESTS])
    shown = page(sign_in(cast.lead).post(address, data))
    assert "No one can decide for someone who has capacity" in shown
    assert "Wants to stay near the sea" in shown
    assert not Decision.objects.exists()


@pytest.mark.parametrize("basis", ["parental", "gillick", "guess"])
def test_a_basis_the_law_does_not_know_at_this_age_has_no_page(
    cast: Cast, sign_in: Any, basis: str
) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead)
    address = reverse("consent:record", args=[person.pk, basis])
    assert sign_in(cast.lead).get(address).status_code == 404


def test_a_refusal_keeps_a_count_and_nothing_else(cast: Cast, sign_in: Any) -> None:
    client, before = sign_in(cast.lead), AuditEvent.objects.count()
    address = reverse("consent:refused")
    assert "Their support must not suffer" in page(client.get(address))
    for _ in range(2):
        client.post(address, {"area": cast.area.pk})
    row = RefusalCount.objects.get()
    assert (row.area, row.count, str(row.month)) == (cast.area, 2, "2026-11-01")
    assert AuditEvent.objects.count() == before
    page(client.post(address, {"area": cast.other_area.pk}))
    assert RefusalCount.objects.count() == 1


def test_the_story_of_a_withdrawal_through_its_pages(cast: Cast, sign_in: Any) -> None:
    person = on_register(cast.area, by=cast.team, family_name="Quillfeather")
    client = sign_in(cast.team)
    data = {"channel": "phone", "requester": "person", "note": "Rang", "identity_evidence": "Known"}
    address = reverse("consent:withdraw", args=[person.pk])
    assert "Check who is asking" in page(client.post(address, data))
    assert Person.objects.filter(pk=person.pk).exists()
    client.post(address, data | {"identity_checked": "on"})
    withdrawal = Withdrawal.objects.get()
    assert client.get(address).status_code == 404
    listed = page(client.get(reverse("consent:withdrawals")))
    assert withdrawal.reference in listed
    assert "Quillfeather" not in listed
    opened = page(client.get(reverse("consent:withdrawal", args=[withdrawal.pk])))
    assert "You recorded this withdrawal" in opened
    approve = reverse("consent:approve_erasure", args=[withdrawal.pk])
    assert "different person must decide" in page(client.post(approve, {"certain": "on"}))

    client = sign_in(cast.auditor)
    opened = page(client.get(reverse("consent:withdrawal", args=[withdrawal.pk])))
    assert "Quillfeather" in opened
    assert "Person: earlier versions" in opened
    assert not ErasureCertificate.objects.exists()
    asked = page(client.get(approve))
    assert "cannot be undone" in asked
    assert "about someone else" not in asked
    assert "right person" in page(client.post(approve, {}))
    done = client.post(approve, {"certain": "on"})
    certificate = ErasureCertificate.objects.get()
    assert done.url == reverse("consent:certificate", args=[certificate.pk])
    shown = page(client.get(done.url))
    assert certificate.reference in shown
    assert "Quillfeather" not in shown
    assert cast.team.full_name not in shown
    assert certificate.reference in page(client.get(reverse("consent:certificates")))
    assert "already been carried out" in page(client.post(approve, {"certain": "on"}))
    page(client.get(reverse("consent:withdrawal", args=[withdrawal.pk])))


def test_namesakes_are_asked_about_only_once_the_erasure_has_met_them(
    cast: Cast, sign_in: Any
) -> None:
    person = on_register(cast.area, by=cast.team, family_name="Quillfeather")
    on_register(cast.area, by=cast.team, communication_needs="Cousin of Robin Quillfeather")
    withdrawal = withdrawn(cast, person)
    client = sign_in(cast.auditor)
    approve = reverse("consent:approve_erasure", args=[withdrawal.pk])
    shown = page(client.post(approve, {"certain": "on"}))
    assert "register_person.communication_needs" in shown
    assert 'name="namesakes"' in shown
    assert Person.everyone.filter(pk=person.pk).exists()
    done = client.post(approve, {"certain": "on", "namesakes": "on"})
    assert "2 places that are about someone else" in page(client.get(done.url))


def test_a_second_person_restores_through_the_page(cast: Cast, sign_in: Any) -> None:
    person = on_register(cast.area, by=cast.team)
    withdrawal = withdrawn(cast, person)
    client = sign_in(cast.second_team)
    address = reverse("consent:restore", args=[withdrawal.pk])
    page(client.get(address))
    assert client.post(address, {"reason": "Another person"}).status_code == 302
    assert Person.objects.filter(pk=person.pk).exists()


def test_looking_at_what_would_go_changes_nothing_and_leaves_the_door_shut(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    withdrawal = withdrawn(cast, person)
    events = AuditEvent.objects.count()
    assert workflow.preview(withdrawal)["register_rating"] == 1
    assert AuditEvent.objects.count() == events
    with connection.cursor() as cursor:
        cursor.execute("SELECT dsr_door_open()")
        assert cursor.fetchone() == (False,)


ABOUT_PERSON = ("history", "choose", "withdraw")
EXPECTED = {
    "history": {"lead": 200, "team": 200, "second_team": 200, "other_lead": 404,
                "other_area_team": 404},
    "choose": {"lead": 200, "team": 200, "second_team": 200, "other_lead": 404,
               "other_area_team": 404},
    "withdraw": {"lead": 200, "team": 200, "second_team": 200, "other_lead": 404,
                 "other_area_team": 404},
    "withdrawal": {"team": 200, "second_team": 200, "auditor": 200, "other_area_team": 404},
    "withdrawals": {"team": 200, "second_team": 200, "auditor": 200, "other_area_team": 200},
    "certificates": {"team": 200, "second_team": 200, "auditor": 200, "other_area_team": 200},
    "refused": {"lead": 200, "other_lead": 200, "team": 200, "second_team": 200,
                "other_area_team": 200},
}  # fmt: skip


@pytest.mark.parametrize("name", EXPECTED)
def test_who_opens_what(cast: Cast, sign_in: Any, name: str) -> None:
    person = on_register(cast.area, by=cast.team, lead=cast.lead)
    hidden = withdrawn(cast, on_register(cast.area, by=cast.team, lead=cast.lead))
    key = {"withdrawal": [hidden.pk]} | {one: [person.pk] for one in ABOUT_PERSON}
    address = reverse(f"consent:{name}", args=key.get(name, []))
    for member, user in cast.members().items():
        if user is None or not user.is_active:
            continue
        status = sign_in(User.objects.get(pk=user.pk)).get(address).status_code
        assert status == EXPECTED[name].get(member, 403), member


def test_the_panel_says_what_stands(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)

    def panel() -> str:
        made = ConsentKeeper().panels(Viewing(person, cast.team, NOW))[0]
        return render_to_string(made.template, {"panel": made.context})

    assert "No lawful basis is in place" in panel()
    workflow.record(person=person, details=a.decision(), by=cast.team, at=NOW)
    assert "Ask again by 20 November 2027" in panel()
