"""Wiring of `consent`, done once at start-up."""

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    """Names the app and wires it."""

    name = "consent"

    def ready(self) -> None:
        """Read the policy, register what this app keeps, and ask before a record is reopened."""
        from consent import policy
        from consent.keeper import ConsentKeeper
        from consent.reopening import basis_stands, still_kept
        from consent.sharing import closed_to_partners
        from consent.who_is_who import bases_conflict
        from consent.workflow.mistakes import register_kinds
        from core import records
        from register.open_work import add_reopening_check
        from register.querysets import close_to_partners
        from register.workflow import ask_second_look

        policy.current()
        register_kinds()
        records.register(ConsentKeeper())
        add_reopening_check("retention", still_kept)
        add_reopening_check("basis", basis_stands)
        close_to_partners(closed_to_partners)
        ask_second_look(bases_conflict)
