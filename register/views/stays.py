"""One page for each verb about a stay in hospital."""

from typing import Any, cast

from django import forms
from django.urls import reverse

from accounts.rules import Permission
from core.dates import local_day
from core.sent_once import fresh
from register import rules, workflow
from register.forms import (
    AdmitForm,
    ConcernForm,
    CorrectStayForm,
    DischargeForm,
    EndLeaveForm,
    PlanDischargeForm,
    StartLeaveForm,
    StatusForm,
    TransferForm,
)
from register.models import DischargeLine, InpatientStay
from register.views.floors import AsksAgainstFloor
from register.views.verbs import AboutPerson
from register.workflow.during import check_not_on_leave, check_on_leave
from register.workflow.stays import check_may_be_admitted


class Admit(AboutPerson):
    """An admission: the person shows BLUE until discharge."""

    permission = Permission.STAY_RECORD
    form_class = AdmitForm
    heading = "Record an admission"
    done = "The admission was recorded. The person now shows as BLUE."

    def check_now(self) -> None:
        check_may_be_admitted(self.person)

    def get_initial(self) -> dict[str, Any]:
        board = self.person.responsible_icb_id
        return {
            "commissioner": board,
            "s117_icb": board,
            "s117_authority": self.person.ordinary_residence_la_id,
        }

    def perform(self, form: forms.Form) -> Any:
        return workflow.admit(
            person=self.person, details=cast(AdmitForm, form).details(), by=self.user, at=self.now
        )


class AboutStay(AboutPerson):
    """Base of the verbs about the person's open stay."""

    abstract = True
    template_name = "register/stay_verb.html"
    permission = Permission.STAY_RECORD

    def load(self) -> None:
        super().load()
        rows, which = self.stays(), self.which()
        if self.request.method == "POST" and not rows.filter(**which).exists():
            rows, which = self._sent_late(which)
        self.stay = self.find(rows.select_related("hospital"), **which)

    def stays(self) -> Any:
        """Return the stays of the person that the verb can be about."""
        return InpatientStay.objects.open().filter(person=self.person)

    def which(self) -> dict[str, Any]:
        """Return what picks the stay among those; nothing where there is one open stay."""
        return {}

    def _sent_late(self, which: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        """Return what picks the stay that an old page was about: ended or struck out since.

        The verb says what happened, and what was typed is kept.
        """
        rows = InpatientStay.recorded.filter(person=self.person)
        last = rows.filter(**which).order_by("-admitted_on", "-pk").first()
        return rows, {"pk": last.pk} if last else which

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(stay=self.stay, **kwargs)


class CorrectStay(AboutStay):
    """What was recorded wrongly about a stay, ended or not."""

    permission = Permission.STAY_RECORD
    form_class = CorrectStayForm
    heading = "Correct this stay"
    intro = (
        "For what was recorded wrongly. Record a move, a new legal status or a discharge on its "
        "own page. What is due will be worked out again from the corrected facts."
    )
    done = "The stay was corrected."

    def stays(self) -> Any:
        return InpatientStay.objects.filter(person=self.person)

    def which(self) -> dict[str, Any]:
        return {"pk": self.kwargs["stay"]}

    def get_initial(self) -> dict[str, Any]:
        return CorrectStayForm.initial_of(self.stay)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"ended": self.stay.discharged_on is not None}

    def perform(self, form: forms.Form) -> Any:
        return workflow.correct_stay(
            stay=self.stay,
            details=cast(CorrectStayForm, form).details(),
            why=form.cleaned_data["why"],
            version=form.cleaned_data["version"],
            by=self.user,
            at=self.now,
        )


class Transfer(AboutStay):
    """A move to another ward or hospital."""

    permission = Permission.STAY_RECORD
    form_class = TransferForm
    heading = "Record a move"
    done = "The move was recorded."

    def get_initial(self) -> dict[str, Any]:
        return {
            "hospital": self.stay.hospital_id,
            "security": self.stay.security,
            "host_commissioner": self.stay.host_commissioner_id,
        }

    def perform(self, form: forms.Form) -> Any:
        details = cast(TransferForm, form).details()
        return workflow.transfer(stay=self.stay, details=details, by=self.user, at=self.now)


