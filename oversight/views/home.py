"""My work: the first page after signing in."""

from typing import Any

from django.utils import timezone

from accounts.gate import PageView
from accounts.rules import Permission
from oversight import work


class Home(PageView):
    """What waits for whoever has just signed in; somebody without a role is told to wait."""

    permission = Permission.HOME
    template_name = "oversight/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cards = work.cards(self.user, on=timezone.localdate(self.now))
        return super().get_context_data(
            cards=cards,
            has_role=bool(self.user.roles_held),
            anything_urgent=any(card.urgent for card in cards),
            may_refer=self.user.holds(Permission.REFER),
            as_at=self.now,
            **kwargs,
        )
