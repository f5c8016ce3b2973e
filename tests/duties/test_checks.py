"""Start-up refuses a policy or a commencement date that cannot be used; the command says what."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from core import events
from duties import checks, policy
from duties.models import Duty
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


def test_the_command_says_what_is_missing_and_changes_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as quiet:
        for kind in ("register.entered", "register.rated"):
            quiet.setitem(events._subscribers, kind, [])
        on_register(cast.area, by=cast.team, level=Level.RED)
    out = StringIO()
    call_command("duties", "reconcile", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert "red-cetr" in {one["rule"] for one in told["missing"]}
    assert told["astray"] == []
    assert not Duty.objects.exists()
    with pytest.raises(CommandError, match="not as the facts"):
        call_command("duties", "reconcile", "--check", stdout=StringIO())
    call_command("duties", "sync", stdout=StringIO())
    assert Duty.objects.filter(rule="red-cetr").exists()
    call_command("duties", "reconcile", "--check", stdout=StringIO())
