"""The lists of referrals: what waits for triage, one's own, and what was decided."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from accounts.gate import PageView
from accounts.rules import Permission
from core import keyset
from core.dates import local_day
from referrals import content, rules
from referrals.models import InclusionRequest, NamingRequest, Redirect, Referral

MOST_WAITING = 200


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list."""

    referral: Referral
    name: str
    birth_date: date | None
    nhs_number: str | None
    overdue: bool
    unacknowledged: bool

    @classmethod
    def of(cls, referral: Referral, *, on: date) -> "Row":
        """Return the line for a referral read `with_names`."""
        source = getattr(referral, "copy", None)
        if source is None:
            source = next(iter(referral.person_sections), None)  # type: ignore[attr-defined]
        typed = content.typed_person(source)
        due = referral.triage_due_on
        late = bool(due and due < on and referral.state == rules.State.SUBMITTED)
        new = referral.is_awaiting_triage and referral.acknowledged_at is None
        if typed is None:
            return cls(referral, "No name yet", None, None, late, new)
        return cls(referral, typed.name, typed.birth_date, typed.nhs_number, late, new)


class Referrals(PageView):
    """`?show=` waiting (the team's worklist), mine, or decided."""

    permission = Permission.REFERRAL_VIEW
    template_name = "referrals/list.html"

    def load(self) -> None:
        self.is_team = self.user.holds(Permission.TRIAGE)
        shows = ("waiting", "mine", "decided") if self.is_team else ("mine",)
        asked = self.request.GET.get("show", "")
        self.show = asked if asked in shows else shows[0]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = self._page()
        on = local_day(self.now)
        rows = [Row.of(referral, on=on) for referral in page.rows]
        self.saw(
            [row.referral.person_id for row in rows if row.referral.person_id],
            purpose=f"referrals {self.show}",
        )
        return super().get_context_data(
            rows=rows,
            page=page,
            show=self.show,
            is_team=self.is_team,
            waiting=self._waiting(page) if self.is_team else None,
            as_at=self.now,
            **self._beside(),
            **kwargs,
        )

    def _waiting(self, page: keyset.Page) -> keyset.Count:
        """Return how many wait for triage; the page of them knows, unless it is cut off."""
        if self.show == "waiting" and len(page.rows) < MOST_WAITING:
            return keyset.Count(len(page.rows))
        rows = Referral.objects.permitted(self.user, Permission.TRIAGE)
        return keyset.count(rows.awaiting_triage())

    def _beside(self) -> dict[str, Any]:
        """Return how much else waits: between areas, asked on the public page, to be named."""
        requests = InclusionRequest.objects
        if not self.is_team:
            return {"asked": keyset.count(requests.given_to(self.user)).rows}
        return {
            "to_answer": keyset.count(
                Redirect.objects.permitted(self.user, Permission.TRIAGE).to_answer(self.user)
            ),
            "asked": keyset.count(requests.permitted(self.user, Permission.TRIAGE).open()),
            "naming": keyset.count(
                NamingRequest.objects.permitted(self.user, Permission.TRIAGE).to_decide(self.user)
            ),
        }

    def _page(self) -> keyset.Page:
        rows = Referral.objects.permitted(self.user, self.permission)
        if self.show == "waiting":
            waiting = Referral.objects.permitted(self.user, Permission.TRIAGE).awaiting_triage()
            return keyset.Page(list(waiting.red_first().with_names()[:MOST_WAITING]), "", "")
        chosen = rows.of(self.user) if self.show == "mine" else rows.decided()
        return self._keyset(chosen)

    def _keyset(self, rows: QuerySet[Referral]) -> keyset.Page:
        found = keyset.page(
            [rows],
            order=("started_at", "id"),
            columns=("started_at", "id"),
            after=keyset.identifier(self.request.GET.get("after")),
            before=keyset.identifier(self.request.GET.get("before")),
            descending=True,
        )
        ids = [values[1] for values in found.rows]
        by_id = Referral.objects.with_names().in_bulk(ids)
        return keyset.Page([by_id[one] for one in ids], found.following, found.previous)
