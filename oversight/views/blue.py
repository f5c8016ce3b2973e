"""The BLUE list, one stay as a commissioner sees it, and the list as a file."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from accounts.gate import GateView, PageView
from accounts.rules import Permission
from actions.models import Duty
from core import events, keyset
from oversight import blue, export
from oversight.forms import ExportForm
from register.models import InpatientStay
from reviews.models import OversightVisit


class Blue(PageView):
    """Who is in a mental health hospital, what is due soonest first."""

    permission = Permission.OVERSIGHT_VIEW
    template_name = "oversight/blue.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on = timezone.localdate(self.now)
        lines, found = blue.page(
            self.user,
            self.permission,
            on=on,
            after=keyset.identifier(self.request.GET.get("after")),
            before=keyset.identifier(self.request.GET.get("before")),
        )
        self.saw([line.person_id for line in lines])
        return super().get_context_data(
            lines=lines,
            following=found.following,
            previous=found.previous,
            figures=blue.figures(self.user, self.permission, on=on),
            may_export=self.user.holds(Permission.OVERSIGHT_EXPORT),
            as_at=self.now,
            **kwargs,
        )


class Stay(PageView):
    """One stay: its facts, what is due and on what authority, and the visits. No narrative."""

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

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.stay.person_id
        duties = Duty.objects.open().filter(person=person)
        due = duties.visits() | duties.reviews()
        visits = OversightVisit.objects.filter(stay=self.stay).select_related("visited_by")
        return super().get_context_data(
            person=self.stay.person,
            stay=self.stay,
            duties=list(due.order_by("due_on")),
            visits=list(visits.order_by("-visited_on")),
            on=timezone.localdate(self.now),
            days=(timezone.localdate(self.now) - self.stay.admitted_on).days,
            may_visit=self.user.holds(Permission.VISIT_RECORD),
            **kwargs,
        )


class Export(GateView):
    """The BLUE list as a file, once the purpose is said; who took it and why is logged."""

    permission = Permission.OVERSIGHT_EXPORT

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask for the purpose."""
        return self._ask(ExportForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Give the file."""
        form = ExportForm(request.POST)
        if not form.is_valid():
            return self._ask(form)
        lines = blue.everything(self.user, self.permission, on=timezone.localdate(self.now))
        self.saw([line.person_id for line in lines], purpose=form.cleaned_data["purpose"])
        with transaction.atomic():
            events.publish(
                "oversight.exported", by=self.user, at=self.now, rows=len(lines), format="csv"
            )
        response = HttpResponse(export.as_csv(lines), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="blue-list.csv"'
        return response

    def _ask(self, form: ExportForm) -> HttpResponse:
        return TemplateResponse(self.request, "oversight/export.html", {"form": form})
