"""Pages about one person on an agenda: put on, take off, note that feedback was given."""

from typing import Any
from uuid import UUID

from django.urls import reverse

from accounts.rules import Permission
from meetings import workflow
from meetings.forms import AddPersonForm, ConfirmForm, ReasonForm
from meetings.models import AgendaItem, Meeting
from meetings.views.verbs import AboutMeeting, Verb
from register.models import Person


class AddPerson(Verb):
    """Put a person on the agenda of a meeting of their area."""

    permission = Permission.MEETING_RUN
    form_class = AddPersonForm
    template_name = "meetings/person_verb.html"
    heading = "Put this person on an agenda"
    done = "The person is on the agenda."

    def load(self) -> None:
        self.person = self.find(Person.objects.select_related("area"), pk=self.kwargs["person"])
        self.saw([self.person.pk], purpose="add_person")
        self.meetings = Meeting.objects.permitted(self.user, self.permission).can_take(
            self.person.pk, self.person.area_id
        )

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"meetings": self.meetings}

    def get_initial(self) -> dict[str, Any]:
        first = self.meetings.first()
        return {"meeting": first.pk if first else None}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        none = "" if self.meetings.exists() else "No meeting of this area is planned. Plan one."
        return super().get_context_data(**{"person": self.person, "nothing": none} | kwargs)

    def back_url(self) -> str:
        return reverse("register:person", args=[self.person.pk])

    def perform(self, form: Any) -> Any:
        return workflow.add_person(
            meeting=form.cleaned_data["meeting"],
            person=self.person,
            reason=form.cleaned_data["reason"],
            by=self.user,
            at=self.now,
        )

    def get_success_url(self) -> str:
        return reverse("meetings:meeting", args=[self.result.meeting_id])


class RemovePerson(AboutMeeting):
    """Take a person off an agenda."""

    permission = Permission.MEETING_RUN
    form_class = ReasonForm
    template_name = "meetings/person_verb.html"
    heading = "Remove this person from the agenda"
    intro = "The register keeps the reason. You cannot remove someone rated RED."
    done = "The person is off the agenda."

    def load(self) -> None:
        super().load()
        self.person = self.find(Person.objects.select_related("area"), pk=self.kwargs["person"])
        self.saw([self.person.pk], purpose="remove_person")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"act": "Remove from the agenda"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"person": self.person} | kwargs)

    def perform(self, form: Any) -> Any:
        return workflow.remove_person(
            meeting=self.meeting,
            person=self.person,
            reason=form.cleaned_data["reason"],
            by=self.user,
            at=self.now,
        )


class GiveFeedback(AboutMeeting):
    """Note that the person, the family and the team were told."""

    permission = Permission.MEETING_RUN
    form_class = ConfirmForm
    template_name = "meetings/person_verb.html"
    heading = "Record that feedback was given"
    intro = "The person, the family and the team around them have been told what was agreed."
    done = "The feedback is recorded."

    def load(self) -> None:
        super().load()
        items = AgendaItem.objects.filter(meeting=self.meeting).on_agenda()
        self.item = self.find(
            items.select_related("person", "meeting"), person=self.kwargs["person"]
        )
        self.saw([self.item.person_id], purpose="give_feedback")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"act": "Record that they have been told"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"person": self.item.person} | kwargs)

    def perform(self, form: Any) -> Any:
        return workflow.give_feedback(item=self.item, by=self.user, at=self.now)

    def get_success_url(self) -> str:
        person: UUID = self.item.person_id
        return reverse("meetings:minutes", args=[self.meeting.pk, person])
