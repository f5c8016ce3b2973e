"""Advice without naming anybody, and how many people said no."""

from typing import Any

from django import forms
from django.contrib import messages
from django.urls import reverse

from accounts.gate import PageView, WorkflowView
from accounts.models import Area
from accounts.rules import Permission
from consent import policy, rights, workflow
from consent.forms import AdviceForm, AnswerForm
from consent.models import AdviceQuestion
from core.dates import local_day


class AdviceList(PageView):
    """The questions that one asked or, for the team of an area, is asked."""

    permission = Permission.ADVICE_ASK
    template_name = "consent/advice_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = AdviceQuestion.objects.permitted(self.user, self.permission)
        rows = rows.select_related("area", "asked_by", "answered_by")
        return super().get_context_data(
            waiting=list(rows.waiting()),
            answered=list(rows.answered()[:100]),
            keep_days=policy.current().advice.keep_days,
            may_see_counts=self.user.holds(Permission.REFUSALS_VIEW),
            **kwargs,
        )


class AskAdvice(WorkflowView):
    """Ask the DSR team about somebody without saying who it is."""

    permission = Permission.ADVICE_ASK
    template_name = "consent/advice_ask.html"
    form_class = AdviceForm

    def get_form_kwargs(self) -> dict[str, Any]:
        areas = Area.objects.permitted(self.user, self.permission)
        return super().get_form_kwargs() | {"areas": areas}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            keep_days=policy.current().advice.keep_days,
            back_url=reverse("consent:advice_list"),
            **kwargs,
        )

    def perform(self, form: forms.Form) -> AdviceQuestion:
        asked = workflow.ask_advice(
            area=form.cleaned_data["area"],
            question=form.cleaned_data["question"],
            by=self.user,
            at=self.now,
        )
        messages.success(
            self.request, f"Question {asked.reference} was sent. You are told when it is answered."
        )
        return asked

    def get_success_url(self) -> str:
        return reverse("consent:advice", args=[self.result.pk])


class Advice(PageView):
    """One question and, once it is given, the answer."""

    permission = Permission.ADVICE_ASK
    template_name = "consent/advice.html"

    def load(self) -> None:
        rows = AdviceQuestion.objects.select_related("area", "asked_by", "answered_by")
        self.advice = self.find(rows, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = AdviceQuestion.objects.permitted(self.user, Permission.ADVICE_ANSWER)
        return super().get_context_data(
            advice=self.advice,
            may_answer=self.advice.is_open and mine.filter(pk=self.advice.pk).exists(),
            keep_days=policy.current().advice.keep_days,
            back_url=reverse("consent:advice_list"),
            **kwargs,
        )


class AnswerAdvice(WorkflowView):
    """The team answers; whoever asked is told."""

    permission = Permission.ADVICE_ANSWER
    template_name = "consent/advice_answer.html"
    form_class = AnswerForm

    def load(self) -> None:
        rows = AdviceQuestion.objects.select_related("area", "asked_by")
        self.advice = self.find(rows, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("consent:advice", args=[self.advice.pk])
        return super().get_context_data(advice=self.advice, back_url=back, **kwargs)

    def perform(self, form: forms.Form) -> AdviceQuestion:
        answered = workflow.answer_advice(
            advice=self.advice, answer=form.cleaned_data["answer"], by=self.user, at=self.now
        )
        messages.success(self.request, "The answer was sent.")
        return answered

    def get_success_url(self) -> str:
        return reverse("consent:advice", args=[self.advice.pk])


class RefusalCounts(PageView):
    """How many people said no, by month and area; small numbers are not told."""

    permission = Permission.REFUSALS_VIEW
    template_name = "consent/refused_counts.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        table = rights.refusals(self.user, self.permission, on=local_day(self.now))
        return super().get_context_data(
            table=table, chart=rights.chart_of(table), **rights.table_words(table), **kwargs
        )
