"""One of everything that an address can name, reached through the workflow."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.test import Client

from accounts import links
from accounts import workflow as accounts
from accounts.models import AccountRequest, User
from accounts.rules import LockReason, Role
from actions import workflow as actions
from actions.links import answer_url
from actions.models import Action
from actions.workflow import Contact
from consent import rules as consent_rules
from consent import workflow as consent
from consent.models import Disposal
from duties import workflow as duties
from duties.models import Duty
from referrals import workflow as referrals
from register import workflow as register
from register.models import InpatientStay, Person, Standing
from register.rules import (
    Cause,
    ClosureReason,
    ConcernKind,
    LegalStatus,
    Level,
    Security,
)
from reviews import workflow as reviews
from reviews.details import KeyworkerNews, ReviewDetails, VisitDetails
from reviews.rules import ConsentShown, KeyworkerOutcome, KeyworkerState, Recipient
from tests import factories
from tests.access.gatherings import TOMORROW, gatherings
from tests.access.in_states import in_states
from tests.access.kinds import KINDS, Kwargs
from tests.access.people import admitted, seen_by_all
from tests.conftest import Cast, _everybody
from tests.consent import details as decisions
from tests.duties import commencing
from tests.factories import NOW, on_register
from tests.referrals import asked_for, given
from tests.reviews import given as reviews_given


@dataclass
class World:
    """The cast, a browser for each, and the names of what there is, by kind."""

    cast: Cast
    clients: dict[str, Client]
    things: dict[str, Any] = field(default_factory=dict)

    def kwargs(self, kind: str) -> Kwargs:
        """Return what stands in an address that is about a thing of `kind`."""
        return KINDS[kind](self.things) if kind else {}


def build() -> World:
    """Make everything; the caller holds the transaction and stops the clock at `NOW`."""
    cast = _everybody()
    things: dict[str, Any] = {}
    for make in (_people, _consents, _accounts, _actions, _referrals, gatherings, in_states):
        things |= make(cast)
    things |= _reviews(cast, things["stay"])
    things |= _part_8a(cast)
    return World(cast, {name: browser(user) for name, user in cast.members().items()}, things)


def browser(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
        session = client.session
        session["second_factor"] = True
        session.save()
    return client


def _people(cast: Cast) -> dict[str, Any]:
    person = seen_by_all(cast, level=Level.RED)
    inpatient = seen_by_all(cast, level=Level.AMBER)
    stay = admitted(cast, inpatient)
    partner = register.name_partner(
        person=person, name="Pat", part="Sister", by=cast.team, at=NOW
    )  # fmt: skip
    twice = register.name_partner(
        person=person, name="Pat", part="Brother", by=cast.team, at=NOW
    )  # fmt: skip
    struck = register.strike_out(
        person=person, kind="partner", fact_id=twice.pk, cause=Cause.MISTAKE, reason="A slip",
        by=cast.team, at=NOW,
    )  # fmt: skip
    rating = Standing.objects.get(person=person).rating_id
    wrong = seen_by_all(cast)
    ward = admitted(cast, wrong)
    change = register.record_status(
        stay=ward, changed_on=date(2026, 11, 9), legal_status=LegalStatus.SECTION_3, by=cast.team,
        at=NOW,
    )  # fmt: skip
    leave = register.start_leave(
        stay=ward, started_on=date(2026, 11, 12), note="", by=cast.team, at=NOW
    )
    move = register.transfer(
        stay=ward, by=cast.team, at=NOW,
        details=register.TransferDetails(
            moved_on=date(2026, 11, 13), hospital=cast.commissioning, ward="Elm",
            security=Security.LOW, unit_inadequate=False,
        ),
    )  # fmt: skip
    concern = register.record_concern(
        stay=ward, kind=ConcernKind.RESTRAINT, seen_on=date(2026, 11, 14), note="Held",
        by=cast.team, at=NOW,
    )  # fmt: skip
    return {
        "move": move.pk,
        "concern": concern.pk,
        "person": person.pk,
        "inpatient": inpatient.pk,
        "stay": stay.pk,
        "saved_view": accounts.save_view(
            page="oversight:blue", name="Children", query="age=child", by=cast.commissioner, at=NOW
        ).pk,
        "partner": partner.pk,
        "struck_out": struck.pk,
        "rating": rating,
        "wrongly_admitted": wrong.pk,
        "wrong_stay": ward.pk,
        "change": change.pk,
        "leave": leave.pk,
        "icb": cast.commissioning.pk,
    }


def _consents(cast: Cast) -> dict[str, Any]:
    person = seen_by_all(cast)
    decision = consent.record(person=person, details=decisions.decision(), by=cast.lead, at=NOW)
    waiting, gone = (_withdrawn(cast) for _ in range(2))
    certificate = consent.approve_erasure(withdrawal=gone, by=cast.second_team, at=NOW)
    advice = consent.ask_advice(
        area=cast.area, question="Someone of 19 says no. What now?", by=cast.lead, at=NOW
    )
    return {
        "advice": advice.pk,
        "decision": decision.pk,
        "decision about": person.pk,
        "withdrawal": waiting.pk,
        "certificate": certificate.pk,
        **_around_erasure(cast),
    }


def _around_erasure(cast: Cast) -> dict[str, Any]:
    asked = consent.ask_for_removal(
        name="Nell Nobody", birth_date=date(1999, 9, 9), nhs_number="",
        requester=consent_rules.Requester.PERSON, authority="", contact="01632 960 001",
        words="", at=NOW,
    )  # fmt: skip
    hold = consent.set_hold(
        person=seen_by_all(cast), reason=consent_rules.HoldReason.INQUEST, words="The coroner",
        review_on=date(2027, 2, 1), by=cast.team, at=NOW,
    )  # fmt: skip
    ended = NOW - timedelta(days=40)
    over = seen_by_all(cast, at=ended)
    register.close(person=over, reason=ClosureReason.NOT_ELIGIBLE, by=cast.team, at=ended)
    consent.list_due(at=NOW)
    disposal = Disposal.objects.get(person=over)
    left, died = (
        register.close(person=seen_by_all(cast), reason=reason, by=cast.team, at=NOW)
        for reason in (ClosureReason.NOT_ELIGIBLE, ClosureReason.DIED)
    )
    return {
        "removal_request": asked.pk,
        "hold": hold.pk,
        "disposal": disposal.pk,
        "person_who_left": left.person_id,
        "person_who_died": died.person_id,
    }


def _withdrawn(cast: Cast) -> Any:
    return consent.withdraw(
        person=seen_by_all(cast),
        channel=consent_rules.Channel.PHONE,
        requester=consent_rules.Requester.PERSON,
        identity_checked=True,
        by=cast.team,
        at=NOW,
    )


def asked(cast: Cast, email: str) -> AccountRequest:
    request = accounts.request_account(
        full_name="Asa Asker",
        email=email,
        job_title="Nurse",
        organisation=cast.commissioning,
        areas=[cast.area],
        role=Role.LEAD,
        reason="New in post",
        at=NOW,
    )
    assert request is not None
    return request


def _part_8a(cast: Cast) -> dict[str, Any]:
    """Someone detained when Part 8A began, a decision about another, a proposal that waits."""
    stay, other = (commencing.detained(cast, seen_by_all(cast)) for _ in range(2))
    commencing.commence(cast)
    decision = duties.decide_transition(
        stay=other, applies_from=commencing.BEGINS, reason="Advice of 3 November", by=cast.team,
        at=NOW,
    )  # fmt: skip
    proposal = commencing.propose(cast, None)
    return {
        "detained_stay": stay.pk,
        "transition_decision": decision.pk,
        "proposal": proposal.pk,
    }


def _accounts(cast: Cast) -> dict[str, Any]:
    unverified = asked(cast, "unverified@example.nhs.uk")
    waiting = accounts.verify(request=asked(cast, "waiting@example.nhs.uk"), at=NOW)
    colleague: User = factories.UserFactory.create(full_name="Cole Colleague")
    held = factories.give(colleague, Role.LEAD, area=cast.area).roles_held[0]
    new = accounts.ask_for_email(
        user=colleague, email="cole.new@example.nhs.uk", by=colleague, at=NOW
    )  # fmt: skip
    return {
        "token": links.verification_url(unverified).rstrip("/").rsplit("/", 1)[1],
        "email_change": new.pk,
        "email_token": links.confirm_email_url(new).rstrip("/").rsplit("/", 1)[1],
        "password_token": links.set_password_url(colleague).rstrip("/").rsplit("/", 1)[1],
        "request": waiting.pk,
        "user": colleague.pk,
        "left": cast.leaver.pk,
        "locked": _locked(cast),
        "role": held.pk,
        "organisation": cast.commissioning.pk,
        "area": cast.area.pk,
    }


def _locked(cast: Cast) -> Any:
    user = factories.UserFactory.create(full_name="Lorna Locked")
    factories.give(user, Role.LEAD, area=cast.area)
    accounts.lock(user=user, why=LockReason.DEVICE, by=cast.administrator, at=NOW)
    return user.pk


def _agreed(cast: Cast, person: Person) -> Action:
    return actions.agree(
        person=person, description="Find a placement", owner=cast.lead,
        due_on=TOMORROW.date(), by=cast.team, at=NOW,
    )  # fmt: skip


def _actions(cast: Cast) -> dict[str, Any]:
    person = seen_by_all(cast, level=Level.RED)
    todo, done, cancelled = (_agreed(cast, person) for _ in range(3))
    actions.cancel(action=cancelled, reason="A slip", by=cast.team, at=NOW)
    actions.mark_done(action=done, evidence="Found one", by=cast.lead, at=NOW)
    duty = Duty.objects.open().filter(person=person).first()
    assert duty is not None
    slip = Duty.objects.open().filter(person=person).exclude(pk=duty.pk).first()
    assert slip is not None
    duties.waive(duty=slip, reason="A slip", by=cast.team, at=NOW)
    outside = actions.agree(
        person=person, description="Find a school", due_on=TOMORROW.date(), by=cast.team, at=NOW,
        contact=Contact("Nora Noaccount", "nora@school.example", cast.commissioning),
    )  # fmt: skip
    # Later on, so that nobody reaches what they would not reach today.
    cover = actions.arrange_cover(
        user=cast.lead, covered_by=cast.other_lead, starts_on=(NOW + timedelta(days=20)).date(),
        ends_on=(NOW + timedelta(days=25)).date(), by=cast.lead, at=NOW,
    )  # fmt: skip
    token = answer_url(outside).rstrip("/").rsplit("/", 1)[1]
    return {
        "action": todo.pk,
        "done_action": done.pk,
        "cancelled_action": cancelled.pk,
        "duty": duty.pk,
        "duty_decision": slip.decisions.get().pk,
        "cover": cover.pk,
        "owner": cast.lead.pk,
        "outside_action": outside.pk,
        "answer_token": token,
    }


def _referrals(cast: Cast) -> dict[str, Any]:
    asked = given.sent(cast)
    referrals.ask(referral=asked, words="Which ward?", by=cast.team, at=NOW)
    sent, answered = given.sent(cast), given.sent(cast)
    declined, taken_back, withdrawn = given.sent(cast), given.sent(cast), given.sent(cast)
    for one in (declined, taken_back):
        referrals.decline(referral=one, advice="Ask the GP", by=cast.team, at=NOW)
    referrals.reopen(referral=taken_back, why="Slip", by=cast.team, at=NOW)
    referrals.withdraw(referral=withdrawn, reason="Sent twice", by=cast.lead, at=NOW)
    referrals.ask(referral=answered, words="Which ward?", by=cast.team, at=NOW)
    referrals.answer(referral=answered, words="Oak", by=cast.lead, at=NOW)
    return {
        "draft": given.complete(cast).pk,
        "sent": sent.pk,
        "asked": asked.pk,
        "question": asked.steps.get(kind="asked").pk,
        "answered": answered.pk,
        "declined": declined.pk,
        "taken_back": taken_back.pk,
        "withdrawn": withdrawn.pk,
        "answer": answered.steps.get(kind="answered").pk,
        "update": given.updated(seen_by_all(cast), by=cast.lead).pk,
        **_around_referrals(cast),
    }


def _moves(cast: Cast) -> dict[str, Any]:
    """Someone who is handed over to the cast's area, and someone who leaves it."""
    came = on_register(cast.other_area, by=cast.other_area_team)
    goes = on_register(cast.area, by=cast.team)
    here = register.propose_move(
        person=came, to_area=cast.area, moves_on=NOW.date(), reason="Moves here",
        by=cast.other_area_team, at=NOW,
    )  # fmt: skip
    away = register.propose_move(
        person=goes, to_area=cast.other_area, moves_on=NOW.date(), reason="Moves away",
        by=cast.team, at=NOW,
    )  # fmt: skip
    return {"move here": here.pk, "move away": away.pk}


