"""Withdrawing a part of what was agreed, at once, while the rest goes on."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from accounts.models import User
from consent import rules
from consent.models import Decision, ScopeWithdrawal
from consent.workflow.decisions import details_of, record
from core import events
from core.dates import age_on, local_day
from core.errors import RuleBroken
from register import workflow as register
from register.models import Person


@events.step
def withdraw_scopes(
    *,
    person: Person,
    scopes: Collection[rules.Scope],
    requester: rules.Requester,
    channel: rules.Channel,
    words: str,
    by: User,
    at: datetime,
) -> Decision:
    """Withdraw parts of the decision that stands; what they name is closed from this moment.

    Being on the register cannot be withdrawn alone: that is `withdraw`. Returns what is left of
    the decision: the same basis, day and review, with the parts at no.
    """
    person = register.hold(person.pk)
    decision = current(person)
    check_open(decision)
    if not words.strip():
        raise RuleBroken("Enter what was said", field="words")
    wanted = sorted({rules.Scope(one) for one in scopes})
    gone = [one for one in wanted if not getattr(decision, one)]
    if not wanted:
        raise RuleBroken("Select what was withdrawn", field="scopes")
    if gone:
        raise RuleBroken(
            f"The decision says no to this already: {gone[0].label}. Nothing was changed.",
            field="scopes",
        )
    basis, age = rules.Basis(decision.basis), age_on(person.birth_date, local_day(at))
    rules.check_requester(requester, basis=basis, age=age)
    narrowed: dict[str, Any] = dict.fromkeys(map(str, wanted), False)
    details = replace(details_of(decision), **narrowed)
    left = record(person=person, details=details, by=by, at=at, narrows=True)
    ScopeWithdrawal.objects.create(
        person=person, decision=left, scopes=wanted, requester=requester, channel=channel,
        words=words.strip(),
    )  # fmt: skip
    return left


def current(person: Person) -> Decision:
    """Return the person's last decision; raises where there is none."""
    decision = Decision.objects.newest(person.pk)
    if decision is None:
        raise RuleBroken("No decision has been recorded, so there is nothing to withdraw.")
    return decision


def open_scopes(decision: Decision) -> list[rules.Scope]:
    """Return the parts to which a decision says yes."""
    return [one for one in rules.Scope if getattr(decision, one)]


def check_open(decision: Decision) -> None:
    """Refuse where the decision says no to everything but being on the register."""
    if not open_scopes(decision):
        raise RuleBroken(
            "The decision says no to every part already. To withdraw consent to be on the "
            "register, record that consent was withdrawn."
        )
