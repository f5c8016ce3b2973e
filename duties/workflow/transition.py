"""From when Part 8A applies to someone already detained when it began: decided by the DSR team.

The register knows of no transitional law (domain 10b), so it decides nothing by itself.
"""

from datetime import date, datetime

from accounts.models import User
from core import events, history
from core.dates import local_day
from core.errors import Conflict, RuleBroken
from duties import rules, transition
from duties.models import TransitionDecision
from register.models import InpatientStay
from register.workflow import hold

_ANOTHER_DAY = "The day on which Part 8A begins was changed."


@events.step
def decide_transition(
    *, stay: InpatientStay, applies_from: date | None, reason: str, by: User, at: datetime
) -> TransitionDecision:
    """Decide from which day Part 8A applies to a stay, or with None that it does not apply.

    Where it applies, the first statutory review is counted from `applies_from`. A decision that
    was made for another day of commencement is struck out. Raises Conflict where it has been
    decided meanwhile.
    """
    person = hold(stay.person_id)
    stay = InpatientStay.objects.select_for_update().get(pk=stay.pk)
    begins = _begins(stay)
    rules.check_transition(applies_from=applies_from, begins_on=begins, today=local_day(at))
    rules.check_words(reason, "Enter the reason for this decision", field="reason")
    earlier = TransitionDecision.objects.in_force().filter(stay=stay).first()
    if earlier is not None and earlier.begins_on == begins:
        raise Conflict(f"{earlier.by.full_name} has already decided this. Nothing was changed.")
    if earlier is not None:
        _strike_out(earlier, _ANOTHER_DAY, by=by, at=at)
    made = TransitionDecision(
        person=person, stay=stay, begins_on=begins, applies_from=applies_from,
        reason=reason.strip(), by=by, at=at,
    )  # fmt: skip
    event = events.publish(
        "duties.transition_decided" if applies_from else "duties.transition_does_not_apply",
        person=person.pk, by=by, at=at, stay=stay.pk, decision=made.pk, begins_on=begins,
        applies_from=applies_from,
    )  # fmt: skip
    made.event = event.id
    history.save(made, by=by, at=at, reason="decide")
    return made


@events.step
def strike_out_transition(
    *, decision: TransitionDecision, reason: str, by: User, at: datetime
) -> TransitionDecision:
    """Strike out a decision that was a slip: the duty that it asked for ends, and the person is
    on the list to decide again, if they are still detained."""
    hold(decision.person_id)
    decision = TransitionDecision.objects.select_for_update().get(pk=decision.pk)
    if not decision.is_in_force:
        raise RuleBroken("This decision has already been struck out. Nothing was changed.")
    rules.check_words(reason, "Enter why this decision was a mistake", field="reason")
    _strike_out(decision, reason, by=by, at=at)
    return decision


def _begins(stay: InpatientStay) -> date:
    """Return the day on which Part 8A begins; refuses a stay about which none need decide."""
    begins = transition.begins_on()
    if begins is None:
        raise RuleBroken("Part 8A is switched off. There is nothing to decide.")
    if stay.discharged_on is not None or not rules.is_already_detained(
        detained_since=stay.detained_since, applicable_on=stay.applicable_on, begins_on=begins
    ):
        raise RuleBroken(
            "This person is not on the list to decide: they are no longer detained, or were not "
            "detained before Part 8A began."
        )
    return begins


def _strike_out(decision: TransitionDecision, reason: str, *, by: User, at: datetime) -> None:
    decision.struck_out_at, decision.struck_out_by = at, by
    decision.struck_out_reason = reason.strip()
    history.save(decision, by=by, at=at, reason="strike_out")
    events.publish(
        "duties.transition_struck_out", person=decision.person_id, by=by, at=at,
        stay=decision.stay_id, decision=decision.pk, of=decision.event,
    )  # fmt: skip