class RecordStatus(AboutStay):
    """A change of legal status or section."""

    permission = Permission.STAY_RECORD
    form_class = StatusForm
    heading = "Change the legal status"
    done = "The legal status was recorded."

    def perform(self, form: forms.Form) -> Any:
        return workflow.record_status(
            stay=self.stay,
            changed_on=form.cleaned_data["changed_on"],
            by=self.user,
            at=self.now,
            **cast(StatusForm, form).told(),
        )


class StartLeave(AboutStay):
    """Extended leave under section 17 begins."""

    permission = Permission.STAY_RECORD
    form_class = StartLeaveForm
    heading = "Record extended section 17 leave"
    intro = "The person stays on the BLUE list. National counts leave people on extended leave out."
    done = "The leave was recorded."

    def check_now(self) -> None:
        check_not_on_leave(self.stay)

    def perform(self, form: forms.Form) -> Any:
        return workflow.start_leave(stay=self.stay, by=self.user, at=self.now, **form.cleaned_data)


class EndLeave(AboutStay):
    """Extended leave ends."""

    permission = Permission.STAY_RECORD
    form_class = EndLeaveForm
    heading = "Record the return from leave"
    done = "The return was recorded."

    def check_now(self) -> None:
        check_on_leave(self.stay)

    def perform(self, form: forms.Form) -> Any:
        return workflow.end_leave(stay=self.stay, by=self.user, at=self.now, **form.cleaned_data)


class RecordConcern(AboutStay):
    """A concern about how somebody is treated on the ward."""

    permission = Permission.STAY_RECORD
    form_class = ConcernForm
    heading = "Record a concern"
    done = "The concern was recorded."

    def get_initial(self) -> dict[str, Any]:
        return fresh()

    def perform(self, form: forms.Form) -> Any:
        return workflow.record_concern(
            stay=self.stay,
            kind=rules.ConcernKind(form.cleaned_data["kind"]),
            seen_on=form.cleaned_data["seen_on"],
            note=form.cleaned_data["note"],
            key=cast(ConcernForm, form).sent_as(),
            by=self.user,
            at=self.now,
        )


class PlanDischarge(AboutStay):
    """When discharge is planned, what stands in its way, and the checklist."""

    permission = Permission.STAY_RECORD
    form_class = PlanDischargeForm
    heading = "Plan the discharge"
    done = "The plan was saved."

    def get_initial(self) -> dict[str, Any]:
        lines = DischargeLine.objects.permitted(self.user, self.permission).current()
        return PlanDischargeForm.initial_of(self.stay, list(lines.filter(stay=self.stay)))

    def perform(self, form: forms.Form) -> Any:
        return workflow.plan_discharge(
            stay=self.stay,
            on=form.cleaned_data["planned_discharge_on"],
            barriers=form.cleaned_data["barriers"],
            lines=cast(PlanDischargeForm, form).lines(),
            version=form.cleaned_data["version"],
            by=self.user,
            at=self.now,
        )


class Discharge(AsksAgainstFloor, AboutStay):
    """A discharge, which cannot be recorded without a new rating; below a floor it says why."""

    permission = Permission.STAY_RECORD
    form_class = DischargeForm
    heading = "Record a discharge"
    template_name = "register/discharge.html"
    done = "The discharge and the new rating were recorded."

    def floor_below(self, form: forms.Form) -> rules.Floor | None:
        floor = workflow.floor_after_discharge(
            self.stay, discharged_on=form.cleaned_data["discharged_on"], on=local_day(self.now)
        )
        new = rules.Level(form.cleaned_data["level"])
        return floor if rules.is_below(floor, new=new, current=None) else None

    def interruption(self, form: forms.Form) -> str:
        return "register/discharge_check.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(red_days=rules.STEP_DOWN_DAYS_AFTER_DISCHARGE, **kwargs)

    def perform(self, form: forms.Form) -> Any:
        self.other_area = bool(form.cleaned_data["other_area"])
        return workflow.discharge(
            stay=self.stay,
            discharged_on=form.cleaned_data["discharged_on"],
            destination=form.cleaned_data["destination"],
            level=rules.Level(form.cleaned_data["level"]),
            reason=form.cleaned_data["reason"],
            against_floor=self.against_floor(),
            by=self.user,
            at=self.now,
        )

    def get_success_url(self) -> str:
        """Go on to the hand-over where they were discharged to another area."""
        if hasattr(self, "result") and self.other_area and self.user.holds(Permission.TRIAGE):
            return f"{reverse('register:propose_move', args=[self.person.pk])}?because=discharge"
        return super().get_success_url()
