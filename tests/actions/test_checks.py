"""Start-up refuses a policy or a commencement date that cannot be used; the command says what."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from actions import checks, policy
from actions.models import Duty
from register.rules import Level
from tests.conftest import Cast
from tests.factories import on_register


def test_a_malformed_policy_is_refused_with_file_line_and_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken() -> None:
        raise policy.PolicyFileError("local.toml", 12, "unknown event")

    monkeypatch.setattr(policy, "current", broken)
    (error,) = checks.policy_is_valid(None)
    assert "local.toml" in error.msg
    assert "12" in error.msg


def test_a_commencement_date_must_be_a_date(settings: Any) -> None:
    assert checks.commencement_is_a_date(None) == []
    settings.DSR_STATUTE_COMMENCED_ON = "soon"
    (error,) = checks.commencement_is_a_date(None)
    assert "DSR_STATUTE_COMMENCED_ON" in error.msg


def test_the_command_reports_what_is_missing_and_then_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core import events

    with monkeypatch.context() as quiet:
        quiet.setitem(events._subscribers, "register.rated", [])
        on_register(cast.area, by=cast.team, level=Level.RED)
    with pytest.raises(CommandError, match="missing"):
        call_command("duties", "reconcile", "--check", stdout=StringIO())
    assert not Duty.objects.filter(rule="red-cetr").exists()
    out = StringIO()
    call_command("duties", "reconcile", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert told["raised"] > 0
    assert told["astray"] == []
    assert Duty.objects.filter(rule="red-cetr").exists()
    call_command("duties", "reconcile", "--check", stdout=StringIO())
