"""Letters to the person about their referral: plain, in easy read, and that they were given."""

from typing import Any, ClassVar

from django import forms
from django.urls import reverse

from accounts.gate import PageView
from accounts.rules import Permission
from core.dates import local_day
from referrals import letters, overtaking, workflow
from referrals.forms.team import GiveLetterForm
from referrals.models import Referral
from referrals.views.triage import Step


class Letter(PageView):
    """The letter of where the referral stands now, to print."""

    permission = Permission.REFERRAL_VIEW
    template_name = "referrals/letter.html"
    easy: ClassVar[bool] = False

    def load(self) -> None:
        rows = Referral.objects.filter(submitted_at__isnull=False)
        rows = rows.select_related("area", "copy", "referrer", "person")
        self.referral = self.find(rows, pk=self.kwargs["pk"])
        if self.referral.person_id:
            self.saw([self.referral.person_id], purpose="letter")

        self.then = overtaking.then(self.referral)

    def get_template_names(self) -> list[str]:
        if self.then.overtaken:
            return ["referrals/letter_overtaken.html"]
        return super().get_template_names()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        about = letters.about(self.referral)
        registered = self.then.registered
        context: dict[str, Any] = {
            "referral": self.referral,
            "about": about,
            "heading": overtaking.heading(self.referral, registered=registered),
            "registered": registered,
            "overtaken": self.then.overtaken,
            "called": self._called(),
            "level": letters.level_given(self.referral),
            "own_words": letters.words_for_person(self.referral),
            "other_area": letters.other_area(self.referral),
            "taken": letters.is_taken(self.referral),
            "letter_on": local_day(self.then.at),
            "letter_to": [self._called()],
            "back_url": self.referral.get_absolute_url(),
            "back_label": "Referral",
            "easy": self.easy,
            "may_give": self.user.holds(Permission.REFER),
        }
        if self.easy:
            context["lines"] = letters.easy_lines(self.referral, registered=registered)
        return super().get_context_data(**context | kwargs)

    def _called(self) -> str:
        person = self.referral.person
        preferred = person.preferred_name if person is not None else ""
        copy = self.referral.copy
        return preferred or copy.given_name or copy.family_name


class EasyLetter(Letter):
    """The same in easy read."""

    permission = Permission.REFERRAL_VIEW
    template_name = "referrals/letter_easy.html"
    easy = True


class GiveLetter(Step):
    """That the person has the letter."""

    permission = Permission.REFER
    form_class = GiveLetterForm
    heading = "Record that the person has been told"
    done = "We have recorded that the person has been told."

    def check_now(self) -> None:
        workflow.check_true(self.referral)

    def get_initial(self) -> dict[str, Any]:
        return {"about": letters.about(self.referral)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        then = overtaking.then(self.referral)
        about = overtaking.heading(self.referral, registered=then.registered)
        intro = f"The current letter says: “{about}”."
        return super().get_context_data(**{"intro": intro} | kwargs)

    def perform(self, form: forms.Form) -> Any:
        typed = form.cleaned_data
        return workflow.give_letter(
            referral=self.referral,
            about=typed["about"],
            easy_read=typed["easy_read"],
            way=typed["way"],
            by=self.user,
            at=self.now,
        )

    def get_success_url(self) -> str:
        return reverse("referrals:referral", args=[self.referral.pk])
