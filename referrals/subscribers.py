"""What referrals hear of: a new rating answers the updates that asked for a decision, and a death
ends what waits for triage, unless it was recorded in error. A referral follows what was found of
who its person is."""

from uuid import UUID

from core.events import Event, subscribe
from referrals.workflow.joining import join, separate
from referrals.workflow.restoring import restore_after_error
from referrals.workflow.triage import withdraw_with_closing
from referrals.workflow.updating import answer_by_rating
from register.models import IdentityFinding, Person
from register.rules import ClosureReason


@subscribe("register.rated")
def answer_updates(event: Event) -> None:
    """Count a new rating as the answer to every update that waits for one."""
    if event.person_id is not None:
        answer_by_rating(
            person=Person(pk=event.person_id), level=str(event.facts["level"]), by=event.by,
            at=event.at,
        )  # fmt: skip


@subscribe("register.closed")
def withdraw_after_a_death(event: Event) -> None:
    """Withdraw what waits for triage about someone who has died: no one decides it any more."""
    if event.facts["reason"] == ClosureReason.DIED and event.person_id and event.by:
        withdraw_with_closing(person_id=event.person_id, closing=event.id, by=event.by, at=event.at)


@subscribe("register.reopened")
def give_back_after_an_error(event: Event) -> None:
    """Put back into triage what a closing in error had withdrawn."""
    closing = event.facts.get("closing")
    if isinstance(closing, int) and event.person_id and event.by:
        restore_after_error(person_id=event.person_id, closing=closing, by=event.by, at=event.at)


@subscribe("register.same_person")
def join_to_the_record_that_was_there(event: Event) -> None:
    """Let a referral that waits be about the record that was there before it."""
    finding = _finding(event)
    if finding is not None and event.by:
        join(finding=finding, by=event.by, at=event.at)


@subscribe("register.finding_ended")
def give_its_own_record_back(event: Event) -> None:
    """Let a referral that was joined to another record be about its own again."""
    finding = _finding(event)
    if finding is not None and event.by:
        separate(finding=finding, by=event.by, at=event.at)


def _finding(event: Event) -> IdentityFinding | None:
    """Return the finding that an event is about; it is told once for each of the two records."""
    if not event.facts["first"]:
        return None
    return IdentityFinding.objects.get(pk=UUID(str(event.facts["finding"])))
