"""The worklists, and the page that says which rules are in force."""

from typing import Any

from django.utils import timezone

from accounts.gate import PageView
from accounts.rules import Permission
from actions import circumstances, ladders, listing, policy


class Actions(PageView):
    """Actions: one's own, one's service's, one's people's, one's areas'."""

    permission = Permission.ACTION_VIEW
    template_name = "actions/actions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on = timezone.localdate(self.now)
        tabs = listing.tabs_of(self.user)
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
            as_at=self.now,
            **kwargs,
        )


class Duties(PageView):
    """What policy asks for and has not been met, for the team that answers for it."""

    permission = Permission.DUTY_DECIDE
    template_name = "actions/duties.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on = timezone.localdate(self.now)
        filters = listing.Filters.read(
            self.request.GET, tabs=["duties"], shows=list(listing.DUTY_SHOWS)
        )
        rows, found, total = listing.duties(self.user, filters, on=on)
        self.saw([row.person_id for row in rows])
        return super().get_context_data(
            rows=rows,
            page=found,
            total=total,
            filters=filters,
            tabs=listing.tabs_of(self.user),
            shows=listing.DUTY_SHOWS,
            show_words=listing.DUTY_SHOWS[filters.show],
            overdue=listing.overdue_duties(self.user, on),
            as_at=self.now,
            **kwargs,
        )


class PolicyPage(PageView):
    """The rules in force, in plain English, each with its source and how sure we are of it."""

    permission = Permission.HELP
    template_name = "actions/policy.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        on, commenced_on = timezone.localdate(self.now), circumstances.commenced_on()
        current = policy.current()
        groups = [
            {
                "title": whose.value.capitalize(),
                "rules": [
                    {
                        "rule": rule,
                        "title": rule.title.replace("{review}", "C(E)TR"),
                        "when": rule.when_in_words(),
                        "due": rule.due.in_words(),
                        "in_force": rule.in_force(on, statute=False, commenced_on=commenced_on),
                    }
                    for rule in current.rules
                    if rule.jurisdiction is whose
                ],
            }
            for whose in policy.Jurisdiction
        ]
        return super().get_context_data(
            groups=groups, chasing=ladders.current(), version=current.version, **kwargs
        )
