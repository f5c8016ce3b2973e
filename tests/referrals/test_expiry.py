"""Drafts that nobody goes on with: told of, then removed; never without being told."""

from datetime import timedelta

from django.core import mail
from django.test import override_settings

from alerts import workflow as alerts
from alerts.models import Notice
from core.models import AuditEvent
from referrals import tasks, workflow
from referrals.models import Referral, ReferralSection
from referrals.rules import SectionKey, State
from tests.conftest import Cast
from tests.factories import NOW
from tests.referrals import given

DAY = timedelta(days=1)


def test_the_writer_is_told_once_and_by_mail_without_names(cast: Cast) -> None:
    draft = given.complete(cast, family_name="Canarybird")
    assert workflow.warn_of_expiry(at=NOW + 20 * DAY) == 0
    assert workflow.warn_of_expiry(at=NOW + 21 * DAY) == 1
    assert workflow.warn_of_expiry(at=NOW + 22 * DAY) == 0
    notice = Notice.objects.get(kind="draft_expiring")
    assert (notice.user, notice.subject_id) == (cast.lead, draft.pk)
    alerts.relay(at=NOW + 25 * DAY)
    told = [one for one in mail.outbox if "draft of yours" in one.subject]
    assert told
    assert not any("Canarybird" in one.body + one.subject for one in told)


def test_a_draft_goes_with_every_answer_and_what_went_is_counted(cast: Cast) -> None:
    draft = given.complete(cast)
    sent = given.sent(cast)
    workflow.warn_of_expiry(at=NOW + 21 * DAY)
    assert workflow.expire_drafts(at=NOW + 27 * DAY) == 0
    assert workflow.expire_drafts(at=NOW + 28 * DAY) == 1
    assert not ReferralSection.objects.exists()
    draft.refresh_from_db()
    sent.refresh_from_db()
    assert (draft.state, sent.state) == (State.WITHDRAWN, State.SUBMITTED)
    facts = AuditEvent.objects.get(kind="referrals.drafts_expired").facts
    assert facts == {"drafts": 1, "sections": 10, "updates": 0}
    assert workflow.expire_drafts(at=NOW + 29 * DAY) == 0


def test_no_draft_goes_without_its_writer_being_told_in_time(cast: Cast) -> None:
    given.complete(cast)
    assert workflow.expire_drafts(at=NOW + 100 * DAY) == 0
    workflow.warn_of_expiry(at=NOW + 100 * DAY)
    assert workflow.expire_drafts(at=NOW + 106 * DAY) == 0
    assert workflow.expire_drafts(at=NOW + 107 * DAY) == 1


def test_saving_it_again_begins_the_time_anew(cast: Cast) -> None:
    draft = given.complete(cast)
    workflow.warn_of_expiry(at=NOW + 21 * DAY)
    given.save(draft, SectionKey.VIEWS, given.VIEWS | {"person_view": "x"}, at=NOW + 22 * DAY)
    assert workflow.expire_drafts(at=NOW + 60 * DAY) == 0
    assert workflow.warn_of_expiry(at=NOW + 60 * DAY) == 1
    assert workflow.expire_drafts(at=NOW + 67 * DAY) == 1


@override_settings(DSR_DRAFT_DAYS=3, DSR_DRAFT_WARNING_DAYS=1)
def test_the_figures_are_the_regions_own(cast: Cast) -> None:
    given.started(cast, at=NOW - 3 * DAY)
    assert workflow.warn_of_expiry(at=NOW) == 1
    assert workflow.expire_drafts(at=NOW + DAY) == 1


def test_beat_may_run_it_twice(cast: Cast) -> None:
    given.started(cast, at=NOW - 30 * DAY)
    tasks.expire_drafts()
    tasks.expire_drafts()
    assert Referral.objects.get().is_draft
