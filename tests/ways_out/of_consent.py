"""Lawful basis, withdrawals, erasure and legal holds."""

from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

from django.urls import reverse

from consent import policy, rules, workflow
from consent.models import Decision, Disposal, LegalHold, Withdrawal
from register import workflow as register
from register.models import Person
from register.rules import Cause, ClosureReason, Level
from tests.access.people import seen_by_all
from tests.conftest import Cast
from tests.consent import details
from tests.factories import NOW
from tests.register.closing import day
from tests.ways_out.model import Machine, State, Way

WHY = {"reason": "Slip"}
_GONE = "Nothing about the person is left. Two people agreed, and a certificate says so."
_UNTIL = date(2027, 2, 1)
LONG_AGO = NOW - timedelta(days=40)


def _person(one: Any) -> str:
    return reverse("register:person", args=[one.person_id])


def _history(one: Any) -> str:
    return reverse("consent:history", args=[one.person_id])


def decided(cast: Cast) -> Decision:
    """Return a lawful basis that stands."""
    return workflow.record(
        person=seen_by_all(cast), details=details.decision(), by=cast.team, at=NOW
    )


def _struck(cast: Cast) -> Decision:
    one = decided(cast)
    register.strike_out(
        person=one.person, kind="decision", fact_id=one.pk, cause=Cause.MISTAKE,
        reason="Slip", by=cast.team, at=NOW,
    )  # fmt: skip
    return one


STRIKE = {"cause": "mistake", "why": "Slip"}
DECISION = Machine(
    "A lawful basis", Decision, ("struck_out",), _person,
    (
        State("in_force", "in force", decided, (
            Way("consent:choose", "record another, which takes its place", "lead, team"),
            Way("consent:correct_decision", "correct it", about=lambda one: one, stays=True),
            Way("register:strike_out", "strike it out", press=STRIKE, about=lambda one: one),
            Way("consent:withdraw", "record that consent was withdrawn", "lead, team"),
        ), by_itself="its review date passes"),
        State("struck_out", "struck out", _struck, (
            Way("consent:choose", "record the right one", "lead, team"),
        ), end="It stays in the history, and the one before it is in force again."),
    ),
    read=lambda one: "struck_out" if one.struck_out_id else "in_force",
)  # fmt: skip


def withdrawn(cast: Cast) -> Withdrawal:
    """Return a withdrawal that the team recorded: the record is hidden."""
    return workflow.withdraw(
        person=seen_by_all(cast), channel=rules.Channel.PHONE,
        requester=rules.Requester.PERSON, identity_checked=True, by=cast.team, at=NOW,
    )  # fmt: skip


def _approved(cast: Cast) -> Withdrawal:
    """Return one that waits for the cooling-off of the shipped policy."""
    one, shipped = withdrawn(cast), policy.read(policy.FILE)
    with patch.object(policy, "current", lambda: shipped):
        workflow.approve_erasure(withdrawal=one, by=cast.second_team, at=NOW)
    return one


def _restored(cast: Cast) -> Withdrawal:
    return workflow.restore(withdrawal=withdrawn(cast), reason="Slip", by=cast.second_team, at=NOW)


def _carried_out(cast: Cast) -> Withdrawal:
    one = withdrawn(cast)
    workflow.approve_erasure(withdrawal=one, by=cast.second_team, at=NOW)
    return one


_restore = Way("consent:restore", "restore the record", "second_team, auditor", WHY)
_hold = Way("consent:hold_withdrawn", "keep it by law", "team, auditor")
WITHDRAWAL = Machine(
    "A withdrawal", Withdrawal, ("state", "decided_at"),
    lambda one: reverse("consent:withdrawal", args=[one.pk]),
    (
        State("restricted", "recorded: the record is hidden", withdrawn, (
            Way("consent:approve_erasure", "agree to erase the record", "second_team, auditor"),
            _restore, _hold,
        )),
        State("approved", "agreed, waiting for the cooling-off to end", _approved, (
            _restore, _hold,
        ), by_itself="the cooling-off ends: the record is erased"),
        State("restored", "restored", _restored, (
            Way("consent:withdraw", "record it again", "lead, team", at=_person),
        ), end="It was recorded in error."),
        State("erased", "erased", _carried_out,
              end=_GONE),
    ),
    also=("register.Person.restricted_at",),
)  # fmt: skip


