"""The list of people, the search, and the person's page composed from the record keepers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from accounts.gate import GateView, PageView
from accounts.models import Area, User
from accounts.rules import Permission, Role
from core import records
from register import departures, finding, listing, person_page, rules
from register.forms import SearchForm
from register.models import Person
from register.rules.finding import Sought
from register.workflow.mistakes.acceptance import KIND as ACCEPTANCE


def rows_html(rows: list[listing.Row], on: Any) -> SafeString:
    """Return the table's rows, drawn by the second engine, which is faster at many of them."""
    drawn = render_to_string("register/people.html", {"rows": rows, "on": on}, using="rows")
    return mark_safe(drawn)  # noqa: S308 - the engine escapes every value


def areas_of(user: User, permission: Permission) -> list[Area]:
    """Return the open areas of the user's roles that carry `permission`: already read, no query."""
    roles = user.grants(permission).roles
    found = {
        held.area_id: held.area
        for held in user.roles_held
        if held.area is not None and held.area.is_active and Role(held.role) in roles
    }
    return sorted(found.values(), key=lambda area: area.name)


class People(PageView):
    """Everybody on the register whom this user may see."""

    permission = Permission.PERSON_VIEW
    template_name = "register/people.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        filters = listing.Filters.read(self.request.GET)
        on = timezone.localdate(self.now)
        rows, found, total = listing.page(self.user, filters, on=on)
        self.saw([row.person_id for row in rows])
        return super().get_context_data(
            rows=rows_html(rows, on) if rows else "",
            following=found.following,
            previous=found.previous,
            total=total,
            filters=filters,
            levels=rules.SHOWN,
            areas=areas_of(self.user, self.permission),
            may_hand_over=self.user.holds(Permission.RATE),
            may_correct=self.user.holds(Permission.FACT_CORRECT),
            search_form=SearchForm(),
            as_at=self.now,
            **kwargs,
        )


class Search(GateView):
    """Everyone whom this user may see: on the register, referred, or no longer on it.

    By name, NHS number, date of birth or postcode; each result says what it is.

    Asked by POST: what was typed stands in no address.
    """

    permission = Permission.PERSON_VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the empty form, for whoever comes back to the address."""
        return self._page(SearchForm(), None)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Show who is like what was typed; changes nothing."""
        form = SearchForm(request.POST)
        return self._page(form, form.sought() if form.is_valid() else None)

    def _page(self, form: SearchForm, sought: Sought | None) -> HttpResponse:
        rows = listing.search(self.user, sought) if sought else []
        referred = finding.elsewhere(self.user, sought) if sought else []
        left = departures.search(self.user, sought) if sought else []
        shown = [row.person_id for row in rows] + [row.person_id for row in left]
        shown += [one.person_id for one in referred if one.person_id is not None]
        self.saw(shown, purpose="search")
        on = timezone.localdate(self.now)
        context = {
            "form": form,
            "searched": sought is not None,
            "any_found": bool(rows or referred or left),
            "count": len(rows),
            "rows": rows_html(rows, on) if rows else "",
            "referred": referred,
            "left": left,
            "most": finding.SHOWS,
            "many": max(len(rows), len(referred), len(left)) >= finding.SHOWS,
            "as_at": self.now,
        }
        return TemplateResponse(self.request, "register/search.html", context)


class PersonPage(PageView):
    """One person: identity, status with its age, what must happen next, and every panel."""

    permission = Permission.PERSON_VIEW
    template_name = "register/person.html"

    def load(self) -> None:
        self.person = self.find(Person.objects.with_standing(), pk=self.kwargs["pk"])
        self.saw([self.person.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, keepers = self.person, records.keepers()
        viewing = records.Viewing(person, self.user, self.now)
        panels = [panel for keeper in keepers for panel in keeper.panels(viewing)]
        moments = [moment for keeper in keepers for moment in keeper.timeline(viewing)]
        standing = viewing.once(person_page.standing)
        struck = person_page.out_of_force(viewing)
        move = person_page.open_move(viewing)
        areas = self.user.grants(Permission.TRIAGE).areas
        acts = move is None or person.area_id in areas or move.to_area_id not in areas
        return super().get_context_data(
            person=person,
            standing=standing,
            open_move=move,
            left=None if standing else person.entries.left(person.pk),
            taken_back=None
            if standing
            else next((o for o in struck if o.kind == ACCEPTANCE), None),
            stay=viewing.once(person_page.open_stay),
            panels=sorted(panels, key=lambda panel: panel.order),
            moments=sorted(moments, key=lambda moment: moment.when, reverse=True)[:60],
            may_rate=acts and self.user.holds(Permission.RATE),
            may_edit=acts and self.user.holds(Permission.PERSON_EDIT),
            may_record_stay=acts and self.user.holds(Permission.STAY_RECORD),
            may_correct=acts and self.user.holds(Permission.FACT_CORRECT),
            **kwargs,
        )
