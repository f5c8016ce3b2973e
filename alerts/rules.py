"""What a notice says, who is told of what, and when an unread RED is escalated."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Subject(StrEnum):
    """What a RED alert is about: a rating in force, or a referral that nobody has triaged."""

    RATING = "rating"
    REFERRAL = "referral"


@dataclass(frozen=True, slots=True)
class Step:
    """One rung of the escalation: after how long without acknowledgement, who is told."""

    code: str
    after: timedelta
    to_team: bool
    to_commissioners: bool


ESCALATION = (
    Step("first", timedelta(hours=1), to_team=True, to_commissioners=False),
    Step("second", timedelta(hours=4), to_team=True, to_commissioners=True),
    Step("third", timedelta(hours=24), to_team=True, to_commissioners=True),
)
"""1 hour, 4 hours, next day. Certainty U: no source gives times; proposed in the hazard log, H1."""


def steps_due(*, raised_at: datetime, at: datetime) -> list[Step]:
    """Return the rungs whose time has passed, lowest first."""
    return [step for step in ESCALATION if raised_at + step.after <= at]


RETRY_AFTER = (60, 300, 900, 3600)
"""Seconds before a mail that failed is tried again; the last figure repeats. Never given up."""


HELD_BY_ANOTHER = timedelta(seconds=2)
"""How long a notice waits when another transaction holds the person's record."""


def next_try(*, attempts: int, at: datetime) -> datetime:
    """Return when a mail that failed `attempts` times is tried again."""
    index = min(max(attempts, 1), len(RETRY_AFTER)) - 1
    return at + timedelta(seconds=RETRY_AFTER[index])


@dataclass(frozen=True, slots=True)
class Wording:
    """What a notice says. `link` names the address that it leads to; nobody is named anywhere.

    A notice that `waits` is mailed in working hours: what comes at night goes in the morning.
    """

    subject: str
    body: str
    link: str
    urgent: bool = False
    waits: bool = False


