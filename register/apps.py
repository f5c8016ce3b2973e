"""Wiring of `register`, done once at start-up."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """Names the app and wires it."""

    name = "register"

    def ready(self) -> None:
        """Register what this app keeps about a person, and whom it asks before somebody leaves."""
        from accounts.workflow import deactivation_check
        from core import records
        from register import coded_lists, listening  # noqa: F401 - subscribes as it loads
        from register.keeper import RegisterKeeper
        from register.querysets import leads_somebody
        from register.workflow.mistakes.kinds import register_kinds

        register_kinds()
        coded_lists.discharge_checklist()  # a malformed list stops start-up
        coded_lists.statutory_factors()
        coded_lists.gender_identities()
        coded_lists.ethnic_categories()
        records.register(RegisterKeeper())
        deactivation_check(leads_somebody)
