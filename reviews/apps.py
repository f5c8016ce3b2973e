"""Wiring of `reviews`, done once at start-up."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Names the app and wires it."""

    name = "reviews"

    def ready(self) -> None:
        """Read the policy, register what this app keeps, and listen."""
        from core import records
        from duties.workflow import set_reviews_source
        from register.open_work import add_source
        from register.workflow.stay_days import add_days_source
        from reviews import listening, policy  # noqa: F401
        from reviews.keeper import ReviewsKeeper
        from reviews.leaving import open_reviews
        from reviews.reading import last_held
        from reviews.workflow.common import days_of
        from reviews.workflow.mistakes import register_kinds

        register_kinds()
        policy.current()
        records.register(ReviewsKeeper())
        add_days_source("reviews", days_of)
        set_reviews_source(last_held)
        add_source("reviews", open_reviews)
