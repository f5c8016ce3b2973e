"""What has no owner in one's areas, and the pages that give it to someone else."""

from typing import Any

from accounts.gate import PageView
from core.dates import local_day
from oversight import without_owner


class WithoutOwner(PageView):
    """The people and actions of those whose account is locked or closed: numbers, no names."""

    permission = without_owner.PERMISSION
    template_name = "oversight/without_owner.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            holders=without_owner.holders(self.user),
            singles=without_owner.singles(self.user, on=local_day(self.now)),
            as_at=self.now,
            **kwargs,
        )
