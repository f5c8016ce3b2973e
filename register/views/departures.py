"""The people who have left the register: a list, and a search that stands in no address."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from accounts.gate import PageView
from accounts.rules import Permission
from register import departures, finding, rules
from register.forms import SearchForm
from register.views.people import areas_of


class Departures(PageView):
    """Everyone who has left and whom this user may see, the last to leave first."""

    permission = Permission.PERSON_VIEW
    template_name = "register/departures.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filters = departures.Filters.read(self.request.GET)
        rows, found, total = departures.page(self.user, filters)
        self.saw([row.person_id for row in rows])
        given = {
            "rows": rows,
            "following": found.following,
            "previous": found.previous,
            "total": total,
            "form": SearchForm(),
        }
        return super().get_context_data(**self._around(filters) | given | kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Show who among them is like what was typed; changes nothing."""
        form = SearchForm(request.POST)
        rows = departures.search(self.user, form.sought()) if form.is_valid() else []
        self.saw([row.person_id for row in rows], purpose="search")
        context = {
            "view": self,
            "rows": rows,
            "searched": form.is_valid(),
            "many": len(rows) >= finding.SHOWS,
            "form": form,
        }
        return self.render_to_response(self._around(departures.Filters()) | context)

    def _around(self, filters: departures.Filters) -> dict[str, Any]:
        return {
            "filters": filters,
            "reasons": rules.LEAVES,
            "areas": areas_of(self.user, self.permission),
            "as_at": self.now,
        }
