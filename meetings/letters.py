"""The words of the letter to the person about a meeting: plain English, and easy read.

Reading age 9 to 11. It says what was agreed, never what was discussed: no one should read about
an argument between services on their own doormat.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from actions.models import Action
from actions.rules import ActionStatus, Origin
from core.dates import in_words, local_day
from meetings.models import AgendaItem, Outcome
from meetings.rules.after import Ruling
from register.models import Departure, InpatientStay, Standing
from register.rules import BLUE, Level

COLOURS = {
    Level.RED: (
        "RED means that you need help now, so that you do not have to go into a mental health "
        "hospital. The people who help you meet again very soon."
    ),
    Level.AMBER: (
        "AMBER means that you need more help soon, so that things do not get worse. The people "
        "who help you keep meeting about it."
    ),
    Level.GREEN: (
        "GREEN means that things are going well enough now. The people who help you keep a "
        "look out, and meet again if something changes."
    ),
}
EASY = {
    Level.RED: (("My colour is RED.", "red"), ("This means I need help now.", "heart")),
    Level.AMBER: (("My colour is AMBER.", "amber"), ("This means I need more help soon.", "heart")),
    Level.GREEN: (
        ("My colour is GREEN.", "green"), ("This means things are going well enough.", "heart"),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class EasyLine:
    """One idea of an easy-read letter beside its picture."""

    words: str
    picture: str


@dataclass(frozen=True, slots=True)
class Overtaken:
    """What has changed since a letter's rating was agreed: both, and from when each is."""

    said: str
    agreed_on: date
    now: str
    since: date
    left_because: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """What the letter says: when people met, the colour agreed, who does what, what comes next.

    `final` is False while the colour waits to be ratified; `ended` when all that was agreed is
    not wanted any more. `overtaken` says what has changed since, where the colour is no longer so.
    """

    called: str
    met_on: str
    level: str
    final: bool
    meaning: str
    actions: Sequence[Action]
    ended: bool
    next_on: str
    overtaken: Overtaken | None = None


def letter(item: AgendaItem, outcome: Outcome) -> Letter:
    """Return what the letter about one person says."""
    meeting = item.meeting
    agreed = Action.objects.from_origin(Origin.MEETING, item.pk)
    standing = agreed.exclude(status=ActionStatus.CANCELLED)
    actions = list(standing.select_related("owner").order_by("due_on", "pk"))
    level = _level(outcome)
    return Letter(
        called=item.person.called,
        met_on=in_words(local_day(meeting.opened_at or meeting.starts_at)),
        level=level,
        final=not outcome.provisional or getattr(outcome, "ratification", None) is not None,
        meaning=COLOURS[Level(level)] if level else "",
        actions=actions,
        ended=not actions and agreed.exists(),
        next_on=in_words(outcome.next_review_on) if outcome.next_review_on else "",
        overtaken=overtaken(item, level),
    )


def overtaken(item: AgendaItem, level: str) -> Overtaken | None:
    """Return what has changed since the meeting agreed `level`; None while that is the rating.

    Someone in hospital shows BLUE, whatever the rating behind it.
    """
    if not level:
        return None
    agreed_on = local_day(item.meeting.opened_at or item.meeting.starts_at)
    standing = Standing.objects.filter(person=item.person_id).first()
    if standing is None:
        left = Departure.objects.filter(person=item.person_id).first()
        if left is None:
            return None
        return Overtaken(
            level, agreed_on, "", left.left_on or local_day(left.left_at), left.why.label
        )
    if standing.shown == level:
        return None
    since = local_day(standing.since)
    if standing.shown == BLUE:
        stay = InpatientStay.objects.open().filter(person=item.person_id).first()
        since = stay.admitted_on if stay else since
    return Overtaken(level, agreed_on, standing.shown, since)


def _level(outcome: Outcome) -> str:
    """Return the rating that stands: the one agreed, or what was given instead of it.

    None where it was overturned after another rating had taken its place.
    """
    ruled = getattr(outcome, "ratification", None)
    if ruled is None or ruled.ruling != Ruling.OVERTURNED:
        return outcome.agreed_level
    return ruled.rating.level if ruled.rating else ""


def easy_lines(words: Letter) -> list[EasyLine]:
    """Return the same in easy read: one idea a line."""
    said = [(f"People who help me met on {words.met_on}.", "meeting")]
    said += [("They talked about how I am, and what can help me.", "speech")]
    if words.level and words.overtaken:
        colour = words.level.lower()
        said.append((f"They agreed that my colour was {words.level} on that day.", colour))
        said.append(("Things have changed since then. I can ask about it.", "speech"))
    elif words.level:
        said += EASY[Level(words.level)]
    if words.level and not (words.final or words.overtaken):
        said.append(("My colour is not final yet. I will be told if it changes.", "speech"))
    if words.actions:
        said.append(("They agreed to do these things:", "tick"))
        for action in words.actions:
            what = action.description.rstrip(" .")
            does = "does this" if action.is_open else "has done this"
            said.append((f"{what}. {action.owner_name} {does}.", "person"))
    if words.next_on:
        said.append((f"They will check how I am on {words.next_on}.", "eye"))
    said += [
        ("I can say what I think about this.", "speech"),
        ("Someone can help me to say it.", "person"),
        ("I can say no to being on the register.", "no"),
    ]
    return [EasyLine(line, f"consent/pictures/{picture}.html") for line, picture in said]
