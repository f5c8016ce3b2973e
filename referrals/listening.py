"""What this app listens to: what uses up a request to be included."""

from uuid import UUID

from core.events import Event, subscribe
from referrals.rules import SectionKey
from referrals.workflow import inclusion


@subscribe("referrals.section_saved")
def use_up_the_request(event: Event) -> None:
    """Wipe a request to be included once the draft says who the person is."""
    if event.facts.get("section") == SectionKey.PERSON and event.facts.get("complete"):
        referral = UUID(str(event.facts["referral"]))
        inclusion.note_section_saved(referral_id=referral, by=event.by, at=event.at)


@subscribe("referrals.discarded")
def free_the_request(event: Event) -> None:
    """Let another draft begin from a request whose draft was thrown away."""
    inclusion.note_discarded(referral_id=UUID(str(event.facts["referral"])), at=event.at)
