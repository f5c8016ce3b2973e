"""The canary in alerts: RED once more, and somebody says why no urgent meeting is convened."""

from datetime import timedelta

from alerts import red, workflow
from register import workflow as register
from register.models import Person, Standing
from register.rules import Level
from tests.canary import word
from tests.conftest import Cast
from tests.factories import NOW

LATER = NOW + timedelta(days=2)


def fill(person: Person, cast: Cast) -> None:
    standing = Standing.objects.get(person=person)
    at = max(LATER, standing.rated_at) + timedelta(days=7)  # after every meeting held before
    if standing.level == Level.RED:
        calm = at - timedelta(hours=1)
        register.rate(
            person=person, level=Level.AMBER, reason=word("calm"), against_floor=word("floor"),
            by=cast.team, at=calm,
        )  # fmt: skip
    register.rate(person=person, level=Level.RED, reason=word("again"), by=cast.team, at=at)
    alert = next(one for one in red.everywhere() if one.person_id == person.pk)
    workflow.decline_meeting(alert=alert, reason=word("why not"), by=cast.team, at=at)
