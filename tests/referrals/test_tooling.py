"""The tool in a referral: chosen by age, kept with its version, a suggestion and no more."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core.errors import RuleBroken
from referrals import checks, tool_files, tooling
from referrals.models import ToolResult
from referrals.rules import SectionKey
from referrals.tool_model import Population
from tests.conftest import Cast
from tests.factories import NOW
from tests.referrals import given

ON = NOW.date()


@pytest.fixture
def scored(settings: Any) -> None:
    """Use the example that gives points."""
    settings.DSR_CLINICAL_TOOL = "example-scored"


@pytest.mark.parametrize(
    ("birth", "whom"),
    [
        (date(2010, 1, 1), Population.CYP),
        (date(2008, 11, 24), Population.CYP),
        (date(2008, 11, 23), Population.ALL),
        (date(2001, 1, 1), Population.ALL),
        (date(1990, 5, 17), Population.ADULT),
    ],
)
def test_the_items_follow_the_age(birth: date, whom: Population) -> None:
    asked = tooling.for_birth_date(birth, on=ON)
    assert (asked.tool.id, asked.whom) == ("local-prompts", whom)
    assert (len(asked.items) == 22) == (whom is not Population.ADULT)


def test_a_tool_that_is_not_for_clinical_use_is_never_chosen_by_itself() -> None:
    assert tooling.for_birth_date(date(1990, 1, 1), on=ON).tool.clinical_use


def test_without_a_birth_date_there_is_no_tool() -> None:
    with pytest.raises(RuleBroken, match="date of birth"):
        tooling.for_birth_date(None, on=ON)


@pytest.mark.usefixtures("scored")
def test_the_clinician_may_agree_without_and_differ_only_with_a_reason(cast: Cast) -> None:
    referral = given.complete(
        cast, sections={SectionKey.RATING: given.rating("GREEN", reason="")}
    )  # fmt: skip
    assert referral.sections.get(key=SectionKey.RATING).answers["suggested"] == "GREEN"
    with pytest.raises(RuleBroken, match="differs from the suggestion"):
        given.save(referral, SectionKey.RATING, given.rating("RED", reason=" "))
    given.save(referral, SectionKey.RATING, given.rating("RED", reason="New tonight"))


@pytest.mark.usefixtures("scored")
def test_a_result_keeps_questions_reasons_and_version(cast: Cast) -> None:
    given.sent(cast, level="AMBER")
    result = ToolResult.objects.get()
    assert (result.tool, result.tool_version, result.suggested) == ("example-scored", "1", "GREEN")
    assert any("score" in reason for reason in result.reasons)
    assert result.items[0]["question"]
    assert result.items[0]["words"] == "No"
    assert result.differs


def test_answers_that_are_not_the_tools_are_refused(cast: Cast) -> None:
    referral = given.complete(cast)
    for answers in ({"nonsense": "no"}, {"crisis": "perhaps"}):
        with pytest.raises(RuleBroken, match="do not fit"):
            given.save(referral, SectionKey.TOOL, {"answers": answers, "evidence": {}})
    with pytest.raises(RuleBroken, match="Select an answer"):
        given.save(referral, SectionKey.TOOL, {"answers": {"crisis": "no"}, "evidence": {}})


def test_a_tool_that_is_named_but_missing_stops_the_start(settings: Any) -> None:
    settings.DSR_CLINICAL_TOOL = "nowhere"
    assert [one.id for one in checks.tools_are_valid(None)] == ["referrals.E002"]


def test_the_tools_that_come_with_the_register_serve_every_age() -> None:
    assert checks.tools_are_valid(None) == []


def test_a_broken_tool_file_stops_the_start_with_its_place(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "broken.toml").write_text('id = "broken"\nversion = "one"\n')
    monkeypatch.setattr(tool_files, "current", lambda: tool_files.load(tmp_path))
    (found,) = checks.tools_are_valid(None)
    assert "broken.toml, line 2" in found.msg
