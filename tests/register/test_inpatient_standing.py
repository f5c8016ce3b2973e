"""The row that the BLUE list reads: derived, scoped by its own columns, gone with a restriction."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.rules import Permission
from register import workflow
from register.models import FAR_FUTURE, InpatientStanding, InpatientStay, Standing
from register.rules import ClosureReason, NextDue
from tests.conftest import Cast
from tests.factories import NOW, on_register
from tests.register.stays import stay_of

VISIT, REVIEW = date(2026, 12, 28), date(2026, 11, 30)


def test_an_open_stay_has_one_row_with_what_is_due(cast: Cast) -> None:
    stay = stay_of(cast)
    row = InpatientStanding.objects.get()
    assert (row.pk, row.person_id, row.area_id) == (stay.pk, stay.person_id, cast.area.pk)
    assert not row.detained
    workflow.note_stay_due(
        person_id=stay.person_id, visit=NextDue.by(VISIT), cetr=NextDue.by(REVIEW)
    )
    row.refresh_from_db()
    assert (row.visit_due_on, row.cetr_due_on, row.due_on) == (VISIT, REVIEW, REVIEW)
    workflow.note_stay_due(person_id=stay.person_id, visit=None, cetr=None)
    row.refresh_from_db()
    assert row.due_on == FAR_FUTURE


def test_what_is_due_is_kept_when_the_row_is_derived_again(cast: Cast) -> None:
    stay = stay_of(cast)
    workflow.note_stay_due(person_id=stay.person_id, visit=NextDue.by(VISIT), cetr=None)
    workflow.refresh_standing(stay.person)
    assert InpatientStanding.objects.get().due_on == VISIT


def test_a_restriction_takes_both_rows_and_its_end_brings_them_back_with_what_is_due(
    cast: Cast,
) -> None:
    stay = stay_of(cast)
    before = list(InpatientStanding.objects.values())
    listed = list(Standing.objects.values())
    assert listed[0]["next_due_on"] != FAR_FUTURE
    workflow.restrict(person_id=stay.person_id, by=cast.team, at=NOW)
    assert not InpatientStanding.objects.exists()
    assert not Standing.objects.exists()
    assert workflow.reconcile(mend=False).sound
    workflow.unrestrict(person_id=stay.person_id, by=cast.team, at=NOW)
    assert list(InpatientStanding.objects.values()) == before
    assert list(Standing.objects.values()) == listed


def test_the_row_goes_when_the_stay_ends_with_the_entry(cast: Cast) -> None:
    stay = stay_of(cast)
    workflow.close(person=stay.person, reason=ClosureReason.DIED, by=cast.team, at=NOW)
    assert not InpatientStanding.objects.exists()


def test_a_row_that_differs_or_is_missing_is_found_and_mended(cast: Cast) -> None:
    stay_of(cast)
    InpatientStanding.objects.update(security="high")
    assert workflow.reconcile(mend=False).mended == 1
    assert workflow.reconcile(mend=True).mended == 1
    InpatientStanding.objects.all().delete()
    assert workflow.reconcile(mend=True).missing == 1
    assert workflow.reconcile(mend=False).sound


@pytest.mark.parametrize(
    ("member", "permission", "seen"),
    [
        ("commissioner", Permission.OVERSIGHT_VIEW, True),
        ("commissioner", Permission.VISIT_RECORD, True),
        ("other_commissioner", Permission.OVERSIGHT_VIEW, False),
        ("team", Permission.OVERSIGHT_VIEW, True),
        ("other_area_team", Permission.OVERSIGHT_VIEW, False),
        ("administrator", Permission.OVERSIGHT_VIEW, False),
        ("leaver", Permission.OVERSIGHT_VIEW, False),
    ],
)
def test_who_reaches_an_inpatient(
    cast: Cast, member: str, permission: Permission, seen: bool
) -> None:
    stay = stay_of(cast)
    user = cast.members()[member]
    assert user is not None
    rows = InpatientStanding.objects.permitted(user, permission)
    assert rows.exists() is seen
    assert InpatientStay.objects.filter(pk=stay.pk).permitted(user, permission).exists() is seen


def test_the_host_commissioner_sees_who_is_in_its_patch_and_changes_nothing(cast: Cast) -> None:
    stay_of(cast, host_commissioner=cast.other_commissioning)
    host = cast.other_commissioner
    for rows in (InpatientStanding.objects, InpatientStay.objects):
        assert rows.permitted(host, Permission.OVERSIGHT_VIEW).exists()
        assert not rows.permitted(host, Permission.VISIT_RECORD).exists()
        assert not rows.permitted(host, Permission.OVERSIGHT_EXPORT).exists()


def test_the_list_reads_its_own_table_alone(cast: Cast) -> None:
    on_register(cast.area, by=cast.team)
    stay_of(cast)
    with CaptureQueriesContext(connection) as caught:
        assert Standing.objects.permitted(cast.team, Permission.PERSON_VIEW).count() == 2
        rows = InpatientStanding.objects.permitted(cast.commissioner, Permission.OVERSIGHT_VIEW)
        assert rows.count() == 1
    for one in caught.captured_queries:
        if "register_" in one["sql"]:
            assert "JOIN" not in one["sql"]