def _listed(cast: Cast) -> Disposal:
    person = seen_by_all(cast, at=LONG_AGO)
    register.close(person=person, reason=ClosureReason.NOT_ELIGIBLE, by=cast.team, at=LONG_AGO)
    workflow.list_due(at=NOW)
    return Disposal.objects.get(person=person)


def _proposed(cast: Cast) -> Disposal:
    return workflow.propose_disposal(disposal=_listed(cast), by=cast.team, at=NOW)


def _kept(cast: Cast) -> Disposal:
    return workflow.keep_record(
        disposal=_listed(cast), why="Court", until=_UNTIL, by=cast.team, at=NOW
    )


def _lapsed(cast: Cast) -> Disposal:
    """Return one whose person came onto the register again."""
    one = _listed(cast)
    register.enter(
        person=Person.objects.get(pk=one.person_id), level=Level.AMBER, reason="Back",
        by=cast.team, at=NOW,
    )  # fmt: skip
    workflow.list_due(at=NOW)
    return one


def _disposed(cast: Cast) -> Disposal:
    one = _proposed(cast)
    workflow.agree_disposal(disposal=one, by=cast.second_team, at=NOW)
    return one


_sure = {"checked": "on"}
_keep = day("until", _UNTIL + timedelta(days=7)) | {"why": "Court"}
DISPOSAL = Machine(
    "A record whose time is over", Disposal, ("state", "proposed_at", "decided_at", "kept_until"),
    lambda one: reverse("consent:disposal", args=[one.pk]),
    (
        State("due", "due, waiting for a first person", _listed, (
            Way("consent:propose_disposal", "propose to erase it", "team, auditor", _sure),
            Way("consent:keep_record", "keep it for now", "team, auditor", _keep),
            Way("consent:set_hold", "keep it by law", "team, auditor"),
        )),
        State("proposed", "proposed, waiting for a second person", _proposed, (
            Way("consent:agree_disposal", "agree to erase it", "second_team, auditor"),
            Way("consent:keep_record", "refuse, or take it back", "team, second_team, auditor",
                _keep),
        )),
        State("kept", "kept for now", _kept, (
            Way("consent:propose_disposal", "propose to erase it", "team, auditor", _sure),
            Way("consent:keep_record", "change the reason or the day", "team, auditor", _keep,
                stays=True),
        ), by_itself="that day comes: it is due again"),
        State("lapsed", "no longer due: the person came back", _lapsed, (
            Way("register:close", "close the record again", at=_person),
        ), end="It is listed again once it has been kept long enough."),
        State("erased", "erased", _disposed,
              end=_GONE),
    ),
)  # fmt: skip


def _kept_by_law(cast: Cast) -> LegalHold:
    return workflow.set_hold(
        person=decided(cast).person, reason=rules.HoldReason.INQUEST, words="The coroner",
        review_on=_UNTIL, by=cast.team, at=NOW,
    )  # fmt: skip


def _lifted(cast: Cast) -> LegalHold:
    return workflow.lift_hold(hold=_kept_by_law(cast), why="Over", by=cast.team, at=NOW)


HOLD = Machine(
    "A legal hold", LegalHold, ("lifted_at",), lambda one: reverse("consent:holds"),
    (
        State("standing", "in force", _kept_by_law, (
            Way("consent:lift_hold", "lift it", "team, auditor", {"why": "Over"}),
            Way("consent:lift_hold", "lift it, from the record", at=_history,
                about=lambda one: one),
        )),
        State("lifted", "lifted", _lifted, (
            Way("consent:set_hold", "set it again", at=_history),
        ), end="The usual rules apply to the record again."),
    ),
    read=lambda one: "lifted" if one.lifted_at else "standing",
)  # fmt: skip

MACHINES = (DECISION, WITHDRAWAL, DISPOSAL, HOLD)
