"""Requests of the public pages, and training sessions, reached through the workflow."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from accounts.models import Area
from referrals import workflow
from referrals.codes import Agrees, Asker, TrainingKind
from referrals.models import InclusionRequest, TrainingPlace, TrainingSession
from tests.conftest import Cast
from tests.factories import NOW


def inclusion(*, area: Area | None, at: datetime = NOW, **changed: Any) -> InclusionRequest:
    """Return a request to be included that waits."""
    values: dict[str, Any] = {
        "key": uuid4(),
        "asker": Asker.FAMILY,
        "asker_name": "Maud Mother",
        "contact": "01632 960 010",
        "given_name": "Sol",
        "family_name": "Askedfor",
        "birth_date": date(2001, 4, 5),
        "agrees": Agrees.YES,
        "words": "He does not sleep",
    } | changed
    return workflow.ask_to_be_included(area=area, **values, at=at)


def session(cast: Cast, *, seats: int = 1, **changed: Any) -> TrainingSession:
    """Return a session a week ahead."""
    values: dict[str, Any] = {
        "kind": TrainingKind.TOOL,
        "starts_at": NOW + timedelta(days=7),
        "place": "Room 2",
    } | changed
    return workflow.plan_training(seats=seats, **values, by=cast.team, at=NOW)


def place(
    *, session: TrainingSession | None, email: str = "trainee@example.nhs.uk", **changed: Any
) -> TrainingPlace:
    """Return somebody's wish for a place."""
    values: dict[str, Any] = {
        "key": uuid4(),
        "kind": TrainingKind.TOOL,
        "name": "Tia Trainee",
        "job": "Nurse",
        "at": NOW,
    } | changed
    return workflow.ask_for_place(session=session, email=email, **values)
