"""An owner without an account: agreed, mailed a link, answering once, telling nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client

from actions import links, workflow
from actions.models import Action, Answer
from actions.rules import Answered
from actions.workflow import Contact
from alerts import workflow as alerts
from alerts.models import Notice
from core.errors import RuleBroken
from core.models import AuditEvent
from register import workflow as register
from tests.actions.test_agree import DUE, agreed
from tests.conftest import Cast
from tests.factories import NOW

SignIn = Callable[..., Client]
NORA = "nora@school.example"


def asked(cast: Cast, **changed: Any) -> Action:
    contact = Contact("Nora Noaccount", NORA, cast.commissioning)
    return agreed(cast, owner=None, contact=contact, **changed)


def path_of(action: Action) -> str:
    return urlsplit(links.answer_url(Action.objects.get(pk=action.pk))).path


def sent(at: datetime = NOW) -> list[Any]:
    mail.outbox.clear()
    alerts.relay(at=at)
    return [one for one in mail.outbox if one.to == [NORA]]


def test_somebody_without_an_account_owns_an_action_for_a_service(cast: Cast) -> None:
    action = asked(cast)
    assert action.owner is None
    assert action.owner_name == "Nora Noaccount"
    assert action.organisation == cast.commissioning


def test_an_owner_without_an_account_hears_that_it_is_cancelled(cast: Cast) -> None:
    action = asked(cast)
    sent()
    workflow.cancel(action=action, reason="Moved", by=cast.team, at=NOW)
    [told] = sent()
    assert "cancelled" in told.subject
    assert action.reference in told.body
    assert "/answer/" not in told.body
    assert "Ring the housing officer" not in told.body


@pytest.mark.parametrize("both", [True, False])
def test_an_action_has_one_owner_neither_two_nor_none(cast: Cast, both: bool) -> None:
    contact = Contact("Nora", NORA, cast.commissioning) if both else None
    with pytest.raises(RuleBroken, match="one owner"):
        agreed(cast, owner=cast.lead if both else None, contact=contact)
    assert not Action.objects.exists()


def test_the_database_itself_refuses_an_action_without_an_owner(cast: Cast) -> None:
    action = agreed(cast)
    with pytest.raises(IntegrityError, match="action_has_one_owner"), transaction.atomic():
        Action.objects.filter(pk=action.pk).update(owner=None)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": " "}, "contact_name"),
        ({"email": "nora at school"}, "contact_email"),
        ({"email": ""}, "contact_email"),
    ],
)
def test_somebody_who_cannot_be_mailed_cannot_own_an_action(
    cast: Cast, changed: dict[str, str], field: str
) -> None:
    values: dict[str, Any] = {"name": "Nora", "email": NORA, "organisation": cast.commissioning}
    with pytest.raises(RuleBroken) as refused:
        agreed(cast, owner=None, contact=Contact(**(values | changed)))
    assert refused.value.field == field
    assert not Action.objects.exists()


def test_whoever_has_an_account_is_chosen_by_it(cast: Cast) -> None:
    contact = Contact("Lena", cast.lead.email.upper(), cast.commissioning)
    with pytest.raises(RuleBroken, match="has an account"):
        agreed(cast, owner=None, contact=contact)


def test_the_mail_names_nobody_and_its_link_is_stored_nowhere(cast: Cast) -> None:
    action = asked(cast, description="Canary words about Robin")
    [message] = sent()
    link = path_of(action)
    assert link in message.body
    assert action.reference in message.body
    for secret in ("Canary", "Robin", "Nora", str(action.person_id), str(action.pk)):
        assert secret not in message.body + message.subject + str(message.alternatives)
    token = link.rstrip("/").rsplit("/", 1)[1]
    assert token not in str(list(AuditEvent.objects.values_list("facts", flat=True)))
    assert token not in str(list(Notice.objects.values()))


def test_the_page_of_the_link_shows_the_reference_and_the_day_and_nothing_else(
    cast: Cast, client: Client
) -> None:
    action = asked(cast, description="Canary words")
    page = client.get(path_of(action))
    text = page.content.decode()
    assert page.status_code == 200
    assert action.reference in text
    assert "4 December 2026" in text
    assert "no-store" in page["Cache-Control"]
    for secret in ("Canary", action.person.family_name, action.person.given_name, "Nora", NORA):
        assert secret not in text
    assert not Answer.objects.exists()


def answer(client: Client, path: str, kind: str = "done", words: str = "I rang") -> Any:
    return client.post(path, {"kind": kind, "words": words})


def test_done_by_a_link_waits_for_the_team_to_confirm(cast: Cast, client: Client) -> None:
    action = asked(cast)
    assert answer(client, path_of(action)).status_code == 302
    action.refresh_from_db()
    assert (action.status, action.evidence, action.done_by) == ("done", "I rang", None)
    assert action.done_by_name == "Nora Noaccount"
    assert Notice.objects.filter(kind="action_done", user=cast.team).exists()
    workflow.confirm(action=action, by=cast.team, at=NOW)
    assert Answer.objects.get().kind == "done"


@pytest.mark.parametrize("kind", ["not_done", "not_mine"])
def test_what_is_not_done_or_not_mine_comes_to_the_team_and_changes_nothing_else(
    cast: Cast, client: Client, kind: str
) -> None:
    action = asked(cast)
    answer(client, path_of(action), kind, "It is for housing")
    action.refresh_from_db()
    assert (action.status, action.answer, action.due_on) == ("open", kind, DUE)
    assert Notice.objects.filter(kind="action_answered", user=cast.team).exists()
    assert list(Action.objects.answered()) == [action]
    workflow.reassign(action=action, owner=cast.lead, reason="Ours", by=cast.team, at=NOW)
    assert not Action.objects.answered().exists()


def test_an_answer_without_words_is_refused_and_can_be_sent_again(
    cast: Cast, client: Client
) -> None:
    path = path_of(asked(cast))
    assert b"Enter what was done, or why it was not" in answer(client, path, words=" ").content
    assert not Answer.objects.exists()
    assert answer(client, path).status_code == 302


def test_a_link_used_twice_is_refused_and_changes_nothing(cast: Cast, client: Client) -> None:
    path = path_of(asked(cast))
    answer(client, path, "not_done")
    again = answer(client, path, "done")
    assert again.status_code == 410
    assert b"used already" in again.content
    assert Answer.objects.get().kind == "not_done"


def test_a_link_too_old_is_refused(cast: Cast, client: Client) -> None:
    path = path_of(asked(cast))
    with time_machine.travel(NOW + timedelta(days=15), tick=False):
        page = answer(client, path)
    assert page.status_code == 410
    assert b"too old" in page.content
    assert not Answer.objects.exists()


def test_a_link_that_was_altered_is_refused(cast: Cast, client: Client) -> None:
    path = path_of(asked(cast))
    page = answer(client, path[:-4] + "xyz/")
    assert page.status_code == 410
    assert b"not complete" in page.content
    assert not Answer.objects.exists()


def test_a_link_ends_when_somebody_else_owns_the_action(cast: Cast, client: Client) -> None:
    action = asked(cast)
    path = path_of(action)
    workflow.reassign(action=action, owner=cast.rep, reason="Ours", by=cast.team, at=NOW)
    assert answer(client, path).status_code == 410


def test_a_link_ends_when_the_team_cancels_the_action(cast: Cast, client: Client) -> None:
    action = asked(cast)
    path = path_of(action)
    workflow.cancel(action=action, reason="Moved", by=cast.team, at=NOW)
    assert b"has ended this action" in answer(client, path).content


def test_a_link_about_somebody_who_withdrew_is_refused(cast: Cast, client: Client) -> None:
    action = asked(cast)
    path = path_of(action)
    register.restrict(person_id=action.person_id, by=cast.team, at=NOW)
    assert answer(client, path).status_code == 410
    assert not Answer.objects.exists()
    assert not sent()


def test_two_answers_by_one_link_at_once_are_one(cast: Cast) -> None:
    action = asked(cast)
    number = action.contact_round
    workflow.answer(action=action, number=number, kind=Answered.NOT_DONE, words="No", at=NOW)
    with pytest.raises(RuleBroken, match="used already"):
        workflow.answer(action=action, number=number, kind=Answered.DONE, words="Yes", at=NOW)
    assert Answer.objects.count() == 1


def test_answers_from_one_network_are_limited(cast: Cast, client: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"answer_action": "1/h/ip"}
    answer(client, path_of(asked(cast)), "not_done")
    page = answer(client, path_of(asked(cast)), "not_done")
    assert b"Too many answers" in page.content
    assert Answer.objects.count() == 1


def test_the_owner_without_an_account_is_reminded_by_a_link_that_works(
    cast: Cast, client: Client
) -> None:
    action = asked(cast)
    sent()
    day = NOW.replace(month=12, day=4)
    workflow.chase(on=DUE, at=day)
    [message] = sent(day)
    assert "due or overdue" in message.body
    assert path_of(action) in message.body


def test_a_reminder_is_not_sent_once_the_action_is_done(cast: Cast) -> None:
    action = asked(cast)
    sent()
    day = NOW.replace(month=12, day=4)
    workflow.chase(on=DUE, at=day)
    workflow.mark_done(action=action, evidence="Rang", by=cast.team, at=day)
    assert not sent(day)


def test_an_action_is_agreed_with_somebody_without_an_account_on_the_page(
    cast: Cast, sign_in: SignIn
) -> None:
    person = asked(cast).person
    client = sign_in(cast.team)
    typed = {
        "description": "Find a school place", "owner": "", "contact_name": "Sam Senco",
        "contact_email": "sam@school.example", "contact_service": str(cast.commissioning.pk),
        "due_on_day": "4", "due_on_month": "12", "due_on_year": "2026",
    }  # fmt: skip
    assert client.post(f"/actions/agree/{person.pk}/", typed).status_code == 302
    made = Action.objects.get(contact_name="Sam Senco")
    assert b"sam@school.example" in client.get(f"/actions/{made.pk}/").content
    refused = client.post(f"/actions/agree/{person.pk}/", typed | {"contact_service": ""})
    assert b"Select their service" in refused.content
    refused = client.post(
        f"/actions/agree/{person.pk}/",
        typed | {"contact_name": "", "contact_email": "", "contact_service": ""},
    )
    assert b"Select who owns the action" in refused.content
    assert Action.objects.count() == 2
