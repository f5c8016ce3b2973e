"""What this app listens to: every event that can raise, meet or end a duty."""

from actions import workflow
from actions.circumstances import ALSO_KNOWN_AS
from actions.policy.model import ENDS, OUTCOMES
from core import events
from core.events import Event

LEAVES = ("register.closed", "referrals.withdrawn", "referrals.moved_away")
MEETINGS_CHANGE = ("meetings.planned", "meetings.moved", "meetings.cancelled", "meetings.closed")


@events.subscribe(*dict.fromkeys((*OUTCOMES, *ALSO_KNOWN_AS, *ENDS, *LEAVES)))
def respond(event: Event) -> None:
    """Meet, end and raise duties, in the transaction of what happened."""
    workflow.respond(event)


@events.subscribe("register.person_updated", "register.stay_corrected")
def correct(event: Event) -> None:
    """Judge the duties again when the facts that decide them are put right."""
    workflow.correct(event)


@events.subscribe("register.transferred")
def move(event: Event) -> None:
    """Bring forward what is due sooner on the new ward."""
    workflow.follow_ward(event)


@events.subscribe("register.person_updated", "register.restricted", "register.unrestricted")
def follow(event: Event) -> None:
    """Keep the open duties on the worklist of the person's area, and on none while restricted."""
    changed = event.facts.get("changed")
    if not isinstance(changed, list) or "area" in changed:
        workflow.follow_area(event=event)


@events.subscribe(*MEETINGS_CHANGE)
def redate(event: Event) -> None:
    """Keep the duties "at the next meeting" in step with the meetings planned."""
    workflow.redate_for_meetings(event)


@events.subscribe("referrals.information_asked")
def pause(event: Event) -> None:
    """Stop the clock of triage while the referrer is asked."""
    workflow.pause(event=event)


@events.subscribe("referrals.information_given", "referrals.submitted")
def resume(event: Event) -> None:
    """Let the clock of triage go on: an answer has come, or another referral."""
    workflow.resume(event=event)


@events.subscribe("referrals.moved_away")
def let_go(event: Event) -> None:
    """End the duties of triage that went to another record with their referral."""
    workflow.let_go(event=event)


@events.subscribe("register.unrestricted")
def note_again(event: Event) -> None:
    """Note what is due on the list rows that come back with a record."""
    if event.person_id is not None:
        workflow.refresh_next_due(event.person_id)
