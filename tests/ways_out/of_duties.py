"""Duties that policy raised, RED alerts, and Part 8A of the Mental Health Act."""

from typing import Any

from django.urls import reverse

from alerts import red
from alerts import workflow as alerts
from duties import workflow
from duties.models import CommencementProposal, Duty, DutyDecision, TransitionDecision
from meetings import workflow as meetings
from meetings.models import Meeting
from register import workflow as register
from register.models import Rating, Standing
from register.rules import ClosureReason, Level
from tests.access.people import seen_by_all
from tests.conftest import Cast
from tests.duties import commencing
from tests.factories import NOW
from tests.meetings.conftest import TOMORROW
from tests.ways_out.model import Machine, State, Way
from tests.ways_out.of_register import discharged, itself, record

TODAY = NOW.date()
WHY = {"reason": "Slip"}


def _duty(cast: Cast) -> Duty:
    person = seen_by_all(cast, level=Level.RED)
    return Duty.objects.open().filter(person=person).order_by("rule")[0]


def _by_hand(cast: Cast) -> Duty:
    """Return a duty that only a named person can say is met."""
    stay = discharged(cast)
    open_ones = Duty.objects.open().filter(person=stay.person)
    return next(one for one in open_ones.order_by("rule") if one.is_met_by_hand)


def _waived(cast: Cast) -> Duty:
    return workflow.waive(duty=_duty(cast), reason="Slip", by=cast.team, at=NOW)


def _met(cast: Cast) -> Duty:
    return workflow.record_done(duty=_by_hand(cast), done="Rang", on=TODAY, by=cast.team, at=NOW)


def _ended(cast: Cast) -> Duty:
    duty = _duty(cast)
    register.close(person=duty.person, reason=ClosureReason.MOVED_AWAY, by=cast.team, at=NOW)
    return duty


def _page(one: Any) -> str:
    return reverse("actions:duty", args=[getattr(one, "duty_id", one.pk)])


_waive = Way("actions:waive", "waive it, with a reason", press=WHY)
_strike = Way(
    "actions:strike_out_decision", "strike out the decision: it is open again", press=WHY,
    about=lambda one: one.decisions.get(),
)  # fmt: skip
DUTY = Machine(
    "A duty", Duty, ("status", "ended_at", "ended_on", "paused_on"), _page,
    (
        State("open", "to do, met by what is recorded", _duty, (
            _waive,
            Way("meetings:urgent_person", "do what meets it, from the record", at=record),
        ), by_itself="a fact meets it, or it is no longer required"),
        State("open", "to do, met by a named person's word", _by_hand, (
            Way("actions:record_done", "record that it was done"), _waive,
        )),
        State("met", "met", _met, (_strike,),
              end="It is done. Where a fact met it, striking out the fact opens it again."),
        State("waived", "waived", _waived, (_strike,), end="Someone said why it need not be met."),
        State("cancelled", "no longer required", _ended, (
            Way("register:reopen", "put right the fact that ended it: here, the closing",
                at=record),
        ), end="It is worked out from the facts, and comes back with them."),
    ),
)  # fmt: skip


def _decision(cast: Cast) -> DutyDecision:
    return _waived(cast).decisions.get()


def _struck_decision(cast: Cast) -> DutyDecision:
    one = _decision(cast)
    workflow.strike_out(decision=one, reason="Slip", by=cast.team, at=NOW)
    return one


def _standing(one: Any) -> str:
    return "struck_out" if one.struck_out_at else "stands"


DECISION = Machine(
    "A decision about a duty", DutyDecision, ("struck_out_at",), _page,
    (
        State("stands", "in force", _decision, (
            Way("actions:strike_out_decision", "strike it out", press=WHY, about=itself),
            Way("actions:correct_decision", "put its words or its day right", about=itself),
        )),
        State("struck_out", "struck out", _struck_decision, (
            Way("actions:waive", "decide again"),
        ), end="It stays in the history, and the duty is what it was before."),
    ),
    read=_standing,
)  # fmt: skip


def _alert(cast: Cast) -> Rating:
    person = seen_by_all(cast, level=Level.RED)
    return Standing.objects.get(person=person).rating


def _of(one: Any) -> red.Alert:
    return next(alert for alert in red.everywhere() if alert.subject_id == one.pk)


def _acknowledged(cast: Cast) -> Rating:
    one = _alert(cast)
    alerts.acknowledge(alert=_of(one), by=cast.team, at=NOW)
    return one


def _no_meeting(cast: Cast) -> Rating:
    one = _alert(cast)
    alerts.decline_meeting(alert=_of(one), reason="Seen today", by=cast.team, at=NOW)
    return one


