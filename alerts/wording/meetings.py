"""What is said of meetings."""

from alerts.wording.model import Wording

WORDS: dict[str, Wording] = {
    "meeting_invited": Wording(
        "You are invited to a meeting", "Sign in to see the time and the place.", "meeting"
    ),
    "meeting_cancelled": Wording(
        "A meeting is cancelled",
        "A meeting that you were invited to will not take place. Sign in to see which one.",
        "meeting",
    ),
    "meeting_not_held": Wording(
        "A meeting was not held",
        "A meeting that you were invited to was opened and could not be held. The people on its "
        "agenda are on the next one. Sign in to see which meeting it was.",
        "meeting",
    ),
    "meeting_reopened": Wording(
        "A meeting is open again",
        "A meeting was ended by mistake and has been opened again. It can still record what "
        "was discussed and agreed. Sign in to see which meeting it is, and why.",
        "meeting",
    ),
    "meeting_taken_over": Wording(
        "Another area's team now runs a meeting that you chair",
        "The person that the urgent meeting is about moved to another area, and its DSR team has "
        "taken the meeting over. Time, place and those invited have not changed.",
        "meeting",
    ),
    "meeting_corrected": Wording(
        "What a meeting recorded has been corrected",
        "You were told that a meeting agreed something about someone you lead. That was struck "
        "out, or whether it is final has changed. Please read the minutes again.",
        "person",
        gathers=True,
    ),
    "minutes_to_check": Wording(
        "Minutes are waiting to be checked",
        "Minutes that were recorded on the wrong person have been moved to someone in your area. "
        "They do not count until someone has checked them. Please read them, then save them or "
        "set them aside.",
        "moved_minutes",
        waits=True,
        gathers=True,
    ),
    "meeting_moved": Wording(
        "A meeting has changed",
        "The time, the place or the chair of a meeting that you are invited to has changed. The "
        "entry for your calendar comes with this email. The register says more.",
        "meeting",
    ),
    "meeting_uninvited": Wording(
        "You are no longer invited to a meeting",
        "You need not come to a meeting that you were invited to. Take it out of your calendar.",
        "contact",
    ),
    "meeting_outcome": Wording(
        "The minutes of a meeting are approved",
        "A meeting agreed something about someone you lead. Please read the outcome, then update "
        "the team around the person and the family. Feedback is due within 2 working days of the "
        "meeting.",
        "person",
    ),
    "meeting_urgent": Wording(
        "Urgent meeting about a RED alert",
        "An urgent meeting by exception has been arranged. Please attend.",
        "meeting",
        urgent=True,
    ),
}
