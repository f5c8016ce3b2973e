"""Pages of what follows a meeting: rule, approve, name a deputy, correct, tell the person."""

from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.gate import PageView
from accounts.models import User
from accounts.rules import Permission
from core.dates import local_day
from meetings import letters, reading, undoing, workflow
from meetings.forms import ConfirmForm
from meetings.forms.after import CorrectionForm, DeputyForm, GiveLetterForm, RatifyForm
from meetings.forms.lines import is_id
from meetings.models import AgendaItem, Meeting, Outcome
from meetings.rules.after import Given, Ruling
from meetings.views.verbs import AboutMeeting
from register.models import Standing
from register.rules import Floor, Level
from register.views.floors import AsksAgainstFloor, floor_below


class Approve(AboutMeeting):
    """Approve the minutes: from then on they are fixed."""

    permission = Permission.MEETING_RUN
    form_class = ConfirmForm
    template_name = "meetings/approve.html"
    heading = "Approve the minutes"
    intro = (
        "Once approved, the minutes cannot be changed. A correction is dated and shown beside "
        "them. We will tell each service about its actions and each lead professional about the "
        "outcome."
    )
    done = "The minutes are approved. We will email services and lead professionals."

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"act": "Approve the minutes"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        unsaved = reading.unsaved(self.meeting)
        to_check = undoing.moved_to_check(self.meeting)
        named = {one.item.person_id for one in unsaved} | {one.item.person_id for one in to_check}
        self.saw(named, purpose="approve")
        given = {
            "unsaved": unsaved,
            "to_check": to_check,
            "may_approve": workflow.may_approve(self.meeting, self.user),
            "deputy": reading.deputy(self.meeting),
        }
        return super().get_context_data(**given | kwargs)

    def perform(self, form: forms.Form) -> Any:
        return workflow.approve(meeting=self.meeting, by=self.user, at=self.now)


class NameDeputy(AboutMeeting):
    """Name who approves in the chair's stead."""

    permission = Permission.MEETING_RUN
    form_class = DeputyForm
    heading = "Name a deputy for the chair"
    intro = (
        "The deputy can approve the minutes of this meeting when the chair cannot. The register "
        "keeps who named them, and that they approved as deputy."
    )
    done = "The deputy is named."

    def get_form_kwargs(self) -> dict[str, Any]:
        team = User.objects.team_of(self.meeting.area_id).exclude(pk=self.meeting.chair_id)
        return super().get_form_kwargs() | {"colleagues": team.distinct()}

    def perform(self, form: forms.Form) -> Any:
        user = form.cleaned_data["user"]
        return workflow.name_deputy(meeting=self.meeting, user=user, by=self.user, at=self.now)


class ToRatify(PageView):
    """The ratings agreed without a quorum that wait for a ruling."""

    permission = Permission.MEETING_RUN
    template_name = "meetings/to_ratify.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = reading.to_ratify(user=self.user)
        self.saw([one.item.person_id for one in waiting], purpose="to_ratify")
        return super().get_context_data(waiting=waiting, as_at=self.now, **kwargs)


class AboutLine(AboutMeeting):
    """Base of the verbs about one person whom a meeting discussed."""

    abstract = True
    template_name = "meetings/person_verb.html"
    purpose = ""

    def load(self) -> None:
        super().load()
        lines = AgendaItem.objects.filter(meeting=self.meeting).about(self.kwargs["person"])
        self.item = self.find(lines.select_related("person"))
        self.item.meeting = self.meeting
        self.saw([self.item.person_id], purpose=self.purpose)

    @cached_property
    def outcome(self) -> Outcome | None:
        """The minutes about the person."""
        rows = Outcome.objects.filter(item=self.item)
        return rows.select_related("ratification__rating", "minuted_by").first()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = {"person": self.item.person, "item": self.item, "outcome": self.outcome}
        return super().get_context_data(**given | kwargs)

    def back_url(self) -> str:
        return reverse("meetings:minutes", args=[self.meeting.pk, self.item.person_id])


