"""Organisations and areas, as administrators keep them."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.urls import reverse_lazy

from accounts import workflow
from accounts.forms import AreaForm, OrganisationForm
from accounts.gate import PageView, WorkflowView
from accounts.models import Area, Organisation
from accounts.rules import Permission


class Organisations(PageView):
    """All organisations, closed ones included."""

    permission = Permission.REFERENCE_MANAGE
    template_name = "accounts/organisations.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = Organisation.objects.permitted(self.user, self.permission)
        return {**super().get_context_data(**kwargs), "organisations": found, "now": self.now}


class Areas(PageView):
    """All areas, closed ones included."""

    permission = Permission.REFERENCE_MANAGE
    template_name = "accounts/areas.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = Area.objects.permitted(self.user, self.permission).select_related("icb")
        bare = set(found.without_team().values_list("pk", flat=True))
        shown = {"areas": found, "without_team": bare, "now": self.now}
        return {**super().get_context_data(**kwargs), **shown}


class ReferenceView(WorkflowView):
    """A form for one organisation or area."""

    abstract = True
    permission = Permission.REFERENCE_MANAGE
    template_name = "accounts/reference.html"
    heading: ClassVar[str] = ""
    listed: ClassVar[Any] = ""
    record: Model | None = None

    def get_initial(self) -> dict[str, Any]:
        if self.record is None:
            return dict(super().get_initial())
        names = self.form_class.base_fields if self.form_class else {}
        return {name: getattr(self.record, name) for name in names}

    def get_form(self, form_class: Any = None) -> Any:
        form: Any = super().get_form(form_class)
        form.cancel = str(self.listed)
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = {"heading": self.heading, "back_url": self.listed}
        return {**super().get_context_data(**kwargs), **shown}

    def get_success_url(self) -> str:
        messages.success(self.request, f"{self.result} is saved.")
        return str(self.listed)


class AddOrganisation(ReferenceView):
    """Add an organisation."""

    form_class = OrganisationForm
    heading = "Add an organisation"
    listed = reverse_lazy("accounts:organisations")

    def perform(self, form: forms.Form) -> Any:
        made = Organisation(**form.cleaned_data)
        return workflow.save_organisation(organisation=made, by=self.user, at=self.now)


class EditOrganisation(AddOrganisation):
    """Change an organisation, or close it to new choices."""

    heading = "Change an organisation"
    record: Organisation

    def load(self) -> None:
        found = self.find(Organisation.objects.all(), pk=self.kwargs["pk"])
        self.record = found

    def perform(self, form: forms.Form) -> Any:
        for name, value in form.cleaned_data.items():
            setattr(self.record, name, value)
        return workflow.save_organisation(organisation=self.record, by=self.user, at=self.now)


class AddArea(ReferenceView):
    """Add an area."""

    form_class = AreaForm
    heading = "Add an area"
    listed = reverse_lazy("accounts:areas")

    def perform(self, form: forms.Form) -> Any:
        return workflow.save_area(area=Area(**form.cleaned_data), by=self.user, at=self.now)


class EditArea(AddArea):
    """Change an area, or close it to new choices."""

    heading = "Change an area"
    record: Area

    def load(self) -> None:
        self.record = self.find(Area.objects.all(), pk=self.kwargs["pk"])

    def perform(self, form: forms.Form) -> Any:
        for name, value in form.cleaned_data.items():
            setattr(self.record, name, value)
        return workflow.save_area(area=self.record, by=self.user, at=self.now)
