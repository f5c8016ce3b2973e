"""What alerts keep about a person: notices, acknowledgements and escalations."""

from typing import Any
from uuid import UUID

from alerts.models import Acknowledgement, Escalation, Notice
from core.records import Erased, Keeper, remove


class AlertsKeeper(Keeper):
    """Notices queued and sent, and who acknowledged what."""

    name = "alerts"
    floor = 8
    models = (Notice, Acknowledgement, Escalation)

    def export(self, person_id: UUID) -> dict[str, Any]:
        """Return what was sent about the person, and who acknowledged which alert."""
        return {
            "notices": list(
                Notice.objects.filter(person_id=person_id).values("kind", "made_at", "mailed_at")
            ),
            "acknowledgements": list(
                Acknowledgement.objects.filter(person_id=person_id).values("by__full_name", "at")
            ),
            "escalations": list(
                Escalation.objects.filter(person_id=person_id).values("step", "at")
            ),
        }

    def erase(self, person_id: UUID, erased: Erased) -> None:
        """Remove them all, whatever was already sent."""
        for model in self.models:
            remove(model._base_manager.filter(person_id=person_id), erased)
