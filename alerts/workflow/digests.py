"""One e-mail a day instead of many: what was chased is summed up for each who answers for it."""

from collections.abc import Iterable
from datetime import datetime

from accounts.models import User
from actions import ladders
from alerts.models import Notice
from alerts.workflow.notices import wake
from core import events
from core.dates import local_day

FURTHEST = 14
"""How many working mornings ahead room is looked for; it is found on the second at the latest."""


@events.step
def owe_digest(*, kind: str, to: Iterable[User], at: datetime) -> list[Notice]:
    """Let the next digest of each of `to` speak of what was chased at `at`.

    There is one a day for each: what comes after it has gone is in the next working morning's.
    What a digest says is counted when it is sent, so it says nothing that has ended meanwhile.
    """
    # In one order always, so that two who chase at once never wait for each other.
    users = sorted({user.pk: user for user in to if user.is_active}.values(), key=lambda u: u.pk)
    notices = [_with_room(kind, user, at) for user in users]
    if notices:
        wake()
    return notices


def _with_room(kind: str, user: User, at: datetime) -> Notice:
    """Return the first digest of `user` from `at` on that has not gone yet, made if need be."""
    hours = ladders.current().hours
    morning = hours.next_opening(at)
    for _ in range(FURTHEST):
        notice, _made = Notice.objects.get_or_create(
            key=f"{kind}:{local_day(morning)}:{user.pk}",
            defaults={
                "kind": kind,
                "user": user,
                "made_at": at,
                "try_at": morning,
                "waits_until": morning,
            },
        )
        # Waits for a relay that sends this very one, and then finds that it has gone.
        held = Notice.objects.owed().filter(pk=notice.pk).select_for_update().first()
        if held is not None:
            if at < held.made_at:  # of two who chase at once the later one may write first
                Notice.objects.filter(pk=held.pk).update(made_at=at)
            return held
        morning = hours.morning_after(morning)
    raise RuntimeError("no digest has room: mail goes out before it is owed")
