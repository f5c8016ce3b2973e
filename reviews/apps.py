"""Wiring of `reviews`, done once at start-up."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Names the app and wires it."""

    name = "reviews"

    def ready(self) -> None:
        """Read the policy, register what this app keeps, listen, and say what policy may ask it."""
        from actions.workflow import add_fact_source
        from core import records
        from register.workflow.stay_days import add_days_source
        from reviews import listening, policy  # noqa: F401
        from reviews.keeper import ReviewsKeeper
        from reviews.workflow import keyworker_facts, keyworker_facts_about
        from reviews.workflow.common import days_of

        policy.current()
        records.register(ReviewsKeeper())
        add_days_source("reviews", days_of)
        add_fact_source("keyworker", keyworker_facts, many=keyworker_facts_about)
