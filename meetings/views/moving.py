"""Pages that change a planned meeting: move it, take someone off its list, its calendar entry."""

from typing import Any

from django import forms
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from accounts.gate import GateView
from accounts.models import User
from accounts.rules import Permission
from core.dates import LOCAL_ZONE, local_day
from meetings import calendar, workflow
from meetings.forms import ConfirmForm
from meetings.forms.series import MoveForm
from meetings.models import Attendee, Meeting
from meetings.rules import Presence
from meetings.views.verbs import AboutMeeting


class Move(AboutMeeting):
    """Give a meeting another time, place or chair."""

    permission = Permission.MEETING_RUN
    form_class = MoveForm
    heading = "Change time, place or chair"
    intro = (
        "Everyone invited will get the change for their calendar. The register keeps the reason."
    )
    done = "The meeting is changed. We will tell everyone invited."

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
    """Withdraw an invitation of those invited."""

    permission = Permission.MEETING_RUN
    form_class = ConfirmForm
    heading = "Withdraw an invitation"
    done = "They are no longer invited. We will tell them."

    def load(self) -> None:
        super().load()
        rows = self.meeting.attendees.invited().select_related("user", "meeting")
        found = rows.filter(pk=self.kwargs["attendee"]).first()
        if found is None:
            raise Http404
        self.attendee = found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        intro = (
            f"We will tell {self.attendee.shown_name}, and the meeting will leave their calendar."
        )
        return super().get_context_data(**{"intro": intro} | kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"act": "Withdraw the invitation"}

    def perform(self, form: forms.Form) -> Attendee:
        return workflow.uninvite(attendee=self.attendee, by=self.user, at=self.now)


class InviteAgain(AboutMeeting):
    """Invite someone again whose invitation was withdrawn by mistake."""

    permission = Permission.MEETING_RUN
    form_class = ConfirmForm
    heading = "Invite this person again"
    done = "They are invited again."

    def load(self) -> None:
        super().load()
        rows = self.meeting.attendees.select_related("user", "organisation")
        found = rows.filter(pk=self.kwargs["attendee"]).first()
        if found is None:
            raise Http404
        self.attendee = found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form where the invitation was withdrawn and the meeting is still to be held."""
        if self.attendee.presence != Presence.REMOVED or not self.meeting.is_to_come:
            return HttpResponseRedirect(self.back_url())
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        who = self.attendee.shown_name
        intro = (
            f"{who} will be told by email, and the meeting will be back in their calendar."
            if self.attendee.user_id
            else f"{who} does not have an account. Tell them yourself."
        )
        return super().get_context_data(**{"intro": intro} | kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"act": "Invite again"}

    def perform(self, form: forms.Form) -> Attendee:
        return workflow.invite_again(attendee=self.attendee, by=self.user, at=self.now)


class CalendarEntry(GateView):
    """The meeting as a file that a calendar opens; it names no one."""

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
