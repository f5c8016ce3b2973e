"""Standing in for somebody who is away."""

from datetime import date, datetime

from accounts.models import User
from actions import rules
from actions.models import Cover
from actions.querysets import share_an_area
from core import events, history
from core.dates import local_day
from core.errors import Conflict, RuleBroken


@events.step
def arrange_cover(
    *, user: User, covered_by: User, starts_on: date, ends_on: date, by: User, at: datetime
) -> Cover:
    """Let `covered_by` act for `user` from one day to another, both included.

    They work in the same area, and nobody is covered twice on one day.
    """
    rules.check_absence(starts_on, ends_on, on=local_day(at))
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.pk == covered_by.pk:
        raise RuleBroken("Choose someone else to cover", field="covered_by")
    if not (covered_by.is_active and share_an_area(user, covered_by)):
        raise RuleBroken(
            "Choose someone who works in the same area and whose account is active",
            field="covered_by",
        )
    overlapping = Cover.objects.standing().filter(
        user=user, starts_on__lte=ends_on, ends_on__gte=starts_on
    )
    if overlapping.exists():
        raise RuleBroken(
            "Someone already covers some of these days. End that cover first",
            field="starts_on",
        )
    cover = Cover(
        user=user, covered_by=covered_by, starts_on=starts_on, ends_on=ends_on, made_by=by,
        made_at=at,
    )  # fmt: skip
    history.save(cover, by=by, at=at, reason="arrange_cover")
    _publish("actions.cover_arranged", cover, by=by, at=at)
    return cover


@events.step
def end_cover(*, cover: Cover, by: User, at: datetime) -> Cover:
    """End a cover before its last day: somebody is back, or somebody else takes over."""
    cover = Cover.objects.select_for_update().get(pk=cover.pk)
    if cover.ended_at is not None or cover.ends_on < local_day(at):
        raise Conflict("This cover has ended already")
    cover.ended_at, cover.ended_by = at, by
    history.save(cover, by=by, at=at, reason="end_cover")
    _publish("actions.cover_ended", cover, by=by, at=at)
    return cover


def _publish(kind: str, cover: Cover, *, by: User, at: datetime) -> None:
    """Say who stands in for whom, and when."""
    events.publish(
        kind,
        by=by,
        at=at,
        cover=cover.pk,
        user=cover.user_id,
        covered_by=cover.covered_by_id,
        starts_on=cover.starts_on,
        ends_on=cover.ends_on,
    )
