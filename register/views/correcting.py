"""Putting right and striking out what was recorded by mistake, and what was recorded too late."""

from typing import Any, cast

from django import forms
from django.http import Http404

from accounts.rules import Permission
from register import rules, workflow
from register.forms.correcting import (
    CorrectLeaveForm,
    CorrectRatingForm,
    CorrectStatusForm,
    EarlierStayForm,
    StrikeOutForm,
)
from register.models import ExtendedLeave, Person, Rating, Standing, StatusChange
from register.views.floors import AsksAgainstFloor, floor_below
from register.views.verbs import AboutPerson


class StrikeOut(AboutPerson):
    """A fact that was recorded by mistake, or on the wrong person."""

    permission = Permission.FACT_CORRECT
    form_class = StrikeOutForm
    template_name = "register/strike_out.html"
    heading = "Strike out what was recorded by mistake"
    done = "It was struck out. What followed from it was put right."

    def load(self) -> None:
        super().load()
        kind = workflow.kinds().get(self.kwargs["kind"])
        if kind is None:
            raise Http404
        self.kind = kind
        self.fact = kind.rows(self.person).filter(pk=self.kwargs["fact"]).first()
        if self.fact is None and self.request.method == "GET":
            raise Http404

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "find": self._find, "can_move": self.kind.move is not None,
        }  # fmt: skip

    def _find(self, named: dict[str, Any]) -> Person | None:
        rows = Person.objects.permitted(self.user, self.permission).exclude(pk=self.person.pk)
        found: Person | None = rows.filter(**named).first()
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        said = self.kind.says(self.fact) if self.fact else ""
        return super().get_context_data(kind=self.kind, said=said, fact=self.fact, **kwargs)

    def interruption(self, form: forms.Form) -> str:
        return "register/strike_out_check.html"

    def perform(self, form: forms.Form) -> Any:
        sent = cast(StrikeOutForm, form)
        return workflow.strike_out(
            person=self.person,
            kind=self.kind.code,
            fact_id=self.kwargs["fact"],
            cause=rules.Cause(form.cleaned_data["cause"]),
            reason=form.cleaned_data["why"],
            moved_to=sent.other,
            by=self.user,
            at=self.now,
        )


class CorrectRating(AsksAgainstFloor, AboutPerson):
    """A rating that was recorded wrongly."""

    permission = Permission.FACT_CORRECT
    form_class = CorrectRatingForm
    heading = "Put a rating right"
    intro = (
        "For a rating that was recorded wrongly. If the risk has changed since, record a new "
        "rating instead. The right rating holds from the day of the wrong one, and what is due "
        "is counted again."
    )
    done = "The rating was put right."

    def load(self) -> None:
        super().load()
        rows = Rating.recorded.filter(entry__person=self.person)
        self.rating = self.standing_fact(rows, self.kwargs["rating"])
        self.standing = Standing.objects.filter(person=self.person).first()

    def floor_below(self, form: forms.Form) -> rules.Floor | None:
        if self.standing is None or self.standing.rating_id != self.rating.pk:
            return None
        level = rules.Level(form.cleaned_data["level"])
        return floor_below(self.person.pk, standing=self.standing, new=level, at=self.now)

    def interruption(self, form: forms.Form) -> str:
        new, old = rules.Level(form.cleaned_data["level"]), rules.Level(self.rating.level)
        return "register/rate_check.html" if rules.is_unusual(current=old, new=new) else ""

    def get_initial(self) -> dict[str, Any]:
        return CorrectRatingForm.initial_of(self.rating)

    def perform(self, form: forms.Form) -> Any:
        return workflow.correct_rating(
            rating=self.rating,
            level=rules.Level(form.cleaned_data["level"]),
            reason=form.cleaned_data["reason"],
            why=form.cleaned_data["why"],
            against_floor=self.against_floor(),
            by=self.user,
            at=self.now,
        )


class CorrectStatus(AboutPerson):
    """A change of legal status that was recorded wrongly."""

    permission = Permission.FACT_CORRECT
    form_class = CorrectStatusForm
    heading = "Put a legal status right"
    intro = "What is due under the Mental Health Act is counted again from the right day."
    done = "The legal status was put right."

    def load(self) -> None:
        super().load()
        rows = StatusChange.recorded.filter(stay__person=self.person).select_related("stay")
        self.change = self.standing_fact(rows, self.kwargs["change"])

    def get_initial(self) -> dict[str, Any]:
        return CorrectStatusForm.initial_of(self.change)

    def perform(self, form: forms.Form) -> Any:
        return workflow.correct_status(
            change=self.change,
            changed_on=form.cleaned_data["changed_on"],
            why=form.cleaned_data["why"],
            by=self.user,
            at=self.now,
            **cast(CorrectStatusForm, form).told(),
        )


class CorrectLeave(AboutPerson):
    """Extended leave that was recorded with wrong days."""

    permission = Permission.FACT_CORRECT
    form_class = CorrectLeaveForm
    heading = "Put extended leave right"
    done = "The leave was put right."

    def load(self) -> None:
        super().load()
        rows = ExtendedLeave.recorded.filter(stay__person=self.person).select_related("stay")
        self.leave = self.standing_fact(rows, self.kwargs["leave"])

    def get_initial(self) -> dict[str, Any]:
        return CorrectLeaveForm.initial_of(self.leave)

    def perform(self, form: forms.Form) -> Any:
        return workflow.correct_leave(
            leave=self.leave, by=self.user, at=self.now, **form.cleaned_data
        )


class EarlierStay(AboutPerson):
    """A stay that no one here knew of and that has ended."""

    permission = Permission.STAY_RECORD
    form_class = EarlierStayForm
    heading = "Record an earlier stay"
    intro = (
        "For a stay that has ended and was not on the register. It counts in readmissions and in "
        "looking back. It changes neither the rating nor, where it ended more than 28 days ago, "
        "what is due."
    )
    done = "The earlier stay was recorded."

    def get_initial(self) -> dict[str, Any]:
        return {"commissioner": self.person.responsible_icb_id}

    def perform(self, form: forms.Form) -> Any:
        return workflow.record_earlier_stay(
            person=self.person,
            details=cast(EarlierStayForm, form).details(),
            discharged_on=form.cleaned_data["discharged_on"],
            destination=form.cleaned_data["destination"],
            by=self.user,
            at=self.now,
        )
