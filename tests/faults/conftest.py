"""Faults happen to real processes, whose clocks run."""

from collections.abc import Iterator

import pytest

from tests.faults.processes import Processes
from tests.faults.sink import Sink


@pytest.fixture(autouse=True)
def clock() -> None:
    """Here the clock runs."""


@pytest.fixture
def processes(transactional_db: None) -> Iterator[Processes]:
    """Processes that end with the test, before its database is emptied."""
    with Processes() as started:
        yield started


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A mail server."""
    with Sink() as listening:
        yield listening
