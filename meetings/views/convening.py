"""The pages that convene an urgent meeting by exception."""

from typing import Any

from django.urls import reverse

from accounts.models import User
from accounts.rules import Permission
from core.dates import local_day
from meetings import reading, rules, workflow
from meetings.forms import ConveneForm
from meetings.models import Meeting
from meetings.querysets import always_coming, invitable
from meetings.views.verbs import Verb
from meetings.workflow.holding import levels_of
from referrals.models import Referral
from register.models import Involvement, Person


class ConveneUrgent(Verb):
    """Convene an urgent meeting by exception about someone rated RED."""

    form_class = ConveneForm
    template_name = "meetings/convene_urgent.html"
    heading = "Convene an urgent meeting"
    done = "The urgent meeting is convened. We will email everyone invited."
    referral: Referral | None = None

    def load(self) -> None:
        self.person = self.find(
            Person.objects.select_related("area", "lead_professional"), pk=self.kwargs["person"]
        )
        self.saw([self.person.pk], purpose="convene_urgent")

    def check_now(self) -> None:
        """Refuse for someone not RED; where a meeting is planned already, the page shows it."""
        if not Meeting.objects.urgent_about(self.person.pk).exists():
            rules.check_urgent(levels_of([self.person.pk]).get(self.person.pk))

    def get_form_kwargs(self) -> dict[str, Any]:
        area = self.person.area_id
        return super().get_form_kwargs() | {
            "invitable": invitable(area, person_id=self.person.pk),
            "chairs": User.objects.team_of(area).distinct(),
        }

    def get_initial(self) -> dict[str, Any]:
        named = Involvement.objects.named().current().filter(person=self.person)
        users = set(named.filter(user__isnull=False).values_list("user_id", flat=True))
        lead = self.person.lead_professional_id
        users |= {lead} if lead else set()
        users |= set(always_coming(self.person.area_id).values_list("pk", flat=True))
        return {"chair": self.user.pk, "users": list(users)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = Meeting.objects.urgent_about(self.person.pk).first()
        given = {
            "person": self.person,
            "known": known,
            "by_day": reading.urgent_due_on(self.person.pk) or rules.urgent_by(self.now),
            "today": local_day(self.now),
        }
        return super().get_context_data(**given | kwargs)

    def back_url(self) -> str:
        return reverse("register:person", args=[self.person.pk])

    def perform(self, form: Any) -> Meeting:
        return workflow.convene_urgent(
            person=self.person,
            referral=self.referral,
            starts_at=form.starts_at(),
            place=form.cleaned_data["place"],
            chair=form.cleaned_data["chair"],
            quorum=form.cleaned_data["quorum"],
            reason=form.cleaned_data["reason"],
            invite=list(form.cleaned_data["users"]),
            guest=form.guest(),
            by=self.user,
            at=self.now,
        )

    def get_success_url(self) -> str:
        return reverse("meetings:meeting", args=[self.result.pk])


class ConveneUrgentForReferral(ConveneUrgent):
    """The same, about a RED referral that waits for triage."""

    permission = Permission.MEETING_RUN

    def load(self) -> None:
        sent = Referral.objects.filter(person__isnull=False)
        self.referral = self.find(sent, pk=self.kwargs["referral"])
        self.person = self.find(
            Person.objects.select_related("area", "lead_professional"), pk=self.referral.person_id
        )
        self.saw([self.person.pk], purpose="convene_urgent")

    def back_url(self) -> str:
        return reverse("referrals:referral", args=[self.kwargs["referral"]])
