"""What was struck out together with a fact, such as all that happened during a stay."""

from typing import Any

from accounts.gate import PageView
from accounts.rules import Permission
from register.models import StrikeOut
from register.workflow.mistakes.striking_out import taken_with


class StruckOut(PageView):
    """A fact that was struck out, why, and what went with it."""

    permission = Permission.PERSON_VIEW
    template_name = "register/struck_out.html"

    def load(self) -> None:
        rows = StrikeOut.objects.select_related("by", "person")
        self.struck = self.find(rows, pk=self.kwargs["struck"], person=self.kwargs["pk"])
        self.saw([self.struck.person_id])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            person=self.struck.person, row=self.struck, went=taken_with(self.struck), **kwargs
        )
