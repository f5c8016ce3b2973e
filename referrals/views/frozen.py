"""What was sent, from the frozen copy: to print, and as a file."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from accounts.gate import GateView, PageView
from accounts.rules import Permission
from referrals import exporting
from referrals.models import Referral
from referrals.views.one import sections_of


class _Copy(GateView):
    """Base of the two: a referral that was sent, with its copy."""

    abstract = True
    permission = Permission.REFERRAL_VIEW

    def load(self) -> None:
        rows = Referral.objects.filter(submitted_at__isnull=False)
        rows = rows.select_related("area", "referrer", "copy")
        self.referral = self.find(rows, pk=self.kwargs["pk"])
        if self.referral.person_id is not None:
            self.saw([self.referral.person_id], purpose=type(self).__name__.lower())


class PrintCopy(_Copy, PageView):
    """Everything that was sent, to print: no navigation, the reference on it."""

    permission = Permission.REFERRAL_VIEW
    template_name = "referrals/print.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            referral=self.referral,
            copy=self.referral.copy,
            groups=sections_of(self.referral),
            letter_on=self.referral.copy.submitted_at,
            back_url=self.referral.get_absolute_url(),
            **kwargs,
        )


class FileOfCopy(_Copy):
    """The same as a file; its name is the reference, never anybody's name."""

    permission = Permission.REFERRAL_VIEW

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kind = str(self.kwargs["kind"])
        if kind not in exporting.KINDS:
            raise Http404
        media, write = exporting.KINDS[kind]
        answer = HttpResponse(write(self.referral), content_type=f"{media}; charset=utf-8")
        name = f"referral-{self.referral.reference.lower()}.{kind}"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        answer["Cache-Control"] = "no-store, private"
        return answer
