"""How low a rating may go after a discharge: what the policy's floors say, for the register."""

from datetime import date
from uuid import UUID

from duties import policy
from duties.models import Duty
from duties.policy import Rule, duties_for
from register.models import InpatientStay
from register.rules import Floor, Level


class PolicyFloors:
    """Floors that open duties hold, and those that a discharge would begin."""

    def lasting(self, person_id: UUID, *, on: date) -> Floor | None:
        """Return the floor of an open duty that lasts on `on`; a waived one holds nothing."""
        duties = Duty.objects.open().filter(person=person_id, floor=True, due_on__gt=on)
        found = [
            _floor(rule, duty.due_on)
            for duty in duties
            if duty.due_on and (rule := policy.current().rule(duty.rule, on)) and rule.keeps
        ]
        return max(found, key=lambda one: one.until, default=None)

    def after_discharge(
        self, stay: InpatientStay, *, discharged_on: date, on: date
    ) -> Floor | None:
        """Return the floor that the policy gives for a discharge, while it would last on `on`."""
        person = stay.person
        facts = {
            "region": person.area.region,
            "birth_date": person.birth_date,
            "ehc_plan": person.ehc_plan,
            "discharged_on": discharged_on,
        }
        for spec in duties_for(policy.current(), "register.discharged", facts, on):
            rule = policy.current().rule(spec.rule, on)
            if rule and rule.keeps and spec.due_on and spec.due_on > on:
                return _floor(rule, spec.due_on)
        return None


def _floor(rule: Rule, until: date) -> Floor:
    return Floor(
        level=Level(rule.keeps),
        until=until,
        because=rule.title,
        source=rule.source,
        firm=rule.firm,
    )
