"""Pages that undo or put right: planned again, not held, open again, attendance, minutes."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from accounts.rules import Permission
from meetings import reading, undoing, workflow
from meetings.forms import CorrectAttendanceForm, ReasonForm, ReopenForm, StrikeOutForm
from meetings.models import Meeting, Outcome
from meetings.querysets import invitable
from meetings.views.after import AboutLine
from meetings.views.verbs import AboutMeeting


class Undoing(AboutMeeting):
    """Base of the verbs that undo an opening: they show what was typed and what follows."""

    abstract = True
    form_class = ReasonForm
    template_name = "meetings/undo.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        unsaved = reading.unsaved(self.meeting) if self.meeting.is_open else []
        self.saw([one.item.person_id for one in unsaved], purpose=self.moves)
        given = {"unsaved": unsaved, "moves": self.moves, **undoing.so_far(self.meeting)}
        return super().get_context_data(**given | kwargs)


class PutBack(Undoing):
    """Put a meeting that was opened, or cancelled, by mistake back to planned."""

    permission = Permission.MEETING_RUN
    moves = "put_back"
    heading = "Put the meeting back to planned"
    done = "The meeting is planned again. Those invited stay invited."

    def check_now(self) -> None:
        workflow.check_put_back(meeting=self.meeting, at=self.now)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"act": "Put back to planned"}

    def perform(self, form: forms.Form) -> Meeting:
        reason = form.cleaned_data["reason"]
        return workflow.put_back(meeting=self.meeting, reason=reason, by=self.user, at=self.now)


class Abandon(Undoing):
    """End a meeting that was opened and could not go on as not held."""

    permission = Permission.MEETING_RUN
    moves = "abandon"
    heading = "End the meeting as not held"
    done = "The meeting is ended as not held. We will email everyone invited."

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"act": "End as not held"}

    def perform(self, form: forms.Form) -> Meeting:
        reason = form.cleaned_data["reason"]
        return workflow.abandon(meeting=self.meeting, reason=reason, by=self.user, at=self.now)


class Reopen(AboutMeeting):
    """Open a meeting again that was closed, or ended as not held, by mistake."""

    permission = Permission.MEETING_RUN
    moves = "reopen"
    form_class = ReopenForm
    template_name = "meetings/reopen.html"
    heading = "Open the meeting again"
    done = "The meeting is open again."

    def check_now(self) -> None:
        workflow.check_reopen(meeting=self.meeting)

    def get_initial(self) -> dict[str, Any]:
        return {"version": str(len(undoing.put_backs(self.meeting)))}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"act": "Open the meeting again"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        follows = undoing.reopening(self.meeting)
        self.saw(follows.people(), purpose=self.moves)
        return super().get_context_data(**{"follows": follows} | kwargs)

    def perform(self, form: Any) -> Meeting:
        return workflow.reopen(
            meeting=self.meeting,
            version=form.seen_version(),
            reason=form.cleaned_data["reason"],
            by=self.user,
            at=self.now,
        )


class CorrectAttendance(AboutMeeting):
    """Put right who was at a meeting that is over."""

    permission = Permission.MEETING_RUN
    form_class = CorrectAttendanceForm
    heading = "Correct the attendance"
    intro = (
        "What was recorded stays beside the correction, with your name and the reason. Whether "
        "the meeting had its quorum, which ratings are provisional and which duties it met are "
        "worked out again."
    )
    done = "The attendance is corrected."

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form once the meeting is over; before, attendance is simply recorded."""
        if not self.meeting.is_over:
            return HttpResponseRedirect(self.back_url())
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"version": str(len(undoing.attendance_corrections(self.meeting)))}

    def get_form_kwargs(self) -> dict[str, Any]:
        rows = self.meeting.attendees.select_related("user", "organisation").order_by("pk")
        listed = rows.filter(user__isnull=False).values("user")
        person = self.meeting.person_id
        return super().get_form_kwargs() | {
            "attendees": list(rows),
            "colleagues": invitable(self.meeting.area_id, person_id=person).exclude(pk__in=listed),
        }

    def perform(self, form: Any) -> Meeting:
        return workflow.correct_attendance(
            meeting=self.meeting,
            presences=form.presences(),
            version=form.seen_version(),
            came=form.guest(),
            colleague=form.cleaned_data["colleague"],
            reason=form.cleaned_data["reason"],
            by=self.user,
            at=self.now,
        )


class StrikeOut(AboutLine):
    """Strike out minutes about a person that were recorded by mistake."""

    permission = Permission.MEETING_RUN
    form_class = StrikeOutForm
    template_name = "meetings/strike_out.html"
    heading = "Strike out these minutes"
    purpose = "strike_out"
    done = "The minutes are struck out. They stay on this page, with the reason."

    def load(self) -> None:
        """Find the line, and the minutes as they are now."""
        super().load()
        self.__dict__.pop("outcome", None)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form where there are minutes to strike out."""
        if self.outcome is None or self.outcome.is_struck_out:
            return HttpResponseRedirect(self.back_url())
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        shown = self.outcome
        return {"version": str(shown.version), "outcome": str(shown.pk)} if shown else {}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"act": "Strike out the minutes"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**undoing.that_stays(self.item) | kwargs)

    def perform(self, form: Any) -> Outcome:
        return workflow.strike_out(
            outcome=undoing.minutes_sent(self.item, form.cleaned_data["outcome"]),
            version=form.seen_version(),
            reason=form.cleaned_data["reason"],
            by=self.user,
            at=self.now,
        )
