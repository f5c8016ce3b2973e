"""Absence: who covers for whom, arranged by oneself or by the DSR team."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone

from accounts.gate import PageView, VerbView
from accounts.rules import Permission
from actions import workflow
from actions.forms import ArrangeCoverForm, EndCoverForm
from actions.models import Cover
from actions.querysets import may_cover, owners_in


class Covers(PageView):
    """Who is away now or soon, and who stands in: one's own, and those of one's areas."""

    permission = Permission.ACTION_VIEW
    template_name = "actions/covers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate(self.now)
        rows = Cover.objects.permitted(self.user, self.permission).still(today)
        covers = rows.select_related("user__organisation", "covered_by__organisation", "made_by")
        return super().get_context_data(
            covers=list(covers[:200]),
            today=today,
            as_at=self.now,
            may_arrange=self.user.holds(Permission.ACTION_DO),
            back_url=reverse("actions:actions"),
            back_label="Actions",
            **kwargs,
        )


class ArrangeCover(VerbView):
    """Let a colleague act for oneself or, by the team, for somebody of its areas."""

    permission = Permission.ACTION_DO
    form_class = ArrangeCoverForm
    template_name = "actions/plain_verb.html"
    heading = "Arrange cover"
    intro = (
        "On the days of the absence the colleague sees the actions, may mark them as done and is "
        "reminded too. What they do shows both names."
    )
    done = "Cover is arranged. The colleague has been told."

    def get_form_kwargs(self) -> dict[str, Any]:
        areas = self.user.grants(self.permission).areas
        away = owners_in(areas) if areas else None
        others = owners_in(areas) if areas else may_cover(self.user)
        return super().get_form_kwargs() | {"away": away, "others": others}

    def get_initial(self) -> dict[str, Any]:
        return {"user": self.user.pk}

    def perform(self, form: forms.Form) -> Any:
        values = dict(form.cleaned_data)
        user = values.pop("user", None) or self.user
        return workflow.arrange_cover(user=user, by=self.user, at=self.now, **values)

    def get_success_url(self) -> str:
        return reverse("actions:covers")


class EndCover(VerbView):
    """Somebody is back early, or somebody else takes over."""

    permission = Permission.ACTION_DO
    form_class = EndCoverForm
    template_name = "actions/plain_verb.html"
    heading = "End a cover"
    done = "The cover has ended."

    def load(self) -> None:
        rows = Cover.objects.select_related("user", "covered_by")
        self.cover = self.find(rows, pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            intro=f"{self.cover.covered_by.full_name} covers for {self.cover.user.full_name}.",
            **kwargs,
        )

    def perform(self, form: forms.Form) -> Any:
        return workflow.end_cover(cover=self.cover, by=self.user, at=self.now)

    def get_success_url(self) -> str:
        return reverse("actions:covers")
