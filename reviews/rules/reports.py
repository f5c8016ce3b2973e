"""To whom the report of a review goes, by when, and what they answer. Plain values only."""

from datetime import date
from enum import StrEnum

from core.errors import RuleBroken


class Recipient(StrEnum):
    """Who can have a copy; the first four are those of statute (sections 125A to 125C)."""

    COMMISSIONER = "commissioner"
    CLINICIAN = "clinician"
    ICB_117 = "icb_117"
    LOCAL_AUTHORITY = "local_authority"
    PERSON = "person"
    FAMILY = "family"

    @property
    def label(self) -> str:
        """The recipient in plain words."""
        return {
            "commissioner": "Responsible commissioner",
            "clinician": "Responsible clinician",
            "icb_117": "ICB responsible for section 117 aftercare",
            "local_authority": "Local authority of ordinary residence",
            "person": "The person",
            "family": "Family or carer",
        }[self.value]


STATUTORY = (
    Recipient.COMMISSIONER, Recipient.CLINICIAN, Recipient.ICB_117, Recipient.LOCAL_AUTHORITY,
)  # fmt: skip
"""Those who must have regard to the recommendations (section 125C)."""


def check_report_sent(sent_on: date, *, held_on: date, on: date) -> None:
    """Refuse a report sent before its review or in the future."""
    if sent_on > on:
        raise RuleBroken("Date sent must be today or in the past", field="sent_on")
    if sent_on < held_on:
        raise RuleBroken("Date sent must be on or after the day of the review", field="sent_on")


def check_resent(sent_on: date, *, put_right_on: date) -> None:
    """Refuse a corrected report that went out before the review was put right."""
    if sent_on < put_right_on:
        raise RuleBroken(
            "Date sent must be on or after the day the review was put right",
            field="sent_on",
        )


def check_regard(
    recipient: Recipient, words: str, *, sent_on: date, regard_on: date, on: date
) -> None:
    """Refuse an answer of somebody who need not give one, without words or on an impossible day."""
    if recipient not in STATUTORY:
        raise RuleBroken("Only those whom statute names must have regard to the recommendations.")
    if not words.strip():
        raise RuleBroken("Enter what they answered", field="regard")
    if regard_on > on:
        raise RuleBroken("Date of the answer must be today or in the past", field="regard_on")
    if regard_on < sent_on:
        raise RuleBroken(
            "Date of the answer must be on or after the day the copy was sent", field="regard_on"
        )
