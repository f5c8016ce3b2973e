"""One page for each verb of preparing and running a meeting."""

from typing import Any, ClassVar

from django import forms
from django.urls import reverse

from accounts.gate import VerbView
from accounts.rules import Permission
from meetings import rules, workflow
from meetings.forms import (
    AttendanceForm,
    ConfirmForm,
    InviteForm,
    PlanForm,
    ReasonForm,
)
from meetings.models import Meeting
from meetings.querysets import invitable


class Verb(VerbView):
    """Base of the verbs of meetings: the team's, on one plain page."""

    abstract = True
    permission = Permission.MEETING_RUN
    template_name = "meetings/verb.html"

    def back_url(self) -> str:
        return reverse("meetings:list")


class Plan(Verb):
    """Plan a tracking meeting."""

    form_class = PlanForm
    heading = "Plan a tracking meeting"
    intro = "The agenda builds itself from the register until the meeting is opened."
    done = "The meeting is planned. Now invite those who should be there."

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.user}

    def get_initial(self) -> dict[str, Any]:
        areas = self.user.grants(self.permission).areas
        return {"chair": self.user.pk} | ({"area": next(iter(areas))} if len(areas) == 1 else {})

    def perform(self, form: Any) -> Meeting:
        return workflow.plan(
            area=form.cleaned_data["area"],
            starts_at=form.starts_at(),
            place=form.cleaned_data["place"],
            chair=form.cleaned_data["chair"],
            quorum=form.cleaned_data["quorum"],
            by=self.user,
            at=self.now,
        )

    def get_success_url(self) -> str:
        return reverse("meetings:meeting", args=[self.result.pk])


class AboutMeeting(Verb):
    """Base of the verbs about one meeting: loads it through the gate.

    `moves` names the verb where it leads from some states only. Where it cannot be done now, after
    Back or from an old link, the page leads to the meeting and says why.
    """

    abstract = True
    moves: ClassVar[str] = ""

    def load(self) -> None:
        self.meeting = self.find(
            Meeting.objects.select_related("area", "chair"), pk=self.kwargs["meeting"]
        )

    def check_now(self) -> None:
        if self.moves:
            rules.move(self.moves, state=rules.State(self.meeting.state))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"meeting": self.meeting} | kwargs)

    def back_url(self) -> str:
        return reverse("meetings:meeting", args=[self.meeting.pk])

    def get_success_url(self) -> str:
        return self.back_url()


class Invite(AboutMeeting):
    """Invite more people."""

    permission = Permission.MEETING_RUN
    form_class = InviteForm
    heading = "Invite people to the meeting"
    intro = (
        "Service representatives can see the people on the agenda for 28 days once the meeting is "
        "opened. Lead professionals can see only the people they lead or are named on."
    )
    done = "They are invited. We will email them."

    def get_form_kwargs(self) -> dict[str, Any]:
        invited = self.meeting.attendees.invited().filter(user__isnull=False).values("user")
        users = invitable(self.meeting.area_id, person_id=self.meeting.person_id)
        return super().get_form_kwargs() | {"invitable": users.exclude(pk__in=invited)}

    def perform(self, form: Any) -> Any:
        return workflow.invite(
            meeting=self.meeting,
            users=list(form.cleaned_data["users"]),
            guest=form.guest(),
            by=self.user,
            at=self.now,
        )


class Apologise(AboutMeeting):
    """Say that one cannot come."""

    permission = Permission.MEETING_VIEW
    form_class = ConfirmForm
    heading = "Send apologies"
    intro = "Your apologies will be shown on the meeting's page and in the minutes."
    done = "Your apologies are recorded."

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"act": "Send apologies"}

    def perform(self, form: forms.Form) -> Any:
        return workflow.apologise(meeting=self.meeting, by=self.user, at=self.now)


class Come(AboutMeeting):
    """Say that one can come after all."""

    permission = Permission.MEETING_VIEW
    form_class = ConfirmForm
    heading = "I can come after all"
    intro = "Your apologies will be withdrawn. The meeting's page will show you as invited."
    done = "Your apologies are withdrawn."

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"act": "I can come"}

    def perform(self, form: forms.Form) -> Any:
        return workflow.come(meeting=self.meeting, by=self.user, at=self.now)


class RecordAttendance(AboutMeeting):
    """Who was there."""

    permission = Permission.MEETING_RUN
    form_class = AttendanceForm
    heading = "Who is here?"
    intro = "Without a quorum, decisions are provisional."
    done = "Attendance is recorded."

    def get_form_kwargs(self) -> dict[str, Any]:
        attendees = self.meeting.attendees.invited().select_related("user").order_by("pk")
        return super().get_form_kwargs() | {"attendees": list(attendees)}

    def perform(self, form: Any) -> Any:
        return workflow.record_attendance(
            meeting=self.meeting, presences=form.presences(), by=self.user, at=self.now
        )


class Open(AboutMeeting):
    """Open a meeting: the agenda is frozen. More than an hour early is asked about once more."""

    permission = Permission.MEETING_RUN
    moves = "open"
    form_class = ConfirmForm
    heading = "Open the meeting"
    intro = (
        "The agenda is frozen as it is now, and the representatives invited can see the people on "
        "it for 28 days. You can still add people."
    )
    done = "The meeting is open. Record who is here, then start with the first person."

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"act": "Open the meeting"}

    def interruption(self, form: forms.Form) -> str:
        early = self.meeting.is_planned and rules.is_early(self.meeting.starts_at, at=self.now)
        return "meetings/open_check.html" if early else ""

    def perform(self, form: forms.Form) -> Any:
        return workflow.open(meeting=self.meeting, by=self.user, at=self.now)


class Close(AboutMeeting):
    """Close a meeting: whoever was not reached is carried over."""

    permission = Permission.MEETING_RUN
    moves = "close"
    form_class = ConfirmForm
    heading = "Close the meeting"
    intro = (
        "Anyone who has not been discussed is carried over to the next meeting of the area. "
        "No one rated RED can be left without a decision. If the meeting cannot continue, end it "
        "as not held instead. A meeting closed by mistake can be opened again until its minutes "
        "are approved."
    )
    done = "The meeting is closed. Feedback is due within 2 working days."

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"act": "Close the meeting"}

    def perform(self, form: forms.Form) -> Any:
        return workflow.close(meeting=self.meeting, by=self.user, at=self.now)


class Cancel(AboutMeeting):
    """Cancel a meeting that has not been opened."""

    permission = Permission.MEETING_RUN
    moves = "cancel"
    form_class = ReasonForm
    heading = "Cancel the meeting"
    intro = "Everyone on its agenda will wait for the next meeting of the area."
    done = "The meeting is cancelled."

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"act": "Cancel the meeting"}

    def perform(self, form: forms.Form) -> Any:
        reason = form.cleaned_data["reason"]
        return workflow.cancel(meeting=self.meeting, reason=reason, by=self.user, at=self.now)
