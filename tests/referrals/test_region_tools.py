"""A region's own tool: loaded from a folder, chosen for an area, previewed, never half loaded."""

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given as cases
from hypothesis import settings as limits
from hypothesis import strategies as st

from core.errors import RuleBroken
from core.models import AuditEvent
from referrals import tool_engine, tool_files, tooling, workflow
from referrals.models import Referral, ToolChoice
from referrals.rules import SectionKey
from referrals.tool_model import Population
from tests.conftest import Cast
from tests.factories import NOW
from tests.referrals import given, nineteen

ON = NOW.date()
ADULT, CHILD = date(1990, 1, 1), date(2014, 1, 1)


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    """A region's folder with the 19 items in it."""
    (tmp_path / "nineteen.toml").write_text(nineteen.text())
    settings.DSR_TOOLS_DIR = str(tmp_path)
    return tmp_path


def choose(cast: Cast, tool: str, whom: Population = Population.ADULT) -> ToolChoice | None:
    return workflow.choose_tool(area=cast.area, whom=whom, tool=tool, by=cast.administrator, at=NOW)


def rewrite(path: Path, text: str, seconds: int) -> None:
    """Write a file as if so many seconds later, so that its change can be seen."""
    path.write_text(text)
    os.utime(path, (1_900_000_000 + seconds, 1_900_000_000 + seconds))


def test_a_licensed_tool_is_loaded_from_a_folder_without_code(folder: Path) -> None:
    assert {"nineteen", "local-prompts"} <= set(tool_files.current())
    assert len(tool_files.current()["nineteen"].items) == 19


@pytest.mark.parametrize(
    ("was", "now", "words"),
    [
        ("yes = 2.5", "maybe = 2.5", "weight of option yes is missing"),
        ("below = 22.5", "below = 25", "overlapping cut-offs"),
        ("below = 22.5", "below = 20", "gap between cut-offs"),
        ('id = "item-7"', 'id = "item-6"', "item item-6 is given twice"),
        ("version = 1", 'version = "new"', "version must be a whole number"),
        ("scored = true", "scored = ", "is not TOML"),
    ],
)
def test_a_bad_file_changes_nothing_and_says_where_and_why(
    folder: Path, was: str, now: str, words: str
) -> None:
    running = tool_files.current()["nineteen"].digest
    assert was in nineteen.text()
    rewrite(folder / "nineteen.toml", nineteen.text().replace(was, now, 1), 1)
    assert tool_files.current()["nineteen"].digest == running
    refused = tool_files.refused()
    assert words in refused
    assert "nineteen.toml, line " in refused
    rewrite(folder / "nineteen.toml", nineteen.text(version=2), 2)
    assert tool_files.current()["nineteen"].version == 2
    assert tool_files.refused() == ""


def test_the_same_version_in_two_files_is_refused(folder: Path) -> None:
    tool_files.current()
    rewrite(folder / "again.toml", nineteen.text(), 1)
    assert set(tool_files.current()) >= {"nineteen"}
    assert "is in two files" in tool_files.refused()


def test_a_server_does_not_start_with_a_bad_tool(tmp_path: Path, settings: Any) -> None:
    (tmp_path / "bad.toml").write_text("id = ")
    settings.DSR_TOOLS_DIR = str(tmp_path)
    with pytest.raises(tool_files.ToolFileError, match=r"bad\.toml, line 1"):
        tool_files.current()
    settings.DSR_TOOLS_DIR = str(tmp_path / "nowhere")
    with pytest.raises(tool_files.ToolFileError, match="is no folder"):
        tool_files.current()


@limits(max_examples=150)
@cases(st.lists(st.sampled_from(["no", "yes", "not-known", ""]), min_size=19, max_size=19))
def test_any_answers_to_nineteen_items_give_a_suggestion_or_a_reason_and_more_risk_no_less(
    tmp_path_factory: Any, answers: list[str]
) -> None:
    path = tmp_path_factory.getbasetemp() / "nineteen-property.toml"
    path.write_text(nineteen.text())
    tool = tool_files.read(path)
    told = {f"item-{place}": one for place, one in enumerate(answers, start=1)}
    found = tool_engine.suggest(tool, told)
    assert bool(found.level) != bool(found.cannot_suggest_reason)
    assert found == tool_engine.suggest(tool, told)
    for item, one in told.items():
        if one == "no" and found.level:
            raised = tool_engine.suggest(tool, told | {item: "yes"})
            assert raised.level is not None
            order = tool_engine.ORDER
            assert order.index(raised.level) >= order.index(found.level)


