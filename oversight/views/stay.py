"""One stay as a commissioner sees it."""

from typing import Any

from django.utils import timezone

from accounts.gate import PageView
from accounts.rules import Permission
from oversight import stay_page
from oversight.look_back import look_back
from register.models import InpatientStay


class Stay(PageView):
    """One stay: its facts, what is due and on what authority, and what took place."""

    permission = Permission.OVERSIGHT_VIEW
    template_name = "oversight/stay.html"

    def load(self) -> None:
        self.stay = self.find(
            InpatientStay.objects.select_related(
                "person", "hospital", "commissioner", "host_commissioner"
            ),
            pk=self.kwargs["pk"],
        )
        self.saw([self.stay.person_id])

    def _may_visit(self) -> bool:
        """Whether a visit is for this user to record: the host commissioner only looks on."""
        mine = InpatientStay.objects.permitted(self.user, Permission.VISIT_RECORD)
        return self.user.holds(Permission.VISIT_RECORD) and mine.filter(pk=self.stay.pk).exists()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on = timezone.localdate(self.now)
        [looked_back] = look_back([self.stay])
        return super().get_context_data(
            person=self.stay.person,
            stay=self.stay,
            duties=stay_page.due(self.stay, on=on),
            status_question=self.stay.status_question(self.stay.status_changes(), on=on),
            during=stay_page.during(self.stay),
            looked_back=looked_back,
            on=on,
            days=((self.stay.discharged_on or on) - self.stay.admitted_on).days,
            may_visit=self._may_visit(),
            may_read_actions=self.user.holds(Permission.ACTION_VIEW),
            **kwargs,
        )
