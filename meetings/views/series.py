"""Pages of the series of meetings: list, start, see, change, end, and who always comes."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.gate import PageView
from accounts.models import User
from accounts.rules import Permission
from meetings import workflow
from meetings.forms import ConfirmForm, ReasonForm
from meetings.forms.series import DetailsForm, MembersForm, StartForm
from meetings.models import Series, SeriesMember
from meetings.querysets import invitable
from meetings.views.verbs import Verb
from meetings.workflow.series import called_off_with

ENDED_SHOWN = 20


class SeriesList(PageView):
    """The series of one's areas."""

    permission = Permission.MEETING_RUN
    template_name = "meetings/series_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Series.objects.permitted(self.user, self.permission).select_related("area", "chair")
        return super().get_context_data(
            series=list(rows.running().order_by("area__name", "starts_time")),
            ended=list(rows.ended()[:ENDED_SHOWN]),
            as_at=self.now,
            **kwargs,
        )


class StartSeries(Verb):
    """Start a series of tracking meetings."""

    permission = Permission.MEETING_RUN
    form_class = StartForm
    heading = "Start a series of tracking meetings"
    intro = "Its meetings are made 8 weeks ahead. Those who always come are added next."
    done = "The series is started. Now add those who always come."

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.user}

    def get_initial(self) -> dict[str, Any]:
        areas = self.user.grants(self.permission).areas
        return {"chair": self.user.pk} | ({"area": next(iter(areas))} if len(areas) == 1 else {})

    def perform(self, form: Any) -> Series:
        return workflow.start_series(
            area=form.cleaned_data["area"],
            pattern=form.pattern(),
            details=form.details(),
            by=self.user,
            at=self.now,
        )

    def back_url(self) -> str:
        return reverse("meetings:series_list")

    def get_success_url(self) -> str:
        return reverse("meetings:series", args=[self.result.pk])


class SeriesPage(PageView):
    """One series: when it meets, its coming meetings, who always comes."""

    permission = Permission.MEETING_RUN
    template_name = "meetings/series.html"

    def load(self) -> None:
        rows = Series.objects.select_related("area", "chair", "ended_by")
        self.series = self.find(rows, pk=self.kwargs["series"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        members = self.series.members.staying().select_related("user", "organisation")
        given = {
            "series": self.series,
            "meetings": list(self.series.meetings.coming().select_related("area", "chair")),
            "members": sorted(members, key=lambda one: one.shown_name),
            "as_at": self.now,
        }
        return super().get_context_data(**kwargs | given)


class AboutSeries(Verb):
    """Base of the verbs about one series: loads it through the gate."""

    abstract = True
    permission = Permission.MEETING_RUN

    def load(self) -> None:
        rows = Series.objects.select_related("area", "chair")
        self.series = self.find(rows, pk=self.kwargs["series"])

    def get_success_url(self) -> str:
        return reverse("meetings:series", args=[self.series.pk])

    def back_url(self) -> str:
        return self.get_success_url()


class ChangeSeries(AboutSeries):
    """Change what every meeting of a series has in common."""

    permission = Permission.MEETING_RUN
    form_class = DetailsForm
    heading = "Change the series"
    intro = (
        "The meetings that are planned follow, and those invited get the change. One that was "
        "moved by hand keeps its own time. To meet on another day, end this series and start one."
    )
    done = "The series is changed."

    def get_form_kwargs(self) -> dict[str, Any]:
        chairs = User.objects.team_of(self.series.area_id)
        return super().get_form_kwargs() | {"chairs": chairs.distinct()}

    def get_initial(self) -> dict[str, Any]:
        names = ("starts_time", "minutes", "place", "quorum")
        return {name: getattr(self.series, name) for name in names} | {
            "chair": self.series.chair_id
        }

    def perform(self, form: Any) -> Series:
        return workflow.change_series(
            series=self.series, details=form.details(), by=self.user, at=self.now
        )


class EndSeries(AboutSeries):
    """End a series: its planned meetings are called off."""

    permission = Permission.MEETING_RUN
    form_class = ReasonForm
    heading = "End the series"
    intro = (
        "No more meetings will be planned, and those already planned will be cancelled. We will "
        "tell everyone invited."
    )
    done = "The series is ended."

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"act": "End the series"}

    def perform(self, form: Any) -> Series:
        reason = form.cleaned_data["reason"]
        return workflow.end_series(series=self.series, reason=reason, by=self.user, at=self.now)


class ResumeSeries(AboutSeries):
    """Let a series go on that was ended by mistake."""

    permission = Permission.MEETING_RUN
    form_class = ReasonForm
    template_name = "meetings/resume_series.html"
    heading = "Carry on with the series"
    done = "The series carries on."

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form where the series has ended."""
        if self.series.is_running:
            return HttpResponseRedirect(self.back_url())
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        called_off = list(called_off_with(self.series))
        given = {
            "series": self.series,
            "back": [one for one in called_off if one.starts_at > self.now],
            "missed": [one for one in called_off if one.starts_at <= self.now],
        }
        return super().get_context_data(**given | kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"act": "Carry on with the series"}

    def perform(self, form: Any) -> Series:
        reason = form.cleaned_data["reason"]
        return workflow.resume_series(series=self.series, reason=reason, by=self.user, at=self.now)


class AddMembers(AboutSeries):
    """Add people who come to every meeting of a series."""

    permission = Permission.MEETING_RUN
    form_class = MembersForm
    heading = "Add people who always come"
    intro = "They will be invited to the meetings already planned and to all that follow."
    done = "They are invited to every meeting of the series."

    def get_form_kwargs(self) -> dict[str, Any]:
        staying = self.series.members.staying().filter(user__isnull=False)
        users = invitable(self.series.area_id).exclude(pk__in=staying.values("user"))
        return super().get_form_kwargs() | {"invitable": users}

    def perform(self, form: Any) -> list[SeriesMember]:
        return workflow.add_members(
            series=self.series,
            users=list(form.cleaned_data["users"]),
            guest=form.guest(),
            by=self.user,
            at=self.now,
        )


class EndMembership(AboutSeries):
    """Let someone come no more."""

    permission = Permission.MEETING_RUN
    form_class = ConfirmForm
    heading = "Remove someone from the series"
    done = "They are no longer invited."

    def load(self) -> None:
        super().load()
        rows = self.series.members.select_related("user", "series__area")
        found = rows.filter(pk=self.kwargs["member"]).first()
        if found is None:
            raise Http404
        self.member = found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        intro = (
            f"{self.member.shown_name} will not be invited to the meetings planned or to any that "
            "follow."
        )
        return super().get_context_data(**{"intro": intro} | kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"act": "Remove from the series"}

    def perform(self, form: forms.Form) -> SeriesMember:
        return workflow.end_membership(member=self.member, by=self.user, at=self.now)