def test_an_area_uses_the_tool_that_was_chosen_for_it(cast: Cast, folder: Path) -> None:
    choose(cast, "local-prompts")
    assert tooling.for_birth_date(ADULT, on=ON, area=cast.area.pk).tool.id == "local-prompts"
    assert tooling.for_birth_date(ADULT, on=ON, area=cast.other_area.pk).tool.id == "nineteen"
    choose(cast, "nineteen")
    assert tooling.for_birth_date(ADULT, on=ON, area=cast.area.pk).tool.id == "nineteen"
    assert tooling.for_birth_date(CHILD, on=ON, area=cast.area.pk).tool.id == "local-prompts"
    choose(cast, "")
    event = AuditEvent.objects.filter(kind="referrals.tool_chosen").last()
    assert event is not None
    assert (event.facts["tool"], event.facts["was"]) == (None, "nineteen")
    assert ToolChoice.history.count() == 3


def test_a_choice_that_changes_nothing_is_not_written(cast: Cast) -> None:
    choose(cast, "local-prompts")
    choose(cast, "local-prompts")
    assert AuditEvent.objects.filter(kind="referrals.tool_chosen").count() == 1


@pytest.mark.parametrize(
    ("tool", "whom", "words"),
    [
        ("nothing", Population.ADULT, "not loaded"),
        ("nineteen", Population.CYP, "not for children"),
        ("example-scored", Population.ADULT, "not for clinical use"),
        ("local-prompts", Population.ALL, "whom the tool is for"),
    ],
)
def test_a_tool_that_cannot_serve_is_refused(
    cast: Cast, folder: Path, tool: str, whom: Population, words: str
) -> None:
    with pytest.raises(RuleBroken, match=words):
        choose(cast, tool, whom)
    assert not ToolChoice.objects.exists()


def test_a_chosen_tool_that_is_gone_leaves_the_services_own_order(
    cast: Cast, folder: Path, settings: Any
) -> None:
    choose(cast, "nineteen")
    settings.DSR_TOOLS_DIR = ""
    assert tooling.for_birth_date(ADULT, on=ON, area=cast.area.pk).tool.id == "local-prompts"


def test_a_draft_is_asked_again_when_its_areas_tool_changes(cast: Cast, folder: Path) -> None:
    choose(cast, "local-prompts")
    draft = given.complete(cast, sections={SectionKey.TOOL: prompts()})
    choose(cast, "nineteen")
    with pytest.raises(RuleBroken, match="Complete the clinical support tool again"):
        workflow.submit(referral=draft, declared=True, by=cast.lead, at=NOW)
    assert Referral.objects.get(pk=draft.pk).is_draft


def prompts() -> dict[str, Any]:
    """Return answers to the register's own prompts, whatever tool comes first."""
    items = tool_files.current()["local-prompts"].items_for(Population.ADULT)
    return {"answers": {item.id: "no" for item in items}, "evidence": {}}


def test_a_tool_is_previewed_with_its_guidance_and_how_it_counts(
    cast: Cast, folder: Path, sign_in: Any
) -> None:
    for user in (cast.team, cast.administrator):
        client = sign_in(user)
        listed = client.get(reverse("referrals:tools")).content.decode()
        assert "Invented weighted tool" in listed
        page = client.get(reverse("referrals:preview_tool", args=["nineteen"])).content.decode()
        for words in ("Invented guidance 19.", "weight 9.5", "up to but not including 22.5"):
            assert words in page
    assert sign_in(cast.team).get(reverse("referrals:preview_tool", args=["x"])).status_code == 404
    assert sign_in(cast.lead).get(reverse("referrals:tools")).status_code == 403


def test_the_page_of_tools_says_why_a_new_file_is_not_in_use(
    cast: Cast, folder: Path, sign_in: Any
) -> None:
    tool_files.current()
    rewrite(folder / "nineteen.toml", "id = ", 1)
    page = sign_in(cast.administrator).get(reverse("referrals:tools")).content.decode()
    assert "A new file cannot be used" in page
    assert "nineteen.toml" in page


def test_an_administrator_chooses_by_the_page_and_nobody_else(
    cast: Cast, folder: Path, sign_in: Any
) -> None:
    page = reverse("referrals:choose_tool", args=[cast.area.pk])
    assert sign_in(cast.team).post(page, {"adult": "nineteen"}).status_code == 403
    client = sign_in(cast.administrator)
    assert client.get(page).status_code == 200
    assert client.post(page, {"adult": "nineteen", "cyp": ""}).status_code == 302
    assert ToolChoice.objects.get().tool == "nineteen"
    assert "(chosen)" in client.get(reverse("referrals:tools")).content.decode()
