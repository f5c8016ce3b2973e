"""The auditor's pages: what happened, and who looked."""

from typing import Any

from accounts.gate import PageView
from accounts.rules import Permission
from core import keyset
from oversight import corrections, trail


class Trail(PageView):
    """What happened, who did it and when: the audit trail, newest first."""

    permission = Permission.AUDIT_VIEW
    template_name = "oversight/trail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        found, older = trail.events(
            self.user, kind=asked.get("kind", "")[:64], before=trail.number(asked.get("before"))
        )
        said = corrections.said_of(found)
        return super().get_context_data(
            events=[(event, said.get(event.pk, "")) for event in found],
            kinds=trail.kinds(),
            corrections=trail.CORRECTIONS,
            kind=asked.get("kind", ""),
            older=older,
            **kwargs,
        )


class Corrections(PageView):
    """What was struck out, put right or moved about the people of the team's areas."""

    permission = Permission.FACT_CORRECT
    template_name = "oversight/corrections.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        before = trail.number(self.request.GET.get("before"))
        rows, older = corrections.of_team(self.user, before=before)
        self.saw({row.person.pk for row in rows}, purpose="corrections")
        return super().get_context_data(rows=rows, older=older, as_at=self.now, **kwargs)


class Reads(PageView):
    """Who looked at whom, newest first, for one user or one person where asked."""

    permission = Permission.AUDIT_VIEW
    template_name = "oversight/reads.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        found, older = trail.reads(
            self.user,
            by=keyset.identifier(asked.get("user")),
            person=keyset.identifier(asked.get("person")),
            before=trail.number(asked.get("before")),
        )
        return super().get_context_data(
            reads=found,
            person=asked.get("person", ""),
            by=asked.get("user", ""),
            older=older,
            **kwargs,
        )
