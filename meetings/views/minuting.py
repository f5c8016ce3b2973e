"""Live minutes: one person a page, previous and next, two minute-takers at once."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.gate import VerbView
from accounts.rules import Permission
from core.errors import Conflict
from meetings import reading, workflow
from meetings.forms import MinutesForm
from meetings.models import AgendaItem, Meeting, Outcome
from meetings.querysets import possible_owners
from meetings.workflow import Minutes
from register.models import Standing
from register.rules import Level, is_unusual


class RecordOutcome(VerbView):
    """Minute one person; whoever saves after somebody else sees both before overwriting.

    RED to GREEN in one step is asked about once more, as on the person's own page.
    """

    permission = Permission.MEETING_RUN
    form_class = MinutesForm
    template_name = "meetings/record_outcome.html"
    done = "Saved."
    clashed = False

    def load(self) -> None:
        self.meeting = self.find(
            Meeting.objects.select_related("area", "chair"), pk=self.kwargs["meeting"]
        )
        items = AgendaItem.objects.filter(meeting=self.meeting).on_agenda()
        self.item = self.find(items.select_related("person"), person=self.kwargs["person"])
        self.item.meeting = self.meeting
        self.saw([self.item.person_id], purpose="minutes")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form while the meeting is open, the minutes to read once it is over."""
        if not self.meeting.is_open:
            return HttpResponseRedirect(self._address("meetings:minutes", self.item.person_id))
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"owners": possible_owners(self.item)}

    def get_initial(self) -> dict[str, Any]:
        outcome = Outcome.objects.filter(item=self.item).first()
        saved = {name: getattr(outcome, name) for name in Minutes.__dataclass_fields__ if outcome}
        return saved | self._seen() | {"key": MinutesForm.new_key()}

    def _seen(self) -> dict[str, Any]:
        """Return what the page shows of others' work: the minutes' version and the rating."""
        outcome = Outcome.objects.filter(item=self.item).first()
        standing = Standing.objects.filter(person=self.item.person_id).first()
        return {
            "version": str(outcome.version if outcome else 0),
            "follows": str(standing.rating_id) if standing else "",
        }

    def interruption(self, form: forms.Form) -> str:
        agreed = form.cleaned_data["agreed_level"]
        standing = Standing.objects.filter(person=self.item.person_id).first()
        if not agreed or standing is None:
            return ""
        unusual = is_unusual(current=Level(standing.level), new=Level(agreed))
        return "meetings/minutes_check.html" if unusual else ""

    def perform(self, form: Any) -> Outcome:
        try:
            return workflow.record_outcome(
                item=self.item,
                minutes=form.minutes(),
                version=form.seen_version(),
                follows=form.seen_rating(),
                action=form.new_action(self.item.pk),
                by=self.user,
                at=self.now,
            )
        except Conflict:
            self.clashed = True
            raise

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        """Show the page again; after a clash, what is typed may be saved over what is shown."""
        if self.clashed:
            form.data = form.data.copy()  # type: ignore[attr-defined]
            form.data.update(self._seen())  # type: ignore[attr-defined]
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = reading.about(self.item, user=self.user) | {"clashed": self.clashed}
        return super().get_context_data(**given | kwargs)

    def back_url(self) -> str:
        return reverse("meetings:meeting", args=[self.meeting.pk])

    def get_success_url(self) -> str:
        _, after, _, _ = reading.neighbours(self.item, user=self.user)
        if self.request.POST.get("then") != "next":
            return self._address("meetings:record_outcome", self.item.person_id)
        if after is None:
            return reverse("meetings:meeting", args=[self.meeting.pk])
        return self._address("meetings:record_outcome", after)

    def _address(self, name: str, person: Any) -> str:
        return reverse(name, args=[self.meeting.pk, person])
