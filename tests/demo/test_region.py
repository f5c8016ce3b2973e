"""The made-up region: everybody is there, in every state, and the register finds no fault."""

from types import SimpleNamespace

import pytest
from django.core import mail

from accounts.models import AccountRequest, User
from accounts.rules import Permission, RequestStatus, Role
from actions.models import Action
from alerts import red
from alerts.models import Notice
from consent.models import Decision, ErasureCertificate, Withdrawal
from consent.rules import WithdrawalState
from core import audit, nhs_number
from core.models import AuditEvent
from duties.models import Duty
from duties.workflow import compare
from meetings.models import AgendaItem, Meeting
from meetings.rules import ItemState, State
from referrals import rules as referrals
from referrals.models import Referral, SubmittedCopy
from register.models import InpatientStay, Person, Standing
from register.rules import BLUE, SHOWN
from register.workflow import refresh_standing
from reviews.models import OversightVisit, Review
from tests.factories import NOW

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def persona(made: SimpleNamespace, key: str) -> User:
    return User.objects.get(email=made.personas.BY_KEY[key].email)


def test_every_persona_has_an_account_and_every_role_is_held(made):
    for key in made.personas.BY_KEY:
        assert persona(made, key).is_active
    held = {role for user in User.objects.all() for role in (one.role for one in user.roles_held)}
    assert held == set(Role)
    assert persona(made, "pending").roles_held == []


def test_people_stand_in_every_rating_and_nobody_bears_a_real_number(made):
    assert set(Standing.objects.values_list("shown", flat=True)) == set(SHOWN)
    numbers = Person.everyone.exclude(nhs_number=None).values_list("nhs_number", flat=True)
    typed = SubmittedCopy.objects.exclude(nhs_number="").values_list("nhs_number", flat=True)
    assert numbers
    for number in (*numbers, *typed):
        assert nhs_number.is_test_number(number)
        assert nhs_number.parse(number) == number


def test_referrals_stand_in_every_state_and_a_red_one_waits_unacknowledged(made):
    assert set(Referral.objects.values_list("state", flat=True)) == set(referrals.State)
    waiting = [one for one in red.for_user(persona(made, "team"), Permission.ALERT_VIEW)
               if one.waits]  # fmt: skip
    assert [one.is_referral for one in waiting] == [True]


def test_an_account_request_waits(made):
    assert AccountRequest.objects.filter(status=RequestStatus.WAITING).count() == 1


def test_each_area_has_met_and_will_meet_and_somebody_was_not_reached(made):
    for area in made.build.Area.objects.all():
        states = set(Meeting.objects.filter(area=area).values_list("state", flat=True))
        assert {State.PLANNED, State.HELD} <= states
    assert AgendaItem.objects.filter(state=ItemState.DISCUSSED).exists()
    coming = Meeting.objects.planned().filter(starts_at__gt=NOW)
    assert coming.filter(attendees__user=persona(made, "rep")).exists()


def test_actions_are_on_time_overdue_and_waiting_and_duties_open_met_and_overdue(made):
    assert Action.objects.overdue(TODAY).exists()
    assert Action.objects.open().filter(due_on__gt=TODAY).exists()
    assert Action.objects.done().exists()
    assert Duty.objects.overdue(TODAY).exists()
    assert set(Duty.objects.values_list("status", flat=True)) >= {"open", "met", "cancelled"}


def test_inpatients_are_visited_and_reviewed_and_a_commissioner_sees_visits_overdue(made):
    assert OversightVisit.objects.exists()
    assert Review.objects.exists()
    assert InpatientStay.objects.filter(discharged_on__isnull=False).exists()
    commissioner = persona(made, "commissioner")
    theirs = InpatientStay.objects.open().permitted(commissioner, Permission.VISIT_RECORD)
    late = Duty.objects.visits().overdue(TODAY)
    assert late.filter(person__in=theirs.values("person")).exists()


def test_the_lead_persona_leads_a_mix_of_people(made):
    lead = persona(made, "lead")
    led = Standing.objects.filter(person__lead_professional=lead)
    assert led.count() >= 8
    assert len(set(led.values_list("shown", flat=True))) >= 3


def test_one_withdrawal_waits_and_one_was_erased_with_its_certificate(made):
    states = sorted(Withdrawal.objects.values_list("state", flat=True))
    assert states == [WithdrawalState.ERASED, WithdrawalState.RESTRICTED]
    assert ErasureCertificate.objects.count() == 1


def test_bases_are_of_several_kinds(made):
    assert len(set(Decision.objects.values_list("basis", flat=True))) >= 3


def test_only_recent_mail_is_sent(made):
    assert not Notice.objects.filter(mailed_at__isnull=True, cancelled_at__isnull=True).exists()
    sent = AuditEvent.objects.count()
    assert len(mail.outbox) <= 40 < sent


def test_the_audit_trail_is_sound(made):
    while audit.seal(at=NOW):
        pass
    assert audit.verify().faults == ()


def test_reconciling_finds_no_duty_missing(made):
    assert compare(at=NOW) == []


def test_refreshing_a_list_row_changes_nothing(made):
    rows = Standing.objects.values()
    before = {row["person_id"]: row for row in rows}
    for person in Person.objects.filter(standing__isnull=False):
        refresh_standing(person)
    assert {row["person_id"]: row for row in rows.all()} == before


def test_people_loaded_in_bulk_leave_the_same_trail_as_the_workflow_does(made):
    told: dict[str, set[tuple[str, ...]]] = {}
    loaded: dict[str, set[tuple[str, ...]]] = {}
    for kind, person, facts in AuditEvent.objects.exclude(person_id=None).values_list(
        "kind", "person_id", "facts"
    ):
        kept = told if person in made.told else loaded
        kept.setdefault(kind, set()).add(tuple(sorted(facts)))
    assert {"register.person_added", "consent.recorded", "register.entered", "register.rated",
            "register.admitted", "duties.worked_out",
            "actions.chased"} <= set(loaded)  # fmt: skip
    for kind, shapes in loaded.items():
        assert shapes <= told[kind], kind


def test_every_tracked_row_ends_as_its_last_history_row_says(made):
    for duty in Duty.objects.all():
        assert duty.history.exists()
        assert duty.history.latest().status == duty.status


def test_blue_is_a_stay_that_lasts(made):
    blue = set(Standing.objects.filter(shown=BLUE).values_list("person", flat=True))
    assert blue == set(InpatientStay.objects.open().values_list("person", flat=True))


def test_making_it_again_changes_nothing(made):
    before = AuditEvent.objects.count()
    again = made.build.build(count=500, now=NOW)
    assert again.already
    assert AuditEvent.objects.count() == before


def test_each_small_size_has_every_rating(region):
    import random

    for size in (6, 12, 40, 300):
        assert set(region.lives.shown_for(size, random.Random(1))) == set(SHOWN)


def test_the_same_seed_makes_the_same_people(region):
    from itertools import islice

    twice = [list(islice(region.people.everybody(seed=3, today=TODAY), 20)) for _ in range(2)]
    assert twice[0] == twice[1]