def _around_referrals(cast: Cast) -> dict[str, Any]:
    """One of each thing of the team's side: a redirect to the cast's area, requests, training."""
    person = seen_by_all(cast)
    passed_on = given.sent(cast, by=cast.lead, area=cast.other_area)
    redirect = referrals.redirect(
        referral=passed_on, to_area=cast.area, reason="Lives there", by=cast.other_area_team,
        at=NOW,
    )  # fmt: skip
    naming = referrals.ask_to_be_named(
        nhs_number=person.nhs_number or "", birth_date=person.birth_date, part="Nurse",
        reason="I visit", by=cast.other_lead, at=NOW,
    )  # fmt: skip
    assert naming is not None
    inclusion = referrals.find_lead(
        request=asked_for.inclusion(area=cast.area), lead=cast.lead, area=cast.area, by=cast.team,
        at=NOW,
    )  # fmt: skip
    session = asked_for.session(cast)
    return _moves(cast) | {
        "redirect": redirect.pk,
        "naming": naming.pk,
        "inclusion": inclusion.pk,
        "training": session.pk,
        "training place": asked_for.place(session=None).pk,
    }


def _reviews(cast: Cast, stay: Any) -> dict[str, Any]:
    held = ReviewDetails(
        held_on=NOW.date(),
        chair="Casey Chair",
        emergency=True,
        chair_is_delegate=True,
        consent=ConsentShown.CONSENT,
        safe="Yes",
    )
    review = reviews.record_review(
        person=seen_by_all(cast, level=Level.RED), details=held, by=cast.team, at=NOW
    )
    visit = reviews.record_visit(
        stay=InpatientStay.objects.get(pk=stay), on=NOW.date(),
        details=VisitDetails(saw_person=True, account="Settled"), by=cast.commissioner, at=NOW,
    )  # fmt: skip
    things = {"review": review.pk, "reviewed": review.person_id, "visit": visit.pk}
    return things | _reviews_in_progress(cast, review.person)


def _reviews_in_progress(cast: Cast, person: Person) -> dict[str, Any]:
    """Return a request, a copy of a report, an unowned recommendation, a keyworker decision."""
    request = reviews_given.arranged(cast, seen_by_all(cast))
    held = reviews_given.held(cast, seen_by_all(cast), unowned=("Find a flat",))
    reviews.send_report(
        review=held, recipients=[Recipient.COMMISSIONER], sent_on=NOW.date(), by=cast.team, at=NOW
    )
    known = reviews.decide_keyworker(
        person=person, outcome=KeyworkerOutcome.ALREADY_KNOWN, by=cast.team, at=NOW
    )
    news = reviews.follow_up_keyworker(
        referral=known, by=cast.team, at=NOW,
        news=KeyworkerNews(state=KeyworkerState.WAITING, happened_on=NOW.date()),
    )  # fmt: skip
    return {
        "keyworker_news": news.pk,
        "review_request": request.pk,
        "report_copy": held.copies.get().pk,
        "recommendation": held.recommendations.get().pk,
        "keyworker": known.pk,
    }
