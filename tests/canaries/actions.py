"""The canary among actions: agreed, moved, done and chased; duties come with the rating."""

from datetime import timedelta

from actions import workflow
from actions.rules import Answered
from actions.workflow import Contact
from duties import workflow as duties
from duties.models import Duty
from register.models import Person
from tests.canary import word
from tests.conftest import Cast
from tests.factories import NOW


def fill(person: Person, cast: Cast) -> None:
    due = NOW.date() + timedelta(days=1)
    action = workflow.agree(
        person=person, description=word("action"), owner=cast.lead, due_on=due, by=cast.team, at=NOW
    )
    workflow.extend(
        action=action, due_on=due + timedelta(days=1), reason=word("extension"), by=cast.team,
        at=NOW,
    )  # fmt: skip
    workflow.chase(on=due + timedelta(days=1), at=NOW + timedelta(days=2))
    workflow.mark_done(action=action, evidence=word("evidence"), by=cast.lead, at=NOW)
    workflow.send_back(action=action, reason=word("sent back"), by=cast.team, at=NOW)
    workflow.cancel(action=action, reason=word("cancelled"), by=cast.team, at=NOW)
    workflow.reopen(action=action, reason=word("reopened"), by=cast.team, at=NOW)
    asked = workflow.agree(
        person=person, description=word("asked"), due_on=due, by=cast.team, at=NOW,
        contact=Contact(word("contact"), "zqcanary@school.example", cast.commissioning),
    )  # fmt: skip
    workflow.answer(
        action=asked, number=asked.contact_round, kind=Answered.NOT_DONE, words=word("answer"),
        at=NOW,
    )  # fmt: skip
    duty = Duty.objects.open().filter(person=person).first()
    if duty is not None:
        duty = duties.waive(duty=duty, reason=word("slip"), by=cast.team, at=NOW)
        duties.strike_out(
            decision=duty.decisions.get(), reason=word("struck out"), by=cast.team, at=NOW
        )
        duties.waive(duty=duty, reason=word("waived"), by=cast.team, at=NOW)
