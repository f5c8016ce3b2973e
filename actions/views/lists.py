"""The worklists, and the page that says which rules are in force."""

from typing import Any

from django.utils import timezone

from accounts.gate import PageView
from accounts.rules import Permission
from actions import listing


class Actions(PageView):
    """Actions: one's own, one's service's, one's people's, one's areas'."""

    permission = Permission.ACTION_VIEW
    template_name = "actions/actions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on = timezone.localdate(self.now)
        tabs = listing.tabs_of(self.user, on=on)
        filters = listing.Filters.read(self.request.GET, tabs=list(tabs), shows=list(listing.SHOWS))
        rows, found, total = listing.actions(self.user, filters, on=on)
        self.saw([row.person_id for row in rows])
        return super().get_context_data(
            rows=rows,
            page=found,
            total=total,
            filters=filters,
            tabs=tabs,
            tab_words=tabs[filters.tab],
            shows=listing.SHOWS,
            show_words=listing.SHOWS[filters.show],
            may_decide_duties=self.user.holds(Permission.DUTY_DECIDE),
            may_confirm=self.user.holds(Permission.ACTION_CONFIRM),
            as_at=self.now,
            **kwargs,
        )
