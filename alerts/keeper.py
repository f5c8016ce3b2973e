"""What alerts keep about a person: notices, acknowledgements and escalations."""

from uuid import UUID

from alerts.copies import copy_of
from alerts.models import Acknowledgement, Escalation, NotConvened, Notice
from core.copies import Told
from core.records import Erased, Keeper, remove


class AlertsKeeper(Keeper):
    """Notices queued and sent, who acknowledged what, and why no meeting was convened."""

    name = "alerts"
    floor = 9
    models = (Notice, Acknowledgement, Escalation, NotConvened)

    def export(self, person_id: UUID) -> Told:
        """Return what was sent about the person, and who acknowledged which alert."""
        return copy_of(person_id)

    def erase(self, person_id: UUID, erased: Erased) -> None:
        """Remove them all, whatever was already sent."""
        for model in self.models:
            remove(model._base_manager.filter(person_id=person_id), erased)
