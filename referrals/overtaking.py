"""Whether what a letter tells is still so: a letter says what was decided, on its own day."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from referrals import letters
from referrals.codes import LetterAbout
from referrals.models import LetterGiven, Referral, TriageStep
from referrals.rules import StepKind
from register.models import Entry, Standing

MADE_BY = {
    LetterAbout.RECEIVED: (StepKind.ANSWERED, StepKind.RETURNED),
    LetterAbout.MORE_INFORMATION: (StepKind.ASKED,),
    LetterAbout.ACCEPTED: (StepKind.ACCEPTED,),
    LetterAbout.DECLINED: (StepKind.DECLINED,),
    LetterAbout.REDIRECTED: (StepKind.REDIRECTED, StepKind.TAKEN),
    LetterAbout.WITHDRAWN: (StepKind.WITHDRAWN,),
}
"""The steps that each letter tells of; the referral's own coming where there is none."""
ENDINGS = frozenset({LetterAbout.ACCEPTED, LetterAbout.DECLINED, LetterAbout.WITHDRAWN})

LEFT = "The person has left the register since."
CAME = "The person has come onto the register since."
RATED = "The person has been rated again since."


@dataclass(frozen=True, slots=True)
class Then:
    """When what the letter tells happened, whether the person was on the register then, and what
    has overtaken it; empty while the letter is true."""

    at: datetime
    registered: bool
    overtaken: str


def then(referral: Referral) -> Then:
    """Return how things stood at the step that the letter of now tells of."""
    about = letters.about(referral)
    at = _moment(referral, about)
    if about not in ENDINGS:
        return Then(at, False, "")
    entries = list(Entry.objects.filter(person=referral.person_id))
    entry = next(
        (one for one in entries if one.opened_at <= at and (one.closed_at or at) >= at), None
    )
    return Then(at, entry is not None, _overtaken(referral, about, entry, entries))


def told_wrongly(referral: Referral, *, told_at: datetime | None) -> bool:
    """Whether the person was last told, if at all, before the words for them were put right."""
    if told_at is None:
        return False
    now = letters.words_for_person(referral)
    kinds = MADE_BY[LetterAbout.MORE_INFORMATION] + MADE_BY[LetterAbout.DECLINED]
    wrong = TriageStep.recorded.filter(
        referral=referral, kind__in=kinds, struck_out__isnull=False
    ).exclude(for_person=now)  # fmt: skip
    put_right_at = wrong.aggregate(at=Max("struck_out__at"))["at"]
    return put_right_at is not None and told_at < put_right_at


def heading(referral: Referral, *, registered: bool) -> str:
    """Return what the letter is about, as its heading."""
    return _title(letters.about(referral), registered=registered)


def titles(referral: Referral, given: Iterable[LetterGiven]) -> dict[UUID, str]:
    """Return the heading that each letter had on the day on which it was given, by its id."""
    rows = list(given)
    if not any(one.about == LetterAbout.DECLINED for one in rows):
        return {one.pk: LetterAbout(one.about).label for one in rows}
    entries = list(Entry.objects.filter(person=referral.person_id))
    found = {}
    for one in rows:
        about = LetterAbout(one.about)
        at = _moment(referral, about, until=one.at)
        registered = any(it.opened_at <= at <= (it.closed_at or at) for it in entries)
        found[one.pk] = _title(about, registered=registered)
    return found


def _title(about: LetterAbout, *, registered: bool) -> str:
    if registered and about is LetterAbout.DECLINED:
        return "You stay on the register as before"
    return about.label


def _moment(referral: Referral, about: LetterAbout, *, until: datetime | None = None) -> datetime:
    """Return when what a letter tells happened, the last time before `until`."""
    steps = [
        one.at
        for one in referral.steps.all()
        if one.kind in MADE_BY[about] and (until is None or one.at <= until)
    ]
    sent = referral.submitted_at
    assert sent is not None  # noqa: S101 - letters are about what was sent
    return max([sent, *steps])


def _overtaken(
    referral: Referral, about: LetterAbout, entry: Entry | None, entries: Collection[Entry]
) -> str:
    if entry is None:
        came = about is not LetterAbout.ACCEPTED and any(not one.closed_at for one in entries)
        return CAME if came else LEFT if about is LetterAbout.ACCEPTED else ""
    if entry.closed_at is not None:
        return LEFT
    if about is LetterAbout.ACCEPTED:
        level = Standing.objects.filter(entry=entry).values_list("level", flat=True).first()
        return "" if level == letters.level_given(referral) else RATED
    return ""