class Ratify(AsksAgainstFloor, AboutLine):
    """Rule on a rating that was agreed without a quorum."""

    permission = Permission.MEETING_RUN
    form_class = RatifyForm
    template_name = "meetings/ratify.html"
    heading = "Ratify or overturn a rating"
    purpose = "ratify"
    done = "The ruling is recorded."

    def load(self) -> None:
        """Find the line by its person: whose area it is now rules, wherever the meeting was."""
        items = AgendaItem.objects.filter(meeting=self.kwargs["meeting"]).on_agenda()
        self.item = self.find(
            items.select_related("person", "meeting__area", "meeting__chair"),
            person=self.kwargs["person"],
        )
        self.meeting = self.item.meeting
        self.saw([self.item.person_id], purpose=self.purpose)

    def back_url(self) -> str:
        """Return to the minutes, or to the list where the meeting was another area's."""
        if self.item.person.area_id != self.meeting.area_id:
            return reverse("meetings:to_ratify")
        return super().back_url()

    def later(self) -> Meeting | None:
        """Return the area's meeting that is open now, which rules unless the chair does."""
        if self.user.pk == self.meeting.chair_id:
            return None
        return reading.open_now(self.item.person.area_id)

    def get_initial(self) -> dict[str, Any]:
        standing = Standing.objects.filter(person=self.item.person_id).first()
        return {"follows": str(standing.rating_id) if standing else ""}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        standing = Standing.objects.filter(person=self.item.person_id).first()
        given = {"later": self.later(), "standing": standing}
        return super().get_context_data(**given | kwargs)

    def floor_below(self, form: forms.Form) -> Floor | None:
        typed = form.cleaned_data
        if Ruling(typed["ruling"]) is not Ruling.OVERTURNED or not typed["level"]:
            return None
        standing = Standing.objects.filter(person=self.item.person_id).first()
        person, new = self.item.person_id, Level(typed["level"])
        return floor_below(person, standing=standing, new=new, at=self.now)

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form where there are minutes to rule on."""
        if self.outcome is None:
            return HttpResponseRedirect(self.back_url())
        return super().get(request, *args, **kwargs)

    def perform(self, form: forms.Form) -> Any:
        typed = form.cleaned_data
        follows = typed["follows"]
        return workflow.ratify(
            outcome=reading.outcome_of(self.item),
            ruling=Ruling(typed["ruling"]),
            reason=typed["reason"],
            level=typed["level"],
            meeting=self.later(),
            follows=follows if follows and is_id(follows) else None,
            against_floor=self.against_floor(),
            by=self.user,
            at=self.now,
        )


class AddCorrection(AboutLine):
    """Put a dated correction beside approved minutes."""

    permission = Permission.MEETING_RUN
    form_class = CorrectionForm
    heading = "Add a correction"
    intro = (
        "The minutes are approved and cannot be changed. The correction will show the date and "
        "your name."
    )
    purpose = "correct"
    done = "The correction is shown beside the minutes."

    def perform(self, form: forms.Form) -> Any:
        typed = form.cleaned_data
        return workflow.add_correction(
            item=self.item, words=typed["words"], key=f"{self.item.pk}:{typed['key']}",
            by=self.user, at=self.now,
        )  # fmt: skip


class GiveLetter(AboutLine):
    """Note that the person got their letter."""

    permission = Permission.MEETING_RUN
    form_class = GiveLetterForm
    heading = "Record that the person has the letter"
    purpose = "give_letter"
    done = "It is recorded that the person has the letter."

    @cached_property
    def overtaken(self) -> letters.Overtaken | None:
        """What has changed since the letter's rating was agreed, if anything."""
        if self.outcome is None:
            return None
        return letters.letter(self.item, self.outcome).overtaken

    def interruption(self, form: forms.Form) -> str:
        """Ask first where the rating is not the letter's any more."""
        return "meetings/letter_changed_given.html" if self.overtaken else ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"overtaken": self.overtaken} | kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"given_on": local_day(self.now)}

    def perform(self, form: forms.Form) -> Any:
        typed = form.cleaned_data
        return workflow.give_letter(
            item=self.item, easy_read=typed["easy_read"] == "easy", how=Given(typed["how"]),
            given_on=typed["given_on"], by=self.user, at=self.now,
        )  # fmt: skip


class Letter(PageView):
    """The letter to the person about a meeting, to print.

    Where its rating is not the person's any more, a page says so first; the letter then names
    the day of the meeting.
    """

    permission = Permission.MEETING_RUN
    template_name = "meetings/letter.html"
    easy = False

    def load(self) -> None:
        rows = AgendaItem.objects.filter(meeting=self.kwargs["meeting"]).discussed()
        self.item = self.find(
            rows.select_related("person", "meeting"), person=self.kwargs["person"]
        )
        self.saw([self.item.person_id], purpose="letter")

    @cached_property
    def words(self) -> letters.Letter:
        """What the letter says."""
        return letters.letter(self.item, reading.outcome_of(self.item))

    def get_template_names(self) -> list[str]:
        """Return the letter's page, or the one that asks first."""
        asked = self.request.GET.get("print") == "as-agreed"
        first = self.words.overtaken is not None and not asked
        return ["meetings/letter_changed.html"] if first else [str(self.template_name)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = self.words
        given = {
            "item": self.item,
            "person": self.item.person,
            "words": words,
            "lines": letters.easy_lines(words) if self.easy else [],
            "heading": "What was agreed about me",
            "easy": self.easy,
            "letter_on": local_day(self.now),
            "letter_to": [words.called],
            "back_url": reverse(
                "meetings:minutes", args=[self.item.meeting_id, self.item.person_id]
            ),
            "back_label": "Minutes",
        }
        return super().get_context_data(**given | kwargs)


class EasyLetter(Letter):
    """The same in easy read."""

    permission = Permission.MEETING_RUN
    template_name = "meetings/letter_easy.html"
    easy = True
