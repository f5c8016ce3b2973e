"""Verbs about a draft: start, change the basis, discard."""

import secrets
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import Area, User
from consent.rules import Basis
from core import events, history
from core.errors import RuleBroken
from referrals import rules
from referrals.models import Referral
from referrals.rules import SectionKey
from register.models import Person

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Letters and digits that are not mistaken for one another when read aloud."""


@events.step
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
    about: Person | None = None,
) -> Referral:
    """Begin a draft; nothing identifiable is kept yet. The same `key` again is the same draft.

    `about` is somebody on record from whose page it is begun: their record fills the form in.
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
        about=about,
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


@events.step
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


@events.step
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
