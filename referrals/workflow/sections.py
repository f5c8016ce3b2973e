"""Verbs about the sections of a draft: saved by a button, and kept as they are typed."""

from datetime import date, datetime
from typing import Any

from accounts.models import User
from consent.details import BasisDetails
from consent.rules import check_details
from core import events
from core.autosave import Typed
from core.dates import local_day
from core.errors import Conflict, RuleBroken
from referrals import content, rules, tooling
from referrals.models import Referral, ReferralSection
from referrals.rules import SectionKey
from referrals.workflow.drafting import hold_draft

MEANWHILE = (
    "This section was saved in another window since you opened it. What you typed is kept below: "
    "compare it with what was saved, then save again to replace it."
)
MEANWHILE_TYPING = (
    "this section was saved in another window since you opened it. What you typed stays on this "
    "page: press a button below to compare it with what was saved."
)


@events.step
def save_section(
    *,
    referral: Referral,
    key: SectionKey,
    answers: dict[str, Any],
    complete: bool,
    version: int,
    by: User,
    at: datetime,
) -> ReferralSection:
    """Keep one section's answers; `version` is the one that the writer had before them (0: none).

    Raises `Conflict` when another window saved since, and `RuleBroken` for a section that
    cannot be started yet. The same answers saved twice are saved once.
    """
    referral, section = _hold(referral, key)
    answers = _completed(key, answers, referral=referral, complete=complete, at=at)
    same = section.answers == answers and not section.typed
    if same and section.complete == complete and section.version:
        return section
    if version != section.version and not same:
        raise Conflict(MEANWHILE)
    section.answers, section.typed, section.complete = answers, {}, complete
    _save(section, by=by, at=at)
    _reopen_what_follows(referral, section, at=at)
    events.publish(
        "referrals.section_saved", by=by, at=at, referral=referral.pk, section=key,
        complete=complete,
    )  # fmt: skip
    return section


@events.step
def keep_typed(
    *,
    referral: Referral,
    key: SectionKey,
    answers: dict[str, Any] | None,
    typed: Typed,
    whole: bool,
    version: int,
    by: User,
    at: datetime,
) -> ReferralSection:
    """Keep a section as it is typed, finished or not; nothing is refused for being unfinished.

    `answers` are what can be read so far (None: keep those that were read before), `typed` the
    page as it stands where something cannot be read. A section that was complete stays so only
    while it is `whole`. Raises as `save_section` does. Beginning and reopening a section are
    events; each pause of the typist is not.
    """
    referral, section = _hold(referral, key)
    answers, complete = _as_far_as_it_goes(
        section, answers, whole=whole, referral=referral, at=at
    )  # fmt: skip
    typed = {} if complete else typed
    same = section.answers == answers and section.typed == typed
    if same and section.complete == complete and section.version:
        return section
    if version != section.version and not same:
        raise Conflict(MEANWHILE_TYPING)
    told = not section.version or section.complete != complete
    section.answers, section.typed, section.complete = answers, typed, complete
    _save(section, by=by, at=at)
    _reopen_what_follows(referral, section, at=at)
    if told:
        events.publish(
            "referrals.section_saved", by=by, at=at, referral=referral.pk, section=key,
            complete=complete,
        )  # fmt: skip
    return section


def _hold(referral: Referral, key: SectionKey) -> tuple[Referral, ReferralSection]:
    """Lock the draft and return it with the section, of version 0 where it is new."""
    referral = hold_draft(referral)
    sections = {one.key: one for one in referral.sections.all()}
    reason = rules.locked(key, {one.key for one in sections.values() if one.complete})
    if reason:
        raise RuleBroken(reason)
    return referral, sections.get(key) or ReferralSection(referral=referral, key=key, version=0)


def _save(section: ReferralSection, *, by: User, at: datetime) -> None:
    section.version += 1
    section.saved_by, section.saved_at = by, at
    section.save()


