"""Pages for minutes that were recorded on the wrong person: move them, check them, set aside."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.gate import PageView
from accounts.rules import Permission
from core.errors import Conflict, RuleBroken
from meetings import reading, undoing, workflow
from meetings.forms import CheckMovedForm, ConfirmForm, MoveMinutesForm
from meetings.models import AgendaItem, MovedMinutes, Outcome
from meetings.views.after import AboutLine
from register.models import Person


class ToCheck(PageView):
    """The minutes that were moved from the wrong person and that no one has checked yet."""

    permission = Permission.MEETING_RUN
    template_name = "meetings/to_check.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = undoing.to_check(user=self.user)
        self.saw([one.item.person_id for one in waiting], purpose="to_check")
        return super().get_context_data(waiting=waiting, as_at=self.now, **kwargs)


class MoveMinutes(AboutLine):
    """Move minutes that were struck out to the person whom they are about."""

    permission = Permission.MEETING_RUN
    form_class = MoveMinutesForm
    template_name = "meetings/move_minutes.html"
    heading = "Move these minutes to the right person"
    purpose = "move_minutes"
    done = (
        "The minutes are moved. They are not recorded yet: check them on the page of the right "
        "person."
    )

    @cached_property
    def struck(self) -> Outcome | None:
        """The minutes that were struck out and have not been moved, the latest first."""
        return next((one for one in undoing.struck_out(self.item) if undoing.can_move(one)), None)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form where there is something to move."""
        if self.struck is None or self.meeting.is_urgent:
            return HttpResponseRedirect(self.back_url())
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        listed = undoing.others_on(self.item, user=self.user)
        self.saw([one.pk for one in listed], purpose=self.purpose)
        return super().get_form_kwargs() | {"find": self._find, "listed": listed}

    def _find(self, named: dict[str, Any]) -> Person | None:
        rows = Person.objects.permitted(self.user, self.permission)
        found: Person | None = rows.exclude(pk=self.item.person_id).filter(**named).first()
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"struck": self.struck} | kwargs)

    def perform(self, form: Any) -> MovedMinutes:
        struck = self.struck or undoing.moved_last(self.item)
        return workflow.move_minutes(outcome=struck, to=form.person, by=self.user, at=self.now)

    def get_success_url(self) -> str:
        result = getattr(self, "result", None)
        if result is None:
            return self.back_url()
        about = AgendaItem.objects.select_related("person").get(pk=result.item_id)
        return reverse("meetings:minutes", args=[self.meeting.pk, about.person_id])


class AboutMoved(AboutLine):
    """Base of the pages about minutes that were moved to a line."""

    abstract = True

    def load(self) -> None:
        super().load()
        rows = MovedMinutes.objects.filter(item__meeting=self.meeting)
        self.moved = self.find(
            rows.select_related("outcome", "by", "item__person", "item__meeting"),
            pk=self.kwargs["moved"], item__person=self.kwargs["person"],
        )  # fmt: skip

    def check_now(self) -> None:
        super().check_now()
        if not self.moved.waits:
            raise RuleBroken("Someone has already checked these minutes or set them aside.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        agreed = undoing.agreed_with(self.moved.outcome, user=self.user)
        self.saw({one.person_id for one in agreed}, purpose=self.purpose)
        given = {"moved": self.moved, "agreed": agreed}
        return super().get_context_data(**given | kwargs)


class CheckMoved(AboutMoved):
    """Check minutes that were moved here, after the meeting has ended, and save them."""

    permission = Permission.MEETING_RUN
    form_class = CheckMovedForm
    template_name = "meetings/check_moved.html"
    heading = "Check the minutes moved here"
    purpose = "check_moved"
    done = "The minutes are recorded. No rating was given by them."
    clashed = False

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the minutes themselves while the meeting is open."""
        if self.meeting.is_open:
            at = reverse("meetings:record_outcome", args=[self.meeting.pk, self.item.person_id])
            return HttpResponseRedirect(at)
        return super().get(request, *args, **kwargs)

    @cached_property
    def recorded(self) -> Outcome | None:
        """The person's own minutes of this meeting, which are not struck out."""
        return reading.minutes_in_force(self.item)

    def get_initial(self) -> dict[str, Any]:
        own, offered = self.recorded, undoing.as_offered(self.moved)
        if own is not None:
            offered = undoing.joined(own, offered)
        return offered | self._seen()

    def _seen(self) -> dict[str, str]:
        return {"version": str(self.recorded.version if self.recorded else 0)}

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        """Show the page again; after a clash, what is typed may be saved over what is shown."""
        if self.clashed:
            form.data = form.data.copy()  # type: ignore[attr-defined]
            form.data.update(self._seen())  # type: ignore[attr-defined]
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = {"recorded": self.recorded, "clashed": self.clashed}
        return super().get_context_data(**given | kwargs)

    def perform(self, form: Any) -> Outcome:
        try:
            return workflow.check_moved(
                moved=self.moved,
                minutes=form.minutes(),
                version=form.seen_version(),
                by=self.user,
                at=self.now,
            )
        except Conflict:
            self.clashed = True
            raise


class SetAside(AboutMoved):
    """Say that minutes which were moved here are not about this person."""

    permission = Permission.MEETING_RUN
    form_class = ConfirmForm
    heading = "Set these minutes aside"
    intro = (
        "Do this if the minutes that were moved here are not about this person. Nothing will be "
        "recorded here, and you can move them to someone else."
    )
    purpose = "set_aside"
    done = "The minutes are set aside."

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"act": "Set aside"}

    def perform(self, form: forms.Form) -> MovedMinutes:
        return workflow.set_aside(moved=self.moved, by=self.user, at=self.now)

    def back_url(self) -> str:
        return reverse("meetings:meeting", args=[self.meeting.pk])
