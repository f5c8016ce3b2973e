"""What the statute asks: the commissioner's view, and the test of detention apart from ratings."""

from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

from core.data_files import DataFileError
from core.errors import RuleBroken
from core.models import AuditEvent
from register import coded_lists, workflow
from register.models import Rating, StatutoryView
from register.rules import Diagnosis, LegalStatus
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.register.stays import ADMITTED, stay_of


def test_a_later_view_moves_the_applicable_day_of_a_detention_that_lasts(cast: Cast) -> None:
    person = on_register(
        cast.area, by=cast.team, autism=Diagnosis.UNKNOWN, learning_disability=Diagnosis.NO
    )
    stay = stay_of(cast, person, legal_status=LegalStatus.SECTION_3)
    assert stay.applicable_on is None
    workflow.recognise(person=person, formed_on=date(2026, 11, 16), by=cast.team, at=NOW)
    stay.refresh_from_db()
    assert stay.detained_since == ADMITTED
    assert stay.applicable_on == date(2026, 11, 16)
    told = AuditEvent.objects.get(kind="register.recognised").facts
    assert (told["recognised_on"], told["applicable_on"]) == ("2026-11-16", "2026-11-16")


def test_a_view_formed_before_the_detention_counts_from_the_detention(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    workflow.recognise(person=person, formed_on=date(2026, 1, 5), by=cast.team, at=NOW)
    assert stay_of(cast, person, legal_status=LegalStatus.SECTION_3).applicable_on == ADMITTED


@pytest.mark.parametrize("day", [date(2026, 11, 24), date(1980, 1, 1)])
def test_a_view_in_the_future_or_before_birth_is_refused(cast: Cast, day: date) -> None:
    person = on_register(cast.area, by=cast.team)
    with pytest.raises(RuleBroken) as broken:
        workflow.recognise(person=person, formed_on=day, by=cast.team, at=NOW)
    assert broken.value.field == "formed_on"
    assert not AuditEvent.objects.filter(kind="register.recognised").exists()


def test_the_same_view_again_writes_nothing(cast: Cast) -> None:
    person = on_register(cast.area, by=cast.team)
    for _ in range(2):
        workflow.recognise(person=person, formed_on=date(2026, 1, 5), by=cast.team, at=NOW)
    assert AuditEvent.objects.filter(kind="register.recognised").count() == 1


def test_the_test_of_detention_changes_no_rating_and_is_kept_with_its_version(cast: Cast) -> None:
    person, key = on_register(cast.area, by=cast.team), uuid4()
    for _ in range(2):
        workflow.form_statutory_view(
            person=person, factors=["harm", "detained-before"], eligible=True,
            reason="As the panel found", by=cast.team, at=NOW, key=key,
        )  # fmt: skip
    view = StatutoryView.objects.get()
    assert view.factors == ["detained-before", "harm"]
    assert view.list_version == coded_lists.statutory_factors().version
    assert Rating.objects.count() == 1
    assert "panel" not in str(AuditEvent.objects.latest("id").facts)


@pytest.mark.parametrize(
    ("factors", "eligible", "reason", "field"),
    [
        (["never-heard"], True, "Why", "factors"),
        ([], True, "Why", "factors"),
        (["harm"], True, "  ", "reason"),
    ],
)
def test_a_view_without_its_ground_is_refused(
    cast: Cast, factors: list[str], eligible: bool, reason: str, field: str
) -> None:
    person = on_register(cast.area, by=cast.team)
    with pytest.raises(RuleBroken) as broken:
        workflow.form_statutory_view(
            person=person, factors=factors, eligible=eligible, reason=reason, by=cast.team, at=NOW
        )
    assert broken.value.field == field
    assert not StatutoryView.objects.exists()


def test_the_shipped_lists_can_be_read_and_say_how_unsure_they_are() -> None:
    checklist, factors = coded_lists.discharge_checklist(), coded_lists.statutory_factors()
    assert len(checklist.lines) == 12
    assert (checklist.certainty, factors.certainty) == ("U", "U")
    assert checklist.words("gone-since") == "gone-since"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ('version = "1"\ncertainty = "U"\nsource = "x"\n', 1, "no line"),
        ('version = "1"\n[[line]]\ncode = "A B"\nwords = "x"\n', 3, "lower-case"),
        (
            'version = "1"\n[[line]]\ncode = "aa"\nwords = "x"\n[[line]]\ncode = "aa"\nwords=""',
            6,
            "twice",
        ),
        ('version = "1"\ncertainty = "Z"\nsource = "x"\n[[line]]\ncode = "aa"\nwords = "x"\n',
         2, "unknown"),
        ('versoin = "1"\n[[line]]\ncode = "aa"\nwords = "x"\n', 1, "missing"),
    ],
)  # fmt: skip
def test_a_malformed_list_is_refused_with_its_line(
    tmp_path: Path, text: str, line: int, reason: str
) -> None:
    path = tmp_path / "list.toml"
    path.write_text(text)
    with pytest.raises(DataFileError, match=reason) as refused:
        coded_lists.read(path)
    assert refused.value.line == line