def _as_far_as_it_goes(
    section: ReferralSection, answers: dict[str, Any] | None, *, whole: bool, referral: Referral,
    at: datetime,
) -> tuple[dict[str, Any], bool]:  # fmt: skip
    """Return the answers to keep, and whether a complete section still is."""
    key = SectionKey(section.key)
    if answers is None:
        return section.answers, False
    if section.complete and whole:
        try:
            return _completed(key, answers, referral=referral, complete=True, at=at), True
        except RuleBroken:  # no longer what the rules ask: it is said when a button is pressed
            pass
    try:
        return _completed(key, answers, referral=referral, complete=False, at=at), False
    except RuleBroken:
        if key is not SectionKey.BASIS:
            raise
        return section.answers, False  # not yet a basis: it is kept as it was typed


def _completed(
    key: SectionKey, answers: dict[str, Any], *, referral: Referral, complete: bool, at: datetime
) -> dict[str, Any]:
    """Return the answers with what the register itself knows: the tool, and its suggestion."""
    if key is SectionKey.BASIS:
        _check_basis_answers(answers, referral)
    if key is SectionKey.PERSON and complete:
        _check_age(answers, referral, on=local_day(at))
    if key is SectionKey.TOOL:
        person = referral.sections.get(key=SectionKey.PERSON)
        birth = content.birth_date_of(person.answers)
        tool = tooling.for_birth_date(birth, on=local_day(at), area=referral.area_id)
        return tooling.stamped(tool, answers, complete=complete)
    if key is SectionKey.RATING:
        tool_answers = referral.sections.get(key=SectionKey.TOOL).answers
        answers = answers | tooling.suggestion_as_json(tool_answers)
        if complete:
            check_rating(answers)
    return answers


def _check_basis_answers(answers: dict[str, Any], referral: Referral) -> None:
    try:
        details = BasisDetails.from_json(answers)
    except ValueError as problem:
        raise RuleBroken("Record the lawful basis in full.") from problem
    if details.basis != referral.basis:
        raise RuleBroken("The lawful basis was changed meanwhile. Open this section again.")
    check_details(details)


def _check_age(answers: dict[str, Any], referral: Referral, *, on: date) -> None:
    """Refuse a birth date at which the law does not know the basis that was chosen."""
    problem = content.age_problem(referral, content.birth_date_of(answers), on=on)
    if problem:
        raise RuleBroken(
            f"{problem}. If the date of birth is right, save and come back later, and choose "
            "another lawful basis from the list of sections",
            field="birth_date",
        )


def check_rating(answers: dict[str, Any]) -> None:
    """Refuse a rating without who took part, without a level, or without the reason it needs."""
    if not answers.get("mdt"):
        raise RuleBroken("Enter who took part: at least one name", field="mdt_1_name")
    if not answers.get("level"):
        raise RuleBroken("Select your rating", field="level")
    rules.check_level_reason(
        suggested=answers["suggested"],
        level=answers["level"],
        reason=answers.get("level_reason", ""),
    )


def _reopen_what_follows(referral: Referral, section: ReferralSection, *, at: datetime) -> None:
    """Ask again for what no longer fits: another age, another tool; other answers, another
    suggestion. A rating is never changed by itself, only asked for again."""
    if section.key == SectionKey.PERSON and section.complete:
        tool = referral.sections.filter(key=SectionKey.TOOL, complete=True).first()
        birth = content.birth_date_of(section.answers)
        if tool is not None and not tooling.fits(
            tool.answers, birth, on=local_day(at), area=referral.area_id
        ):
            _reopen(tool)
    if section.key == SectionKey.TOOL:
        rating = referral.sections.filter(key=SectionKey.RATING, complete=True).first()
        if rating is not None:
            now = tooling.suggestion_as_json(section.answers)
            if not section.complete or now["suggested"] != rating.answers.get("suggested"):
                _reopen(rating)


def _reopen(section: ReferralSection) -> None:
    section.complete = False
    section.version += 1
    section.save()