def _convened(cast: Cast) -> Rating:
    one = _alert(cast)
    meetings.convene_urgent(
        person=one.entry.person, starts_at=TOMORROW, place="Call", chair=cast.team,
        reason="Crisis", invite=[cast.rep], by=cast.team, at=NOW,
    )  # fmt: skip
    return one


def _alert_state(one: Any) -> str:
    alert = _of(one)
    if alert.meeting_id:
        return "convened"
    if alert.declined_at:
        return "no_meeting"
    return "waiting" if alert.waits else "acknowledged"


def _of_entry(one: Any) -> Any:
    return one.entry.person


def _meeting(one: Any) -> Meeting:
    return Meeting.objects.get(person=one.entry.person)


_convene = Way("meetings:urgent_person", "arrange an urgent meeting", about=_of_entry)
_why_not = Way("alerts:decline_meeting", "say why there is none", press={"reason": "Seen"})
ALERT = Machine(
    "A RED alert", Rating, (), lambda one: reverse("alerts:red"),
    (
        State("waiting", "waiting for the team", _alert, (
            Way("alerts:acknowledge", "acknowledge it", press={}), _convene, _why_not,
        ), by_itself="if no one acknowledges it, it is escalated"),
        State("acknowledged", "acknowledged", _acknowledged, (_convene, _why_not)),
        State("no_meeting", "without an urgent meeting", _no_meeting, (
            Way("meetings:urgent_person", "arrange one after all", about=_of_entry),
        ), end="A named person said why."),
        State("convened", "with an urgent meeting", _convened, (
            Way("meetings:cancel", "cancel the meeting: the alert asks for one again",
                at=lambda one: reverse("meetings:meeting", args=[_of(one).meeting_id]),
                about=_meeting),
        ), end="The meeting decides."),
    ),
    read=_alert_state,
)  # fmt: skip


def _proposal(cast: Cast) -> CommencementProposal:
    return commencing.propose(cast)


def _others(cast: Cast) -> CommencementProposal:
    return commencing.propose(cast, by=commencing.second_administrator())


def _confirmed(cast: Cast) -> CommencementProposal:
    one = _others(cast)
    workflow.confirm_commencement(proposal=one, by=cast.administrator, at=NOW)
    return one


def _rejected(cast: Cast) -> CommencementProposal:
    return workflow.reject_commencement(
        proposal=_others(cast), reason="No", by=cast.administrator, at=NOW
    )


def _taken_back(cast: Cast) -> CommencementProposal:
    return workflow.withdraw_commencement(proposal=_proposal(cast), by=cast.administrator, at=NOW)


_propose = Way("actions:propose_commencement", "propose another day", "administrator")
PROPOSAL = Machine(
    "A proposal to begin Part 8A, or to switch it off", CommencementProposal,
    ("status", "ended_at"), lambda one: reverse("actions:propose_commencement"),
    (
        State("open", "proposed by you, waiting for a second administrator", _proposal, (
            Way("actions:withdraw_commencement", "withdraw it", "administrator", {}),
        )),
        State("open", "proposed by a colleague, waiting for a second administrator", _others, (
            Way("actions:confirm_commencement", "check and confirm it", "administrator"),
            Way("actions:reject_commencement", "reject it", "administrator", WHY),
        )),
        State("confirmed", "confirmed", _confirmed, (_propose,),
              end="Part 8A is set; another proposal changes it."),
        State("rejected", "rejected", _rejected, (_propose,), end="Nothing changed."),
        State("withdrawn", "withdrawn", _taken_back, (_propose,), end="Nothing changed."),
    ),
)  # fmt: skip


def _transition(cast: Cast) -> TransitionDecision:
    stay = commencing.detained(cast, seen_by_all(cast))
    commencing.commence(cast)
    return workflow.decide_transition(
        stay=stay, applies_from=commencing.BEGINS, reason="Advice", by=cast.team, at=NOW
    )


def _struck_transition(cast: Cast) -> TransitionDecision:
    return workflow.strike_out_transition(
        decision=_transition(cast), reason="Slip", by=cast.team, at=NOW
    )


TRANSITION = Machine(
    "From when Part 8A applies to someone already detained", TransitionDecision,
    ("struck_out_at", "applies_from"), lambda one: reverse("actions:already_detained"),
    (
        State("stands", "decided", _transition, (
            Way("actions:strike_out_transition", "strike out the decision", press=WHY,
                about=itself),
        )),
        State("struck_out", "decided by mistake, and struck out", _struck_transition, (
            Way("actions:decide_transition", "decide again"),
        ), end="It stays in the history."),
    ),
    read=_standing,
)  # fmt: skip

MACHINES = (DUTY, DECISION, ALERT, PROPOSAL, TRANSITION)
