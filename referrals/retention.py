"""How long people are kept of whom no entry was made: from the decision on their last referral.

Registered with `consent.disposition`, which stands beneath and knows entries alone.
"""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import User
from accounts.rules import Permission
from consent import disposition, policy, rules
from consent.disposition import Clock
from referrals.models import Referral
from referrals.rules import AWAITING_TRIAGE, DECIDED, State
from register.models import Entry, Person

ENDINGS = {
    State.DECLINED: rules.Ending.DECLINED,
    State.WITHDRAWN: rules.Ending.WITHDRAWN,
}


class NeverTakenOn:
    """People whose last referral was declined or withdrawn, and who are not on the register."""

    def candidates(self, user: User | None, *, on: date, most: int) -> list[UUID]:
        """Return up to `most` people whose time may be over by `on`, those longest over first."""
        kept = policy.current().disposition.referrals
        slices = [
            _ended(state, user).filter(
                decided_at__lt=disposition.ended_before(kept[ending].keep_months, on=on)
            )
            for state, ending in ENDINGS.items()
        ]
        return disposition.first_of(slices, "person_id", "decided_at", most=most)

    def clocks(self, people: Collection[UUID]) -> dict[UUID, Clock]:
        """Return the clock of each of `people` whose last referral was not accepted."""
        last = (
            Referral.objects.filter(person__in=people, submitted_at__isnull=False)
            .filter(_on_no_list(), ~Exists(_others(state__in=AWAITING_TRIAGE)), state__in=DECIDED)
            .order_by("person", "-decided_at", "-pk")
            .distinct("person")
        )
        return {one.person_id: _clock(one) for one in last if one.stands in ENDINGS}  # type: ignore[misc]


def _ended(state: State, user: User | None) -> "QuerySet[Referral]":
    """Return the last referrals of people that ended in `state`, without those on the list."""
    rows = Referral.objects.filter(state=state, submitted_at__isnull=False)
    people = Person.objects.unrestricted()
    if user is not None:
        people = Person.objects.permitted(user, Permission.ERASURE_APPROVE)
    later = _others(decided_at__gt=OuterRef("decided_at"))
    waiting = _others(state__in=AWAITING_TRIAGE)
    listed = disposition.on_the_list("person_id")
    return rows.filter(
        _on_no_list(),
        ~Exists(later),
        ~Exists(waiting),
        ~Exists(listed),
        Exists(people.filter(pk=OuterRef("person_id"))),
    )


def _on_no_list() -> Q:
    """Return the filter for referrals of people who are not on the register and not restricted."""
    open_entries = Entry.objects.open().filter(person=OuterRef("person_id"))
    return ~Exists(open_entries) & Q(person__restricted_at__isnull=True)


def _others(**which: object) -> "QuerySet[Referral]":
    """Return the referrals sent about the same person as the outer one."""
    return Referral.objects.filter(
        person=OuterRef("person_id"), submitted_at__isnull=False, **which
    )  # fmt: skip


def _clock(referral: Referral) -> Clock:
    ending, decided_at = ENDINGS[referral.stands], referral.decided_at
    assert referral.person_id is not None  # noqa: S101 - it was sent
    assert decided_at is not None  # noqa: S101 - it was decided
    months = policy.current().disposition.referrals[ending].keep_months
    return Clock(
        person_id=referral.person_id,
        ending=ending,
        ended_at=decided_at,
        due_on=disposition.day_of(decided_at, recorded_at=decided_at, keep_months=months),
    )
