"""The list rows match what they are derived from, and a command proves it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from register import workflow
from register.models import Standing
from register.rules import Level
from tests.conftest import Cast
from tests.factories import on_register


def test_rows_written_by_the_workflow_match_their_sources(cast: Cast) -> None:
    on_register(cast.area, by=cast.team, level=Level.RED)
    assert workflow.reconcile(mend=False).sound


def test_a_row_that_differs_is_reported_and_left_alone_unless_asked(cast: Cast) -> None:
    on_register(cast.area, by=cast.team, level=Level.RED)
    Standing.objects.update(shown="GREEN")
    with pytest.raises(CommandError):
        call_command("register", "reconcile", stdout=StringIO())
    assert Standing.objects.get().shown == "GREEN"
    call_command("register", "reconcile", "--mend", stdout=StringIO())
    assert Standing.objects.get().shown == "RED"


def test_a_missing_row_is_made_again(cast: Cast) -> None:
    on_register(cast.area, by=cast.team)
    Standing.objects.all().delete()
    assert workflow.reconcile(mend=True).missing == 1
    assert workflow.reconcile(mend=False).sound
