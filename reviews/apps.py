"""Wiring of `reviews`, done once at start-up."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Names the app and wires it."""

    name = "reviews"

    def ready(self) -> None:
        """Register what this app keeps about a person, and what policy may ask it."""
        from actions.workflow import add_fact_source
        from core import records
        from reviews.keeper import ReviewsKeeper
        from reviews.workflow import keyworker_facts

        records.register(ReviewsKeeper())
        add_fact_source("keyworker", keyworker_facts)
