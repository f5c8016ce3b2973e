"""Two windows of one draft, and a tool replaced under it: nothing typed is lost, nothing breaks."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from referrals import tool_files
from referrals.models import Referral, UpdateDraft
from referrals.rules import SectionKey, UpdatePart
from register import workflow as register
from register.models import Person
from register.rules import ClosureReason, Level
from tests.access.people import seen_by_all
from tests.conftest import Cast
from tests.factories import NOW
from tests.referrals import given
from tests.referrals.test_journey import RATING, posted

EVIDENCE = "Seen by the night nurse"
REPLACED = "The clinical support tool has been replaced by another version"


def section_url(referral: Referral, key: str) -> str:
    return reverse("referrals:section", args=[referral.pk, key])


def part_url(person: Person, part: str) -> str:
    return reverse("referrals:update_part", args=[person.pk, part])


def typed_tool() -> dict[str, str]:
    answers = given.tool()["answers"]
    first = next(iter(answers))
    shown = {f"item_{name}": option for name, option in answers.items()}
    return shown | {f"evidence_{first}": EVIDENCE, "version": "1", "completed": "yes"}


def person_taken_back(client: Client, referral: Referral, **changed: str) -> None:
    """Type half a person section in another window; it is kept as it is typed."""
    data = posted(given.person()) | {"version": "1"} | changed
    answer = client.post(section_url(referral, "person"), data, headers={"X-Autosave": "yes"})
    assert answer.status_code == 200


@pytest.mark.parametrize("changed", [{"birth_date_year": "19"}, {"family_name": ""}])
@pytest.mark.parametrize("button", [{}, {"later": "yes"}])
def test_a_tool_page_that_cannot_be_kept_now_comes_back_with_its_evidence(
    cast: Cast, sign_in: Any, changed: dict[str, str], button: dict[str, str]
) -> None:
    referral, client = given.complete(cast), sign_in(cast.lead)
    person_taken_back(client, referral, **changed)
    answer = client.post(section_url(referral, "tool"), typed_tool() | button)
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert EVIDENCE in shown
    assert "Say who the person is first" in shown
    assert referral.sections.get(key=SectionKey.TOOL).version == 1


def test_a_rating_that_cannot_be_kept_now_comes_back_as_typed(cast: Cast, sign_in: Any) -> None:
    referral, client = given.complete(cast), sign_in(cast.lead)
    given.save(referral, SectionKey.TOOL, {"answers": {}, "evidence": {}}, complete=False)
    answer = client.post(section_url(referral, "rating"), RATING | {"version": "1"})
    assert answer.status_code == 200
    assert "Complete the clinical support tool first" in answer.content.decode()
    assert RATING["level_reason"] in answer.content.decode()


def test_a_part_of_an_update_that_cannot_be_kept_now_comes_back_as_typed(
    cast: Cast, sign_in: Any
) -> None:
    person, client = seen_by_all(cast, level=Level.AMBER), sign_in(cast.lead)
    rating = client.post(part_url(person, "rating"), RATING | {"version": "0"})
    assert rating.status_code == 200
    assert RATING["level_reason"] in rating.content.decode()
    register.close(person=person, reason=ClosureReason.DIED, by=cast.team, at=NOW)
    story = client.post(part_url(person, "story"), posted(given.STORY) | {"version": "0"})
    assert story.status_code == 200
    assert "Moved house" in story.content.decode()
    assert "not on the register now" in story.content.decode()


@pytest.fixture
def replace_tool(tmp_path: Path, settings: Any) -> Any:
    """Put a newer version of the tool into the region's folder."""

    def replace() -> None:
        source = (tool_files.HERE / "local-prompts.toml").read_text()
        version = tool_files.current()["local-prompts"].version
        newer = source.replace(f"version = {version}", f"version = {version + 1}", 1)
        assert newer != source
        (tmp_path / "newer.toml").write_text(newer)
        settings.DSR_TOOLS_DIR = str(tmp_path)

    return replace


def test_an_open_draft_survives_a_new_version_of_its_tool(
    cast: Cast, sign_in: Any, replace_tool: Any
) -> None:
    referral, client = given.complete(cast), sign_in(cast.lead)
    replace_tool()
    for name in ("referrals:referral", "referrals:check"):
        assert client.get(reverse(name, args=[referral.pk])).status_code == 200
    check = client.get(reverse("referrals:check", args=[referral.pk])).content.decode()
    assert REPLACED in check
    led = client.get(section_url(referral, "rating"), follow=True)
    assert led.redirect_chain == [(section_url(referral, "tool"), 302)]
    assert REPLACED in led.content.decode()
    kept = client.post(section_url(referral, "rating"), RATING | {"version": "1"})
    assert kept.status_code == 200
    assert REPLACED in kept.content.decode()
    assert RATING["level_reason"] in kept.content.decode()
    other = client.post(section_url(referral, "tool"), typed_tool() | {"version": "0"})
    assert REPLACED in other.content.decode()


def test_an_update_survives_a_new_version_of_its_tool(
    cast: Cast, sign_in: Any, replace_tool: Any
) -> None:
    person, client = seen_by_all(cast, level=Level.AMBER), sign_in(cast.lead)
    draft = given.update_draft(person, by=cast.lead)
    replace_tool()
    assert client.get(reverse("referrals:update", args=[person.pk])).status_code == 200
    led = client.get(part_url(person, "rating"), follow=True)
    assert led.redirect_chain == [(part_url(person, "tool"), 302)]
    assert REPLACED in led.content.decode()
    for version in (draft.version, 0):
        kept = client.post(part_url(person, "rating"), RATING | {"version": str(version)})
        assert REPLACED in kept.content.decode()
    other = client.post(part_url(person, "tool"), typed_tool() | {"version": "0"})
    assert other.status_code == 200
    sent = client.post(reverse("referrals:update", args=[person.pk]))
    assert "Complete the clinical support tool again" in sent.content.decode()
    given.save_update(person, UpdatePart.TOOL, given.tool(person.birth_date), by=cast.lead)
    assert UpdateDraft.objects.get().complete
