"""What is said of ratings and RED alerts."""

from alerts.wording.model import Wording

WORDS: dict[str, Wording] = {
    "red_rating": Wording(
        "RED alert: a rating needs you now",
        "Someone in your area is now rated RED and no one has acknowledged it. RED means an "
        "immediate risk of admission. Acknowledge it, then arrange an urgent meeting.",
        "red",
        urgent=True,
    ),
    "red_unread": Wording(
        "RED alert still not acknowledged",
        "No one has acknowledged a RED alert for your area. Please act now.",
        "red",
        urgent=True,
    ),
    "red_unread_commissioner": Wording(
        "A RED alert has not been acknowledged",
        "A RED alert in one of your areas has not been acknowledged by the DSR team in time. "
        "Please contact the team.",
        "contact",
        urgent=True,
    ),
    "red_no_team": Wording(
        "A RED alert has reached no one",
        "A RED alert has been raised in one of your areas, which has no DSR team member at the "
        "moment. No one has seen it. RED means an immediate risk of admission. Please make sure "
        "that someone acts now: an administrator can give the DSR team role.",
        "contact",
        urgent=True,
    ),
    "area_without_team": Wording(
        "An area with a RED alert has no DSR team",
        "A RED alert has been raised in an area that has no DSR team member, so no one has seen "
        "it. Give someone the DSR team role for the area now.",
        "areas",
        urgent=True,
    ),
    "amber_rating": Wording(
        "AMBER rating: for the next tracking meeting",
        "Someone in your area is now rated AMBER and is on the next tracking meeting.",
        "person",
    ),
    "red_update": Wording(
        "RED alert: an update needs you now",
        "A lead professional in your area rates someone RED who is not rated RED now. RED means "
        "an immediate risk of admission. Acknowledge it, then decide whether the rating changes.",
        "red",
        urgent=True,
    ),
    "rating_asked": Wording(
        "An update asks for a rating decision",
        "A lead professional has completed the clinical support tool again. Its suggestion or "
        "their rating differs from the rating in force: decide whether it changes.",
        "person",
    ),
    "record_put_right": Wording(
        "Something you were told has been put right",
        "Something that was recorded wrongly has been put right. Open the person's page to see "
        "what it says now, who changed it and why.",
        "person",
        gathers=True,
    ),
    "record_struck_out": Wording(
        "Something you were told was recorded by mistake",
        "Something that was recorded by mistake has been struck out and does not count. Open the "
        "person's page to see what was struck out, who did it and why.",
        "person",
        gathers=True,
    ),
    "rating_kept": Wording(
        "The rating stays as it is",
        "The DSR team has looked at your update and keeps the rating as it is, with a reason.",
        "person",
    ),
    "people_given": Wording(
        "You are now the lead professional for more people",
        "The DSR team has made you the lead professional for one or more people whom a colleague "
        "led before. Sign in to see them.",
        "people",
    ),
    "lead_named": Wording(
        "You are now the lead professional for someone",
        "The DSR team has made you the lead professional for someone on the register. Sign in to "
        "see the rating, what is due and what has been agreed.",
        "person",
    ),
    "lead_ended": Wording(
        "You are no longer the lead professional for someone",
        "Someone else is now the lead professional. The DSR team can tell you who. Actions that "
        "you agreed to do are still yours until you hand them over.",
        "people",
    ),
    "rating_changed": Wording(
        "A rating has changed",
        "The rating of someone you lead has changed. Please update the team around the person "
        "and the family.",
        "person",
    ),
    "person_died": Wording(
        "Someone you support has died",
        "We are sorry to tell you that someone you support, or are responsible for, has died. "
        "The record is closed. We have stopped reminders, invitations and alerts about them, and "
        "actions have ended. Sign in to see the record, or contact the DSR team if you cannot "
        "open it.",
        "left",
        waits=True,
    ),
    "person_died_corrected": Wording(
        "Someone you support has died",
        "We are sorry to tell you that someone you support, or are responsible for, has died. "
        "The record is closed. We have stopped reminders, invitations and alerts about them, and "
        "actions have ended. Shortly before this, we corrected something that we had told you "
        "about them. Sign in to see the record and what was corrected, or contact the DSR team if "
        "you cannot open it.",
        "left",
        waits=True,
    ),
    "person_left": Wording(
        "Someone has left the register",
        "The record of someone you support has been closed. We have stopped reminders, "
        "invitations and alerts about them. Sign in to see the reason, and whether an action of "
        "yours has ended.",
        "left",
        waits=True,
    ),
    "acceptance_taken_back": Wording(
        "Your actions about someone have been cancelled",
        "A referral was accepted by mistake, so we put it back to triage. The person is no longer "
        "on the register, and your actions about them have been cancelled. You do not need to do "
        "anything. Sign in to see which actions they were.",
        "left",
        waits=True,
    ),
    "person_not_died": Wording(
        "A death was recorded by mistake",
        "You were told that someone you support had died. That was recorded by mistake, and "
        "their record is open again. We are sorry. Sign in to see whose record it is.",
        "left",
        waits=True,
    ),
    "person_reopened": Wording(
        "A record is open again",
        "The record of someone you support was closed and is now open again. Sign in to see "
        "what needs to happen next.",
        "left",
        waits=True,
    ),
}
