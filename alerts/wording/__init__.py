"""What every notice says: a reference and a link only, no name, no initials, no number.

One file for each app whose events it tells of.
"""

from alerts.wording import (
    accounts,
    actions,
    area_moves,
    consent,
    duties,
    meetings,
    referrals,
    register,
    reviews,
)
from alerts.wording.model import Wording

NOTICES: dict[str, Wording] = {
    **accounts.WORDS,
    **actions.WORDS,
    **area_moves.WORDS,
    **consent.WORDS,
    **duties.WORDS,
    **meetings.WORDS,
    **referrals.WORDS,
    **register.WORDS,
    **reviews.WORDS,
}
"""Every notice there is, by its kind."""

OUTLIVES = frozenset(
    {
        "person_died", "person_left", "acceptance_taken_back", "meeting_cancelled",
        "meeting_uninvited", "review_ended",
        "review_stopped", "action_agreed", "action_answered", "action_cancelled", "action_done",
        "action_extended", "action_for_service", "action_for_service_ended", "action_reopened",
        "action_sent_back", "draft_expiring", "information_asked", "information_given",
        "referral_received", "red_referral", "referral_accepted", "referral_declined",
        "referral_redirected", "referral_taken", "redirect_asked", "redirect_red",
        "red_referral_again", "referral_not_withdrawn",
        "redirect_returned", "redirect_taken", "redirect_waits", "redirect_waits_board",
        "record_put_right", "record_struck_out", "referral_reopened", "referral_restored",
        "referral_words_corrected",
        "meeting_corrected", "person_died_corrected", "move_ended",
    }
)  # fmt: skip
"""What may still be said about someone who has left the register: that they left and what ended,
what people do with an action that its owner kept, a referral made since, and that something of
which they had been told was put right."""

CORRECTS = frozenset(
    {"record_put_right", "record_struck_out", "meeting_corrected", "referral_words_corrected",
     "person_not_died"}
)  # fmt: skip
"""What says that something of which people had been told was wrong. It goes out although the
person leaves the register meanwhile; of someone who dies it is said together with the death."""

GATHERED = frozenset(kind for kind, wording in NOTICES.items() if wording.gathers)
"""What is gathered into one email for each reader, unless it is urgent."""

TOLD_ANEW = frozenset({"red_rating", "meeting_urgent", "meeting_moved"})
"""What is said afresh when a record is reopened: the RED that stands, the meeting planned again."""

__all__ = ["CORRECTS", "GATHERED", "NOTICES", "OUTLIVES", "TOLD_ANEW", "Wording"]
