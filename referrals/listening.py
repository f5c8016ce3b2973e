"""What this app listens to: what a draft takes over from a request to be included."""

from uuid import UUID

from core.events import Event, subscribe
from referrals.rules import SectionKey
from referrals.workflow import inclusion


@subscribe("referrals.section_saved")
def use_up_the_request(event: Event) -> None:
    """Wipe from a request to be included what a section of the draft holds now."""
    if event.facts.get("complete"):
        inclusion.note_section_saved(
            referral_id=UUID(str(event.facts["referral"])),
            section=SectionKey(str(event.facts["section"])),
            by=event.by,
            at=event.at,
        )


@subscribe("referrals.discarded", "referrals.draft_expired")
def free_the_request(event: Event) -> None:
    """Let another draft begin from a request whose draft was thrown away, or whose time ran out."""
    inclusion.note_discarded(referral_id=UUID(str(event.facts["referral"])), at=event.at)
