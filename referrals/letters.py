"""The words of letters to the person: one for each place where a referral can stand.

Plain English at a reading age of 9 to 11, and easy read: short sentences, one idea a line.
"""

from dataclasses import dataclass

from referrals import rules
from referrals.codes import LetterAbout, RedirectState
from referrals.models import Redirect, Referral
from referrals.rules import State, StepKind
from register.rules import Level

BY_STATE = {
    State.SUBMITTED: LetterAbout.RECEIVED,
    State.INFORMATION_ASKED: LetterAbout.MORE_INFORMATION,
    State.ACCEPTED: LetterAbout.ACCEPTED,
    State.DECLINED: LetterAbout.DECLINED,
    State.WITHDRAWN: LetterAbout.WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class EasyLine:
    """One idea of an easy-read letter beside its picture."""

    words: str
    picture: str


def about(referral: Referral) -> LetterAbout:
    """Return what a letter of now is about."""
    stands = referral.stands
    if stands in rules.AWAITING_TRIAGE and not referral.is_paused:
        last = _last_redirect(referral)
        if last is not None and last.stands in (RedirectState.OPEN, RedirectState.TAKEN):
            return LetterAbout.REDIRECTED
    return BY_STATE[stands]


def level_given(referral: Referral) -> str:
    """Return the rating that the team gave when it accepted."""
    step = referral.steps.filter(kind=StepKind.ACCEPTED).last()
    return step.level if step is not None and step.level else referral.level


def words_for_person(referral: Referral) -> str:
    """Return what the team wrote for the person with its last question or decision."""
    step = referral.steps.filter(kind__in=[StepKind.ASKED, StepKind.DECLINED]).last()
    return step.for_person if step is not None else ""


def other_area(referral: Referral) -> str:
    """Return the name of the area that was asked to take the referral."""
    last = _last_redirect(referral)
    return last.to_area.name if last is not None else ""


def _last_redirect(referral: Referral) -> Redirect | None:
    """Return the newest redirect; asked once, where the page has read them already."""
    return max(referral.redirects.all(), key=lambda one: one.asked_at, default=None)


def is_taken(referral: Referral) -> bool:
    """Whether the area that was asked last has the referral now."""
    last = _last_redirect(referral)
    return last is not None and last.stands is RedirectState.TAKEN


def _line(words: str, picture: str) -> EasyLine:
    return EasyLine(words, f"consent/pictures/{picture}.html")


REGISTER = (
    _line("The register is a list of people who may need more help.", "paper"),
    _line("It is there so that people can stay well at home.", "heart"),
)
CHOICE = (
    _line("I can say no to being on the register.", "no"),
    _line("I can change my mind at any time.", "change"),
    _line("If I say no, I still get care and support.", "heart"),
)
COLOURS = {
    Level.RED: (
        _line("My colour is RED.", "red"),
        _line("This means I need help now.", "heart"),
        _line("People who help me meet very soon.", "meeting"),
    ),
    Level.AMBER: (
        _line("My colour is AMBER.", "amber"),
        _line("This means I need more help soon.", "heart"),
        _line("People who help me meet and make a plan.", "meeting"),
    ),
    Level.GREEN: (
        _line("My colour is GREEN.", "green"),
        _line("This means things are going well enough now.", "heart"),
        _line("The people who help me keep a look out.", "eye"),
    ),
}
EASY = {
    LetterAbout.RECEIVED: (
        _line("Someone who helps me asked for me to be on the register.", "person"),
        *REGISTER,
        _line("The team has the letter about me.", "letter"),
        _line("The team reads it in the next few days.", "paper"),
        _line("Then they tell me what they think.", "speech"),
        *CHOICE,
    ),
    LetterAbout.MORE_INFORMATION: (
        _line("The team read the letter about me.", "letter"),
        _line("They do not know enough yet.", "question"),
        _line("They asked the person who wrote it.", "speech"),
        _line("That person may talk with me about it.", "person"),
        _line("I can ask what they want to know.", "question"),
    ),
    LetterAbout.DECLINED: (
        _line("The team read the letter about me.", "letter"),
        _line("They think the register is not the right help now.", "no"),
        _line("I have done nothing wrong.", "heart"),
        _line("The people who help me go on helping me.", "person"),
        _line("The team told them what may help.", "speech"),
        _line("They can ask again if things change.", "change"),
    ),
    LetterAbout.REDIRECTED: (
        _line("The team read the letter about me.", "letter"),
        _line("They think another team knows my area better.", "question"),
        _line("They asked that team to help me.", "speech"),
        _line("Until then, the first team is still there for me.", "heart"),
    ),
    LetterAbout.WITHDRAWN: (
        _line("The letter about me was taken back.", "change"),
        _line("I am not on the register because of it.", "no"),
        _line("The people who help me go on helping me.", "heart"),
        _line("I can ask them why.", "question"),
    ),
}


STAYS = {
    LetterAbout.DECLINED: (
        _line("The team read a new letter about me.", "letter"),
        _line("I am on the register already.", "yes"),
        _line("The new letter does not change that.", "heart"),
        _line("The people who help me go on helping me.", "person"),
        _line("The team told them what may help.", "speech"),
    ),
    LetterAbout.WITHDRAWN: (
        _line("A new letter about me was taken back.", "change"),
        _line("I stay on the register as before.", "yes"),
        _line("The people who help me go on helping me.", "heart"),
        _line("I can ask them why.", "question"),
    ),
}
"""For somebody who is on the register already: another referral changes nothing."""


TAKEN = (
    _line("A team from another area has the letter about me now.", "letter"),
    _line("They read it and tell me what they think.", "speech"),
    _line("I do not have to do anything.", "heart"),
    *CHOICE,
)


def easy_lines(referral: Referral, *, registered: bool = False) -> list[EasyLine]:
    """Return the easy-read letter of where the referral stands now.

    `registered`: the person was on the register already when it came to stand there.
    """
    subject = about(referral)
    if subject is LetterAbout.ACCEPTED:
        lines: tuple[EasyLine, ...] = (
            _line("I am on the register now.", "yes"),
            *REGISTER,
            *COLOURS[Level(level_given(referral))],
            *CHOICE,
            _line("I can ask what is written about me.", "eye"),
        )
    elif subject is LetterAbout.REDIRECTED and is_taken(referral):
        lines = TAKEN
    else:
        lines = (STAYS if registered and subject in STAYS else EASY)[subject]
    own = words_for_person(referral)
    if own and subject in (LetterAbout.MORE_INFORMATION, LetterAbout.DECLINED):
        lines = (*lines, *(_line(one, "speech") for one in own.splitlines() if one.strip()))
    return list(lines)
