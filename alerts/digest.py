"""What a digest says, counted at the moment when it is sent: how many, and about nobody."""

from django.db.models import F, Q

from accounts.rules import Permission
from actions import ladders
from actions.models import Action, Chase
from actions.rules import ActionStatus
from alerts.models import Notice
from duties.models import Duty

KINDS = ("digest", "digest_icb")


def is_digest(notice: Notice) -> bool:
    """Whether the notice sums up what was chased."""
    return notice.kind in KINDS


def lines(notice: Notice) -> list[str]:
    """Return what the digest says, such as "2 actions are due or overdue"; nothing when all ended.

    It speaks of what was chased since it was owed and still stands: the date not moved, not
    ended, the person not restricted, and the action still one that its reader may see.
    """
    actions, duties = _standing(notice)
    said = []
    if actions:
        said.append("1 action is due or overdue" if actions == 1
                    else f"{actions} actions are due or overdue")  # fmt: skip
    if duties:
        said.append("1 duty is due or overdue" if duties == 1
                    else f"{duties} duties are due or overdue")  # fmt: skip
    return said


def _standing(notice: Notice) -> tuple[int, int]:
    """Return how many actions and how many duties the digest speaks of."""
    made = Chase.objects.filter(at__gte=notice.made_at, urgent=False)
    user = notice.user
    if user is None:
        return 0, 0
    if notice.kind == "digest_icb":
        made = made.filter(leads__contains=[user.pk])
        actions = Action.objects.unrestricted()
    else:
        made = made.filter(to__contains=[user.pk])
        actions = Action.objects.permitted(user, Permission.ACTION_VIEW)
    open_still = Q(action__status=ActionStatus.OPEN, action__due_on=F("due_on"))
    chasing = ladders.current()
    confirming = [step.code for step in chasing.ladders[chasing.done].steps]
    to_confirm = Q(action__status=ActionStatus.DONE, step__in=confirming)
    chased = made.filter(open_still | to_confirm).values("action")
    due = made.filter(duty__due_on=F("due_on")).values("duty")
    duties = Duty.objects.open().with_deadline().unrestricted()
    return actions.to_chase().filter(pk__in=chased).count(), duties.filter(pk__in=due).count()
