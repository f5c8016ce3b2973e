"""The page of a signed link: an owner without an account answers, and learns about nobody."""

from typing import Any

from allauth.core import ratelimit
from django import forms
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.gate import PageView, WorkflowView
from accounts.rules import Permission
from actions import links, workflow
from actions.forms import AnswerForm
from actions.rules import Answered
from core.errors import RuleBroken


@method_decorator(never_cache, name="dispatch")
@method_decorator(sensitive_post_parameters("words"), name="dispatch")
class Answer(WorkflowView):
    """Say that an action is done, not done, or not mine. Looking changes nothing."""

    permission = Permission.PUBLIC
    form_class = AnswerForm
    template_name = "actions/answer.html"
    success_url = reverse_lazy("actions:answered")

    def load(self) -> None:
        self.read = links.read_answer(self.kwargs["token"])

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().get(*args, **kwargs) if self.read.action else self._refused()

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().post(*args, **kwargs) if self.read.action else self._refused()

    def _refused(self) -> HttpResponse:
        """Say why the link does not work, and whom to ring."""
        context = {"why": self.read.refused}
        return TemplateResponse(self.request, "actions/link_refused.html", context, status=410)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(action=self.read.action, **kwargs)

    def perform(self, form: forms.Form) -> Any:
        action = self.read.action
        assert action is not None  # noqa: S101 - `post` has refused any other
        if not ratelimit.consume(self.request, action="answer_action"):
            raise RuleBroken(
                "Too many answers came from your network. Try again in an hour, or ring the team"
            )
        return workflow.answer(
            action=action,
            number=action.contact_round,
            kind=Answered(form.cleaned_data["kind"]),
            words=form.cleaned_data["words"],
            at=self.now,
        )


class AnswerGiven(PageView):
    """The answer has come; the DSR team looks at it."""

    permission = Permission.PUBLIC
    template_name = "actions/answered.html"
