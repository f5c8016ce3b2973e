"""Updates that were sent: read by all who see the person, answered by the team."""

from typing import Any

from django import forms
from django.urls import reverse

from accounts.gate import PageView, VerbView
from accounts.rules import Permission
from referrals import comparing, workflow
from referrals.forms.updating import KeepForm
from referrals.models import Update

MOST_WAITING = 200


class Updates(PageView):
    """Updates that ask the team for a rating decision, the longest waiting first."""

    permission = Permission.TRIAGE
    template_name = "referrals/updates.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Update.objects.permitted(self.user, self.permission).waiting()
        rows = rows.select_related("person__area", "result", "sent_by").order_by("sent_at")
        waiting = list(rows[:MOST_WAITING])
        self.saw([one.person_id for one in waiting], purpose="updates")
        return super().get_context_data(rows=waiting, as_at=self.now, **kwargs)


class SentUpdate(PageView):
    """What an update says, what changed since last time, and what the team decided."""

    permission = Permission.PERSON_VIEW
    template_name = "referrals/update_sent.html"

    def load(self) -> None:
        rows = Update.objects.select_related(
            "person__area", "result__completed_by", "sent_by", "outcome__by"
        )
        self.update = self.find(rows, pk=self.kwargs["pk"])
        self.saw([self.update.person_id], purpose="update")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        update = self.update
        story = [{"key": one["question"], "value": one["answer"]} for one in update.content]
        outcome = getattr(update, "outcome", None)
        mine = Update.objects.permitted(self.user, self.permission)
        waiting = mine.waiting().filter(pk=update.pk).exists()
        rates = update.person.area_id in self.user.grants(Permission.RATE).areas
        return super().get_context_data(
            update=update,
            person=update.person,
            result=update.result,
            items=[
                {"key": one["question"],
                 "value": "\n".join(filter(None, [one["words"], one.get("evidence")]))}
                for one in update.result.items
            ],
            story=story,
            outcome=outcome,
            waiting=waiting,
            may_decide=waiting and rates,
            comparison=comparing.of_result(update.result),
            back_url=update.person.get_absolute_url(),
            **kwargs,
        )  # fmt: skip


class KeepRating(VerbView):
    """The rating in force stays, with the reason."""

    permission = Permission.RATE
    form_class = KeepForm
    template_name = "referrals/update_verb.html"
    heading = "Keep the rating as it is"
    intro = "The update stays on the record with your reason."
    done = "The rating stays as it is, and the lead professional is told."

    def load(self) -> None:
        self.update = self.find(Update.objects.select_related("person"), pk=self.kwargs["pk"])
        self.saw([self.update.person_id], purpose="update")

    def check_now(self) -> None:
        workflow.check_unanswered(self.update, self.update.person)

    def perform(self, form: forms.Form) -> Any:
        words = form.cleaned_data["words"]
        return workflow.keep_rating(update=self.update, words=words, by=self.user, at=self.now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(person=self.update.person, **kwargs)

    def get_success_url(self) -> str:
        return reverse("referrals:update_sent", args=[self.update.pk])
