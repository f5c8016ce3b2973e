"""What has no owner: worked out from whose account is locked or closed, kept nowhere.

The people whom they led, their actions, the colleagues they were to cover for, the meetings they
were to chair and the referrals that wait for their answer.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from accounts.colleagues import told_apart
from accounts.models import AccountLock, User
from accounts.rules import LockReason, Permission
from actions.models import Action, Cover
from actions.querysets import ActionQuerySet
from meetings.models import Meeting, Series
from referrals.models import Referral
from referrals.rules import State
from register.models import Standing
from register.querysets import StandingQuerySet

PERMISSION = Permission.ACTION_CONFIRM
LEADING = Permission.RATE


@dataclass(frozen=True, slots=True)
class Holder:
    """Someone whose account is locked or closed, and how much of one's areas they held."""

    user_id: UUID
    name: str
    since: datetime | None
    why: str
    people: int
    actions: int


@dataclass(frozen=True, slots=True)
class Single:
    """One thing that is given to someone else on a page of its own."""

    words: str
    holder: str
    url: str
    link: str


def _people(user: User) -> StandingQuerySet:
    return Standing.objects.permitted(user, LEADING).in_areas(user, LEADING).without_lead()


def _actions(user: User) -> ActionQuerySet:
    return Action.objects.permitted(user, PERMISSION).in_areas(user).without_owner()


def count(user: User) -> int:
    """Return how many people and actions of the user's areas have no owner."""
    return _people(user).order_by().count() + _actions(user).order_by().count()


def holders(user: User) -> list[Holder]:
    """Return whose people and actions have no owner in the areas of `user`, by name."""
    people = _by(_people(user), "person__lead_professional")
    actions = _by(_actions(user), "owner")
    rows = User.objects.filter(pk__in={*people, *actions}).order_by("full_name", "pk")
    users = list(rows.select_related("organisation"))
    names = told_apart(users)
    locks = {
        lock.user_id: LockReason(lock.why).label
        for lock in AccountLock.objects.in_force().filter(user__in=users)
    }
    return [
        Holder(
            one.pk, names[one.pk], one.deactivated_at, locks.get(one.pk, ""), people[one.pk],
            actions[one.pk],
        )
        for one in users
    ]  # fmt: skip


def _by(rows: QuerySet[Any], who: str) -> Counter[UUID]:
    counted = rows.order_by().values(who).annotate(number=Count("pk"))
    return Counter({one[who]: one["number"] for one in counted})


def singles(user: User, *, on: date) -> list[Single]:
    """Return what is given to others one by one: covers, meetings, series, referrals."""
    return [*_covers(user, on), *_meetings(user), *_series(user), *_referrals(user)]


def _covers(user: User, on: date) -> list[Single]:
    rows = Cover.objects.gone(user, on).select_related("user", "covered_by")
    return [
        Single(
            f"Cover for {row.user.full_name}", row.covered_by.full_name, "/actions/cover/",
            "End this cover and arrange another",
        )
        for row in rows
    ]  # fmt: skip


def _meetings(user: User) -> list[Single]:
    rows = Meeting.objects.permitted(user, Permission.MEETING_RUN).planned()
    rows = rows.filter(chair__is_active=False).select_related("chair", "area")
    return [
        Single(
            f"Chair of a planned meeting for {row.area.name}", row.chair.full_name,
            f"/meetings/{row.pk}/move/", "Choose another chair",
        )
        for row in rows
    ]  # fmt: skip


def _series(user: User) -> list[Single]:
    rows = Series.objects.permitted(user, Permission.MEETING_RUN).running()
    rows = rows.filter(chair__is_active=False).select_related("chair", "area")
    return [
        Single(
            f"Chair of a series of meetings for {row.area.name}", row.chair.full_name,
            f"/meetings/series/{row.pk}/change/", "Choose another chair",
        )
        for row in rows
    ]  # fmt: skip


def _referrals(user: User) -> list[Single]:
    rows = Referral.objects.permitted(user, Permission.TRIAGE).awaiting_triage()
    rows = rows.filter(state=State.INFORMATION_ASKED, referrer__is_active=False)
    return [
        Single(
            "Referral that waits for an answer from its referrer", row.referrer.full_name,
            f"/referrals/{row.pk}/", "Open the referral",
        )
        for row in rows.select_related("referrer")
    ]  # fmt: skip
