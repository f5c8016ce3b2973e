"""The auditor's pages: what happened, and who looked."""

from typing import Any

from accounts.gate import PageView
from accounts.rules import Permission
from core import keyset
from oversight import trail


class Trail(PageView):
    """What happened, who did it and when: the audit trail, newest first."""

    permission = Permission.AUDIT_VIEW
    template_name = "oversight/trail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        found = trail.events(
            self.user, kind=asked.get("kind", "")[:64], before=trail.number(asked.get("before"))
        )
        return super().get_context_data(
            events=found,
            kinds=trail.kinds(),
            kind=asked.get("kind", ""),
            older=found[-1].pk if len(found) == trail.PAGE else "",
            **kwargs,
        )


class Reads(PageView):
    """Who looked at whom, newest first, for one user or one person where asked."""

    permission = Permission.AUDIT_VIEW
    template_name = "oversight/reads.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        found = trail.reads(
            self.user,
            by=keyset.identifier(asked.get("user")),
            person=keyset.identifier(asked.get("person")),
            before=trail.number(asked.get("before")),
        )
        return super().get_context_data(
            reads=found,
            person=asked.get("person", ""),
            older=found[-1].pk if len(found) == trail.PAGE else "",
            **kwargs,
        )
