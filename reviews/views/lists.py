"""The worklist of reviews, by what each of them waits for."""

from typing import Any

from django.utils import timezone

from accounts.gate import PageView
from accounts.models import Area
from accounts.rules import Permission
from reviews import listing


class Reviews(PageView):
    """Reviews asked for, arranged, to be reported and to be closed; the earliest date first."""

    permission = Permission.REVIEW_VIEW
    template_name = "reviews/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on, filters = timezone.localdate(self.now), listing.Filters.read(self.request.GET)
        rows, found, total = listing.page_of(self.user, filters, on=on)
        self.saw([row.person_id for row in rows])
        return super().get_context_data(
            rows=rows,
            page=found,
            total=total,
            filters=filters,
            stages=listing.STAGES,
            stage_words=listing.STAGES[filters.stage],
            counts=listing.counts(self.user, filters.area),
            areas=list(Area.objects.permitted(self.user, self.permission)),
            as_at=self.now,
            **kwargs,
        )
