"""The canary among duties: detained when Part 8A begins, decided about, struck out, decided again.

Duties come with the rating; `actions.py` waives one. The stay lies between the two of the other
files, from 20 to 21 November.
"""

from datetime import date

from duties import workflow
from register import workflow as register
from register.models import Person
from register.rules import Level
from tests.canary import word
from tests.conftest import Cast
from tests.duties.commencing import commence, detained
from tests.factories import NOW

ADMITTED, BEGINS = date(2026, 11, 20), date(2026, 11, 21)


def fill(person: Person, cast: Cast) -> None:
    stay = detained(cast, person, admitted_on=ADMITTED, ward=word("ward"))
    commence(cast, BEGINS)
    slip = workflow.decide_transition(
        stay=stay, applies_from=BEGINS, reason=word("applies"), by=cast.team, at=NOW
    )
    workflow.strike_out_transition(decision=slip, reason=word("not so"), by=cast.team, at=NOW)
    workflow.decide_transition(
        stay=stay, applies_from=None, reason=word("does not apply"), by=cast.team, at=NOW
    )
    commence(cast, None)
    register.discharge(
        stay=stay, discharged_on=BEGINS, destination=word("destination"), level=Level.RED,
        reason=word("rating"), by=cast.team, at=NOW,
    )  # fmt: skip
