"""Pages that change a planned meeting: move it, take somebody off its list, its calendar entry."""

from typing import Any

from django import forms
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse

from accounts.gate import GateView
from accounts.models import User
from accounts.rules import Permission
from core.dates import LOCAL_ZONE, local_day
from meetings import calendar, workflow
from meetings.forms import ConfirmForm
from meetings.forms.series import MoveForm
from meetings.models import Attendee, Meeting
from meetings.views.verbs import AboutMeeting


class Move(AboutMeeting):
    """Give a meeting another time, place or chair."""

    permission = Permission.MEETING_RUN
    form_class = MoveForm
    heading = "Change time, place or chair"
    intro = "Everybody invited gets the change for their calendar. The reason is kept."
    done = "The meeting is changed. Those invited are told."

    def get_initial(self) -> dict[str, Any]:
        starts = self.meeting.starts_at.astimezone(LOCAL_ZONE)
        return {
            "starts_on": local_day(self.meeting.starts_at),
            "starts_time": starts.time(),
            "place": self.meeting.place,
            "chair": self.meeting.chair_id,
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        team = User.objects.team_of(self.meeting.area_id).values("pk")
        chairs = User.objects.filter(Q(pk__in=team) | Q(pk=self.meeting.chair_id))
        return super().get_form_kwargs() | {"chairs": chairs}

    def perform(self, form: Any) -> Meeting:
        return workflow.move(
            meeting=self.meeting,
            starts_at=form.starts_at(),
            place=form.cleaned_data["place"],
            chair=form.cleaned_data["chair"],
            reason=form.cleaned_data["reason"],
            by=self.user,
            at=self.now,
        )


class Uninvite(AboutMeeting):
    """Take somebody off the list of those invited."""

    permission = Permission.MEETING_RUN
    form_class = ConfirmForm
    heading = "Take somebody off the list"
    done = "They are not invited any more, and are told."

    def load(self) -> None:
        super().load()
        rows = self.meeting.attendees.invited().select_related("user", "meeting")
        found = rows.filter(pk=self.kwargs["attendee"]).first()
        if found is None:
            raise Http404
        self.attendee = found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        intro = f"{self.attendee.shown_name} is told, and the meeting leaves their calendar."
        return super().get_context_data(**{"intro": intro} | kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"act": "Take off the list"}

    def perform(self, form: forms.Form) -> Attendee:
        return workflow.uninvite(attendee=self.attendee, by=self.user, at=self.now)


class CalendarEntry(GateView):
    """The meeting as a file that a calendar opens; it names nobody."""

    permission = Permission.MEETING_VIEW

    def load(self) -> None:
        self.meeting = self.find(Meeting.objects.select_related("area"), pk=self.kwargs["meeting"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return the entry, to be put into one's calendar by hand."""
        off = self.meeting.closed_at is not None and not self.meeting.is_held
        method = calendar.Method.CANCEL if off else calendar.Method.PUBLISH
        made = calendar.entry(self.meeting, method=method, at=self.now)
        return HttpResponse(
            made,
            content_type="text/calendar; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="meeting.ics"'},
        )