NOTICES: dict[str, Wording] = {
    "verify_address": Wording(
        "Confirm your e-mail address",
        "Somebody asked for an account on the register with this e-mail address. If that was "
        "you, confirm the address. If it was not, do nothing.",
        "verification",
    ),
    "account_known": Wording(
        "You already have an account",
        "Somebody asked for an account with this e-mail address, which already has one. If that "
        "was you, sign in. If you have forgotten your password you can choose a new one there.",
        "sign_in",
    ),
    "account_waiting": Wording(
        "An account request is waiting",
        "Somebody has asked for an account for your area. Approve or decline it.",
        "account_requests",
    ),
    "account_approved": Wording(
        "Your account is ready",
        "Your request for an account has been approved. Choose a password, then sign in.",
        "set_password",
    ),
    "account_declined": Wording(
        "Your request for an account",
        "Your request for an account has not been approved. The DSR team can tell you why.",
        "contact",
    ),
    "password_reset": Wording(
        "Choose a new password",
        "Somebody asked to choose a new password for your account. If that was you, follow the "
        "link. If it was not, do nothing: your password stays as it is.",
        "set_password",
    ),
    "security": Wording(
        "Your sign-in details were changed",
        "The password or second factor of your account was changed. If that was not you, tell "
        "the DSR team at once.",
        "contact",
    ),
    "red_referral": Wording(
        "RED alert: a referral needs you now",
        "A referral rated RED has been received and nobody has acknowledged it. RED means an "
        "immediate risk of admission. Acknowledge it, then arrange an urgent meeting.",
        "red",
        urgent=True,
    ),
    "red_rating": Wording(
        "RED alert: a rating needs you now",
        "Somebody in your area is now rated RED and nobody has acknowledged it. RED means an "
        "immediate risk of admission. Acknowledge it, then arrange an urgent meeting.",
        "red",
        urgent=True,
    ),
    "red_unread": Wording(
        "RED alert still not acknowledged",
        "A RED alert for your area has not been acknowledged by anybody. Please act now.",
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
    "amber_rating": Wording(
        "AMBER rating: for the next tracking meeting",
        "Somebody in your area is now rated AMBER and is on the next tracking meeting.",
        "person",
    ),
    "draft_expiring": Wording(
        "A draft of yours will be removed",
        "A referral that you began and have not sent will be removed in a few days. Open it and "
        "save it to keep it, send it, or discard it.",
        "referral",
        waits=True,
    ),
    "update_draft_expiring": Wording(
        "A draft of yours will be removed",
        "An update that you began and have not sent will be removed in a few days. Open it and "
        "save it to keep it, or send it.",
        "person",
        waits=True,
    ),
    "rating_asked": Wording(
        "An update asks for a rating decision",
        "A lead professional has completed the clinical support tool again. Its suggestion or "
        "their rating differs from the rating in force: decide whether it changes.",
        "person",
    ),
    "rating_kept": Wording(
        "The rating stays as it is",
        "The DSR team has looked at your update and keeps the rating as it is, with a reason.",
        "person",
    ),
    "referral_received": Wording(
        "A referral is waiting for triage", "A new referral has been received.", "referral"
    ),
    "information_asked": Wording(
        "Your referral: more information is needed",
        "The DSR team needs more information before it can decide. The clock waits for you.",
        "referral",
    ),
    "information_given": Wording(
        "A referral has been answered",
        "The referrer has answered. The referral waits for triage again.",
        "referral",
    ),
    "referral_accepted": Wording(
        "Your referral has been accepted",
        "The person you referred is on the register. Please tell the person, their family and "
        "the team around them.",
        "referral",
    ),
    "referral_declined": Wording(
        "Your referral: the outcome",
        "Your referral has not been accepted. The reason and advice are on the register. Support "
        "for the person must not be compromised.",
        "referral",
    ),
    "redirect_red": Wording(
        "RED alert: another area asks you to take a referral",
        "A referral rated RED was passed on to your area. Until you take or return it, the other "
        "area answers for it. RED means an immediate risk of admission: answer now.",
        "referral",
        urgent=True,
    ),
    "redirect_asked": Wording(
        "Another area asks you to take a referral",
        "A referral was passed on to your area. Take it, or return it with a reason. Until then "
        "it is open in both areas.",
        "referral",
    ),
    "redirect_taken": Wording(
        "A referral that you passed on was taken",
        "The other area answers for it from now on.",
        "redirects",
    ),
    "redirect_returned": Wording(
        "A referral that you passed on was returned",
        "The other area returned it with a reason. Your area goes on answering for it.",
        "referral",
    ),
    "redirect_waits": Wording(
        "A referral is waiting between two areas",
        "A referral was passed from one area to another, and nobody has taken or returned it in "
        "time. The first area answers for it until somebody does. Speak with one another now.",
        "redirects",
        urgent=True,
    ),
    "redirect_waits_board": Wording(
        "A referral is waiting between two areas",
        "A referral was passed from one of your areas to another, or to one of yours, and the DSR "
        "teams have not settled who takes it. Please contact them.",
        "contact",
        urgent=True,
    ),
    "referral_redirected": Wording(
        "Your referral: another area was asked",
        "The DSR team asked the team of another area to take your referral. Until it does, the "
        "first team answers for it. You need do nothing.",
        "referral",
    ),
    "referral_taken": Wording(
        "Your referral: another area has it now",
        "The team of another area has taken your referral and will decide.",
        "referral",
    ),
    "naming_asked": Wording(
        "A colleague asks to be named on a record",
        "Somebody asks to be named as a partner on the record of a person in your area. They have "
        "seen nothing of it. Name them, or decline.",
        "naming",
    ),
    "naming_named": Wording(
        "You are named on a record",
        "The DSR team has named you as a partner. You can see the record now.",
        "person",
    ),
    "naming_declined": Wording(
        "Your request to be named on a record",
        "The DSR team has not named you. Please contact the team to talk about it.",
        "contact",
    ),
    "inclusion_asked": Wording(
        "Somebody asks to be included on the register",
        "A person, a family member or a carer has asked on the public page. Find a professional "
        "to lead the request, or call them back with advice.",
        "inclusions",
    ),
    "inclusion_lead": Wording(
        "The DSR team asks you to start a referral",
        "Somebody asked to be included on the register, and the team asks you to talk with them. "
        "What they wrote is on the register.",
        "inclusion",
    ),
    "training_given": Wording(
        "You have a place in a training session",
        "The page says when and where it is. If you cannot come, please tell the team, so that "
        "somebody else can.",
        "training",
    ),
    "training_waiting": Wording(
        "You are on the waiting list for a training session",
        "All seats are taken. We write to you when one becomes free.",
        "training",
    ),
    "training_cancelled": Wording(
        "Your place in a training session is cancelled",
        "If you did not ask for this, or want another date, ask for a place again.",
        "training",
    ),
    "training_off": Wording(
        "A training session will not take place",
        "The session that you asked for was cancelled. You are on our list: we offer you another "
        "date, or you choose one on the page.",
        "training",
    ),
    "rating_changed": Wording(
        "A rating has changed",
        "The rating of somebody you lead has changed. Please update the team around the person "
        "and the family.",
        "person",
    ),
    "record_closed": Wording(
        "A record is no longer available",
        "A record that you could see is no longer available to you. Support for the person must "
        "not be compromised: the team around them stays responsible, escalates concerns, and may "
        "ask the DSR team for advice.",
        "contact",
    ),
    "action_agreed": Wording(
        "An action has been agreed for you",
        "You have a new action with a due date.",
        "action",
        waits=True,
    ),
    "action_chased": Wording(
        "Something about a RED rating is due",
        "An action or a duty about somebody rated RED is due or overdue. Please see to it now.",
        "actions",
        urgent=True,
    ),
    "action_late_icb": Wording(
        "Something about a RED rating is overdue",
        "In one of your areas an action or a duty about somebody rated RED is overdue. Please "
        "contact the DSR team.",
        "contact",
        urgent=True,
    ),
    "digest": Wording(
        "What needs your attention today",
        "Actions or duties that you answer for are due or overdue. Please update them.",
        "actions",
    ),
    "digest_icb": Wording(
        "Overdue actions in your areas",
        "Actions or duties in your areas are overdue and were followed up without an end. Please "
        "contact the DSR team.",
        "contact",
    ),
    "action_for_service": Wording(
        "Something has been agreed for you to do",
        "The Dynamic Support Register team has agreed with your service something that you are "
        "to do. This e-mail cannot say what it is about: ring the team if you do not know. Use "
        "the link to answer. It works once.",
        "answer",
        waits=True,
    ),
    "action_for_service_due": Wording(
        "What was agreed for you to do is due",
        "What you agreed to do with the Dynamic Support Register team is due or overdue. Use "
        "the link to say whether it is done. It works once.",
        "answer",
        waits=True,
    ),
    "action_answered": Wording(
        "A service has answered about an action",
        "Somebody without an account says that an action is not done, or not theirs. Decide "
        "what follows.",
        "action",
        waits=True,
    ),
    "action_done": Wording(
        "An action has been marked done",
        "Please confirm it or send it back.",
        "action",
        waits=True,
    ),
    "action_sent_back": Wording(
        "An action has come back to you",
        "The DSR team could not confirm it yet.",
        "action",
        waits=True,
    ),
    "cover_arranged": Wording(
        "You cover for a colleague",
        "For some days you stand in for a colleague: their actions are on your list, and you "
        "are reminded of them too.",
        "cover",
        waits=True,
    ),
    "removal_asked": Wording(
        "Somebody asks for information to be removed",
        "A request from the public page waits. Whoever knows the person finds the record; nobody "
        "knows yet which area it is.",
        "removals",
    ),
    "advice_asked": Wording(
        "A question without a name is waiting",
        "A colleague asks the DSR team for advice about somebody whom they do not name.",
        "advice",
    ),
    "advice_given": Wording(
        "Your question to the DSR team has been answered",
        "The answer is on the register. Question and answer are removed after some weeks.",
        "advice",
    ),
    "meeting_invited": Wording(
        "You are invited to a meeting", "The register has the time and the place.", "meeting"
    ),
    "meeting_cancelled": Wording(
        "A meeting is cancelled",
        "A meeting that you were invited to will not take place. The register says which.",
        "meeting",
    ),
    "meeting_moved": Wording(
        "A meeting has changed",
        "The time, the place or the chair of a meeting that you are invited to has changed. The "
        "entry for your calendar comes with this e-mail. The register says more.",
        "meeting",
    ),
    "meeting_uninvited": Wording(
        "You are no longer invited to a meeting",
        "You need not come to a meeting that you were invited to. Take it out of your calendar.",
        "contact",
    ),
    "meeting_outcome": Wording(
        "The minutes of a meeting are approved",
        "A meeting agreed something about somebody you lead. Please read the outcome, then update "
        "the team around the person and the family. Feedback is due within 2 working days of the "
        "meeting.",
        "person",
    ),
    "service_actions": Wording(
        "Your service has actions from a meeting",
        "The minutes of a meeting are approved and your service has agreed actions. Please see "
        "that each is on its way.",
        "actions",
    ),
    "meeting_urgent": Wording(
        "Urgent meeting about a RED alert",
        "An urgent meeting by exception has been arranged. Please attend.",
        "meeting",
        urgent=True,
    ),
}
"""Every notice there is. A reference and a link only: no name, no initials, no number."""
