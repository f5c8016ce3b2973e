"""One page for each verb about a person. What was typed is kept when a rule refuses it."""

from typing import Any, cast

from django import forms
from django.urls import reverse

from accounts.gate import VerbView
from accounts.models import Area, User
from accounts.rules import Permission
from core import keyset
from core.dates import local_day
from register import listing, rules, workflow
from register.forms import (
    ConfirmPartnersForm,
    LeadForm,
    PartnerForm,
    PersonForm,
    RateForm,
)
from register.models import Involvement, Person, Standing
from register.querysets import possible_leads
from register.views.floors import AsksAgainstFloor, floor_below


class AboutPerson(VerbView):
    """Base of the verbs about one person: loads the person through the gate, returns to them."""

    abstract = True
    template_name = "register/verb.html"

    def load(self) -> None:
        self.person = self.find(Person.objects.select_related("area"), pk=self.kwargs["pk"])
        self.saw([self.person.pk], purpose=type(self).__name__)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(person=self.person, **kwargs)

    def get_success_url(self) -> str:
        return reverse("register:person", args=[self.person.pk])

    def colleagues(self) -> Any:
        """Return those who may be named: active users with a role in the person's area."""
        return User.objects.in_area(self.person.area_id)


class Rate(AsksAgainstFloor, AboutPerson):
    """A new rating. RED to GREEN in one step, and one below a floor, are asked about once more."""

    permission = Permission.RATE
    form_class = RateForm
    heading = "Rate the risk of admission"
    done = "The rating was recorded."
    template_name = "register/rate.html"

    def load(self) -> None:
        super().load()
        self.standing = (
            Standing.objects.select_related("rating__set_by").filter(person=self.person).first()
        )

    def check_now(self) -> None:
        workflow.open_entry(self.person)

    def get_initial(self) -> dict[str, Any]:
        return {"follows": self.standing.rating_id if self.standing else ""}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        floor = workflow.floor_of(self.person.pk, on=local_day(self.now))
        return super().get_context_data(standing=self.standing, **{"floor": floor} | kwargs)

    def floor_below(self, form: forms.Form) -> rules.Floor | None:
        level = rules.Level(form.cleaned_data["level"])
        return floor_below(self.person.pk, standing=self.standing, new=level, at=self.now)

    def interruption(self, form: forms.Form) -> str:
        new = rules.Level(form.cleaned_data["level"])
        current = rules.Level(self.standing.level) if self.standing else new
        unusual = rules.is_unusual(current=current, new=new)
        return "register/rate_check.html" if unusual else ""

    def perform(self, form: forms.Form) -> Any:
        return workflow.rate(
            person=self.person,
            level=rules.Level(form.cleaned_data["level"]),
            reason=form.cleaned_data["reason"],
            follows=keyset.identifier(form.cleaned_data["follows"]),
            against_floor=self.against_floor(),
            source=self._source(),
            by=self.user,
            at=self.now,
        )

    def _source(self) -> rules.RatingSource:
        """Say whether a C(E)TR asked for this rating: the link from a review says so."""
        after = self.request.GET.get("because") == "review"
        return rules.RatingSource.REVIEW if after else rules.RatingSource.UPDATE


class Edit(AboutPerson):
    """Who a person is."""

    permission = Permission.PERSON_EDIT
    form_class = PersonForm
    heading = "Change the person's details"
    done = "The details were saved."
    template_name = "register/edit.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        areas = Area.objects.permitted(self.user, self.permission)
        kept = Area.objects.filter(pk=self.person.area_id)
        return super().get_form_kwargs() | {"areas": areas | kept}

    def get_initial(self) -> dict[str, Any]:
        return PersonForm.initial_of(self.person)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found: dict[str, Any] = {}
        form = kwargs.get("form")
        if form is not None and form.has_error("area"):
            found = {"hand_over": True}
        if form is not None and form.has_error("nhs_number"):
            found |= self._holder(form.cleaned_data.get("nhs_number") or form["nhs_number"].value())
        return super().get_context_data(**found | kwargs)

    def _holder(self, typed: str) -> dict[str, Any]:
        """Return who has the number, to those who may see them; to the others, who to ask."""
        holder = listing.holder_of(typed or "")
        if holder is None or holder.pk == self.person.pk:
            return {}
        if not Person.objects.permitted(self.user, self.permission).filter(pk=holder.pk).exists():
            is_team = self.user.holds(Permission.TRIAGE)
            return {"ask": f"the DSR team of {holder.area.name}" if is_team else "the DSR team"}
        self.saw([holder.pk], purpose="has the NHS number that was typed")
        return {"holder": holder}

    def perform(self, form: forms.Form) -> Any:
        return workflow.update_person(
            person=self.person,
            details=cast(PersonForm, form).details(),
            version=cast(PersonForm, form).seen_version(),
            by=self.user,
            at=self.now,
        )


class NameLead(AboutPerson):
    """Who leads."""

    permission = Permission.RATE
    form_class = LeadForm
    heading = "Name the lead professional"
    done = "The lead professional was named."

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"people": possible_leads([self.person.area_id])}

    def perform(self, form: forms.Form) -> Any:
        lead = form.cleaned_data["lead"]
        return workflow.name_lead(person=self.person, lead=lead, by=self.user, at=self.now)


class NamePartner(AboutPerson):
    """Somebody named on the record."""

    permission = Permission.PERSON_EDIT
    form_class = PartnerForm
    heading = "Name a partner"
    done = "The partner was named."

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"people": self.colleagues()}

    def perform(self, form: forms.Form) -> Any:
        return workflow.name_partner(
            person=self.person, by=self.user, at=self.now, **form.cleaned_data
        )


class EndInvolvement(AboutPerson):
    """A named partner is not involved any more."""

    permission = Permission.PERSON_EDIT
    form_class = forms.Form
    heading = "End this involvement"
    template_name = "register/end_involvement.html"
    done = "The involvement was ended."

    def load(self) -> None:
        super().load()
        self.involvement = self.find(
            Involvement.objects.current().filter(person=self.person), pk=self.kwargs["involvement"]
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(involvement=self.involvement, **kwargs)

    def perform(self, form: forms.Form) -> Any:
        return workflow.end_involvement(involvement=self.involvement, by=self.user, at=self.now)


class ConfirmPartners(AboutPerson):
    """Those who would come to a C(E)TR were looked at and are still right."""

    permission = Permission.PERSON_EDIT
    form_class = ConfirmPartnersForm
    heading = "Confirm the C(E)TR partners"
    template_name = "register/confirm_partners.html"
    done = "The partners were confirmed."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Involvement.objects.named().current().permitted(self.user, self.permission)
        partners = rows.filter(person=self.person).select_related("organisation")
        return super().get_context_data(
            partners=[one for one in partners if one.attends_cetr], **kwargs
        )

    def perform(self, form: forms.Form) -> Any:
        return workflow.confirm_partners(person=self.person, by=self.user, at=self.now)
