"""Verbs about a draft: start, save a section, change the basis, discard."""

import secrets
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import Area, User
from consent.details import BasisDetails
from consent.rules import Basis, check_details
from core import events, history
from core.dates import local_day
from core.errors import Conflict, RuleBroken
from referrals import content, rules, tooling
from referrals.models import Referral, ReferralSection
from referrals.rules import SectionKey

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Letters and digits that are not mistaken for one another when read aloud."""


@transaction.atomic
def start(
    *,
    area: Area,
    basis: Basis,
    learning_disability: str,
    autism: str,
    risk: rules.Risk,
    key: UUID,
    by: User,
    at: datetime,
) -> Referral:
    """Begin a draft; nothing identifiable is kept yet. The same `key` again is the same draft.

    Raises `RuleBroken` when the register is not for this person.
    """
    if not rules.is_eligible(learning_disability=learning_disability, autism=autism, risk=risk):
        raise RuleBroken("The register is not for this person. Contact the DSR team for advice.")
    known = Referral.objects.filter(start_key=key, referrer=by).first()
    if known is not None:
        return known
    referral = Referral(
        reference=_new_reference(),
        start_key=key,
        area=area,
        referrer=by,
        state=rules.State.DRAFT,
        basis=basis,
        learning_disability=learning_disability,
        autism=autism,
        risk=risk,
        started_at=at,
    )
    try:
        with transaction.atomic():
            history.save(referral, by=by, at=at, reason="start")
    except IntegrityError:
        # The other of two sendings of one page won; its draft is this draft.
        return Referral.objects.get(start_key=key, referrer=by)
    events.publish("referrals.started", by=by, at=at, referral=referral.pk, area=area.pk)
    return referral


def _new_reference() -> str:
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"DSR-{letters[:4]}-{letters[4:]}"


@transaction.atomic
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
    referral = hold_draft(referral)
    section = referral.sections.filter(key=key).first()
    done = set(referral.sections.complete().values_list("key", flat=True))
    reason = rules.locked(key, done)
    if reason:
        raise RuleBroken(reason)
    answers = _completed(key, answers, referral=referral, complete=complete, at=at)
    if section is not None and section.answers == answers and section.complete == complete:
        return section
    if version != (section.version if section else 0):
        raise Conflict(
            "This section was saved in another window since you opened it. What you typed is "
            "kept below: compare it with what was saved, then save again to replace it."
        )
    section = section or ReferralSection(referral=referral, key=key, version=0)
    section.answers, section.complete = answers, complete
    section.version += 1
    section.saved_by, section.saved_at = by, at
    section.save()
    _reopen_what_follows(referral, section, at=at)
    events.publish(
        "referrals.section_saved", by=by, at=at, referral=referral.pk, section=key,
        complete=complete,
    )  # fmt: skip
    return section


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
        tool = tooling.for_birth_date(content.birth_date_of(person.answers), on=local_day(at))
        return tooling.stamped(tool, answers, complete=complete)
    if key is SectionKey.RATING:
        tool_answers = referral.sections.get(key=SectionKey.TOOL).answers
        answers = answers | tooling.suggestion_as_json(tool_answers)
        if complete:
            _check_rating(answers)
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


def _check_rating(answers: dict[str, Any]) -> None:
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
    if section.key == SectionKey.PERSON:
        tool = referral.sections.filter(key=SectionKey.TOOL, complete=True).first()
        birth = content.birth_date_of(section.answers)
        if tool is not None and not tooling.fits(tool.answers, birth, on=local_day(at)):
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


@transaction.atomic
def change_basis(*, referral: Referral, basis: Basis, by: User, at: datetime) -> Referral:
    """Choose another lawful basis for a draft; what was recorded about the first one goes."""
    referral = hold_draft(referral)
    if referral.basis == basis:
        return referral
    referral.sections.filter(key=SectionKey.BASIS).delete()
    referral.basis = basis
    referral.version += 1
    history.save(referral, by=by, at=at, reason="change_basis")
    events.publish(
        "referrals.basis_changed", by=by, at=at, referral=referral.pk, basis=basis
    )  # fmt: skip
    return referral


@transaction.atomic
def discard(*, referral: Referral, by: User, at: datetime) -> Referral:
    """Throw a draft away: every answer is gone at once; that there was one is kept."""
    referral = hold_draft(referral)
    referral.sections.all().delete()
    referral.state, referral.decided_at = rules.State.WITHDRAWN, at
    referral.version += 1
    history.save(referral, by=by, at=at, reason="discard")
    events.publish("referrals.discarded", by=by, at=at, referral=referral.pk)
    return referral


def hold_draft(referral: Referral) -> Referral:
    """Lock a draft and return it; raises when it has been sent or discarded."""
    held = Referral.objects.select_for_update().get(pk=referral.pk)
    if held.is_draft:
        return held
    if held.submitted_at is None:
        raise RuleBroken("This draft was discarded. Nothing was saved.")
    raise RuleBroken("This referral has already been sent. Nothing was changed.")
