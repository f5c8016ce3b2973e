"""Pages of the weekly sample of GREEN: whom to look at, and what came of it."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from accounts.gate import PageView
from accounts.rules import Permission
from core.dates import local_day
from meetings import workflow
from meetings.drift import Looked, week_of
from meetings.forms.drift import LookForm
from meetings.models import DriftSample
from meetings.views.verbs import Verb

SHOWN = 100
LOOKED_SHOWN = 20


class Sample(PageView):
    """Whom the weekly samples put before one's team, and what came of the last ones."""

    permission = Permission.MEETING_RUN
    template_name = "meetings/sample.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = DriftSample.objects.permitted(self.user, self.permission).select_related(
            "person__lead_professional", "area", "looked_by"
        )
        waiting = list(rows.waiting().recent()[:SHOWN])
        looked = list(rows.exclude(outcome=Looked.WAITING).order_by("-looked_at")[:LOOKED_SHOWN])
        self.saw([one.person_id for one in (*waiting, *looked)], purpose="sample")
        return super().get_context_data(
            waiting=waiting,
            looked=looked,
            week=week_of(local_day(self.now)),
            size=settings.DSR_DRIFT_SAMPLE,
            as_at=self.now,
            **kwargs,
        )


class LookAt(Verb):
    """Note what came of looking at someone in the sample."""

    permission = Permission.MEETING_RUN
    form_class = LookForm
    template_name = "meetings/look_at.html"
    heading = "Check someone rated GREEN"
    done = "It is recorded."

    def load(self) -> None:
        rows = DriftSample.objects.select_related("person__area", "person__lead_professional")
        self.sample = self.find(rows, pk=self.kwargs["sample"])
        self.saw([self.sample.person_id], purpose="look_at")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = {"sample": self.sample, "person": self.sample.person}
        return super().get_context_data(**given | kwargs)

    def perform(self, form: Any) -> DriftSample:
        return workflow.look_at(
            sample=self.sample,
            outcome=form.looked(),
            note=form.cleaned_data["note"],
            by=self.user,
            at=self.now,
        )

    def get_success_url(self) -> str:
        return reverse("meetings:sample")

    def back_url(self) -> str:
        return self.get_success_url()
