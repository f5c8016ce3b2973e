"""What the public pages and colleagues ask of the team: inclusion, removal, naming, training,
advice.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from consent import workflow as consent
from consent.models import AdviceQuestion, RemovalRequest
from consent.rules import Requester
from referrals import workflow
from referrals.codes import InclusionState
from referrals.models import InclusionRequest, NamingRequest, TrainingPlace, TrainingSession
from register.models import Involvement
from tests.access.people import seen_by_all
from tests.conftest import Cast
from tests.factories import NOW
from tests.referrals import asked_for, given
from tests.ways_out.model import Machine, State, Way

LONG_AFTER = NOW + timedelta(days=400)
PUBLIC = "signed_out"


def _to(name: str) -> Callable[[Any], str]:
    return lambda one: reverse(name)


def _naming(cast: Cast) -> NamingRequest:
    person = seen_by_all(cast)
    made = workflow.ask_to_be_named(
        nhs_number=person.nhs_number or "", birth_date=person.birth_date, part="Nurse",
        reason="I visit", by=cast.other_lead, at=NOW,
    )  # fmt: skip
    assert made is not None
    return made


def _named(cast: Cast) -> NamingRequest:
    return workflow.name(request=_naming(cast), by=cast.team, at=NOW)


def _not_named(cast: Cast) -> NamingRequest:
    return workflow.decline_to_name(request=_naming(cast), words="No", by=cast.team, at=NOW)


NAMING = Machine(
    "A request to be named on someone's record", NamingRequest, ("state", "decided_at"),
    _to("referrals:naming_requests"),
    (
        State("waiting", "waiting", _naming, (
            Way("referrals:naming", "name them, or decline", press={"outcome": "named"}),
        )),
        State("named", "named", _named, (
            Way("register:end_involvement", "end it on the record", "team, lead",
                at=lambda one: reverse("register:person", args=[one.person_id]),
                about=lambda one: Involvement.objects.get(user=one.asked_by_id)),
        ), end="They are named: anything wrong is put right on the record."),
        State("declined", "declined", _not_named, (
            Way("referrals:ask_to_be_named", "ask again", "other_lead", at=_to("referrals:list")),
            Way("register:name_partner", "name them anyway",
                at=lambda one: reverse("register:person", args=[one.person_id])),
        ), end="The person who asked was told."),
    ),
)  # fmt: skip


def _inclusion(cast: Cast) -> InclusionRequest:
    return asked_for.inclusion(area=cast.area)


def _lead_found(cast: Cast) -> InclusionRequest:
    return workflow.find_lead(
        request=_inclusion(cast), lead=cast.lead, area=cast.area, by=cast.team, at=NOW
    )


def _ended(outcome: InclusionState) -> Callable[[Cast], InclusionRequest]:
    return lambda cast: workflow.close_inclusion(
        request=_inclusion(cast), outcome=outcome, told=True, by=cast.team, at=NOW
    )


def _referred(cast: Cast) -> InclusionRequest:
    request, draft = _lead_found(cast), given.complete(cast)
    workflow.start_from(request=request, referral=draft, by=cast.lead, at=NOW)
    workflow.submit(referral=draft, declared=True, by=cast.lead, at=NOW)
    return workflow.close_inclusion(
        request=request, outcome=InclusionState.REFERRED, told=True, by=cast.team, at=NOW
    )


def _expired(cast: Cast) -> InclusionRequest:
    request = _inclusion(cast)
    workflow.expire_inclusions(on=LONG_AFTER.date(), at=LONG_AFTER)
    return request


_close = Way(
    "referrals:close_inclusion", "advise or decline, and close it",
    press={"outcome": "advised", "told": "on"},
)  # fmt: skip
_ask_again = (
    Way("pages:ask_to_be_included", "ask again", PUBLIC, at=_to("pages:start")),
)  # fmt: skip
_WIPED = "What was written was deleted. "
INCLUSION = Machine(
    "A request to be included", InclusionRequest, ("state", "handled_at", "reminded_on"),
    lambda one: reverse("referrals:inclusion", args=[one.pk]),
    (
        State("waiting", "waiting for the team", _inclusion, (
            Way("referrals:find_lead", "ask a professional to lead"), _close,
        ), by_itself="its time is up, after reminders"),
        State("lead_found", "with a professional", _lead_found, (
            Way("referrals:start", "start a referral", "lead"),
            Way("referrals:find_lead", "ask another professional"), _close,
        ), by_itself="its time is up, after reminders"),
        State("referred", "closed: a referral was sent", _referred, (
            Way("referrals:decline", "decide the referral",
                at=lambda one: one.referral.get_absolute_url(), about=lambda one: one.referral),
        ), end=_WIPED + "It continues as a referral."),
        State("advised", "closed: advice was given", _ended(InclusionState.ADVISED), _ask_again,
              end=_WIPED + "The team has told the person how to ask again."),
        State("declined", "closed: the register is not the right help",
              _ended(InclusionState.DECLINED), _ask_again,
              end=_WIPED + "The team has told the person how to ask again."),
        State("expired", "removed because no one handled it", _expired, _ask_again,
              end=_WIPED + "We can no longer reach the person who asked."),
    ),
)  # fmt: skip


def _removal(cast: Cast) -> RemovalRequest:
    return consent.ask_for_removal(
        name="Nell Nobody", birth_date=date(1999, 9, 9), nhs_number="",
        requester=Requester.PERSON, authority="", contact="01632 960 001", words="", at=NOW,
    )  # fmt: skip


def _matched(cast: Cast) -> RemovalRequest:
    request = _removal(cast)
    consent.match_request(
        request=request, person=seen_by_all(cast), identity_checked=True, by=cast.team, at=NOW
    )
    return request


def _nothing(cast: Cast) -> RemovalRequest:
    return consent.nothing_to_remove(request=_removal(cast), by=cast.team, at=NOW)


REMOVAL = Machine(
    "A request for removal", RemovalRequest, ("state", "handled_at"),
    lambda one: reverse("consent:removal_request", args=[one.pk]),
    (
        State("waiting", "waiting for the team", _removal, (
            Way("consent:removal_request", "find the person, or record that there is no one",
                press={"outcome": "nobody"}),
        )),
        State("matched", "closed: a withdrawal was recorded", _matched, (
            Way("consent:withdrawal", "restore what was recorded in error",
                "second_team, auditor", at=_to("consent:withdrawals"),
                about=lambda one: _withdrawal()),
        ), end=_WIPED + "It continues as a withdrawal, which a second person restores."),
        State("nothing_to_do", "closed: it is about no one on the register", _nothing, (
            Way("pages:ask_for_removal", "ask again", PUBLIC, at=_to("pages:start")),
        ), end=_WIPED + "The person can ask again; the team can record a withdrawal."),
    ),
)  # fmt: skip


def _withdrawal() -> Any:
    from consent.models import Withdrawal

    return Withdrawal.objects.get()


def _place(cast: Cast) -> TrainingPlace:
    return asked_for.place(session=None)


def _given(cast: Cast) -> TrainingPlace:
    return asked_for.place(session=asked_for.session(cast))


def _queued(cast: Cast) -> TrainingPlace:
    session = asked_for.session(cast)
    asked_for.place(session=session)
    return asked_for.place(session=session, email="second@example.nhs.uk")


def _not_coming(cast: Cast) -> TrainingPlace:
    place = _given(cast)
    return workflow.cancel_place(place=place, by=cast.team, at=NOW)


def _session_page(one: Any) -> str:
    return reverse("referrals:training_session", args=[getattr(one, "session_id", one.pk)])


_cancel = Way("referrals:cancel_place", "cancel it", press={})
PLACE = Machine(
    "A place in a training session", TrainingPlace, ("state", "decided_at"), _session_page,
    (
        State("asked", "asked for, without a date", _place, (
            Way("referrals:give_place", "offer a session", at=_to("referrals:training")),
            Way("referrals:cancel_place", "cancel it", press={}, at=_to("referrals:training")),
        )),
        State("given", "given", _given, (_cancel,), by_itself="the session is over"),
        State("waiting", "on the waiting list", _queued, (_cancel,),
              by_itself="a place becomes free"),
        State("cancelled", "cancelled", _not_coming, (
            Way("referrals:give_place", "offer a session again", at=_to("referrals:training"),
                press=lambda one: {"session": str(one.session_id)}),
        ), end="They were told."),
    ),
)  # fmt: skip


def _called_off(cast: Cast) -> TrainingSession:
    return workflow.cancel_training(session=asked_for.session(cast), by=cast.team, at=NOW)


SESSION = Machine(
    "A training session", TrainingSession, ("cancelled_at",), _session_page,
    (
        State("planned", "planned", asked_for.session, (
            Way("referrals:cancel_training", "cancel it", press={}),
        ), by_itself="it takes place"),
        State("cancelled", "cancelled", _called_off, (
            Way("referrals:plan_training", "plan it again", at=_to("referrals:training")),
        ), end="Everyone was told, and is listed as asking for a date again."),
    ),
    read=lambda one: "cancelled" if one.cancelled_at else "planned",
)  # fmt: skip


def _question(cast: Cast) -> AdviceQuestion:
    return consent.ask_advice(area=cast.area, question="What now?", by=cast.lead, at=NOW)


def _advised(cast: Cast) -> AdviceQuestion:
    return consent.answer_advice(advice=_question(cast), answer="Ask", by=cast.team, at=NOW)


def _cleared(cast: Cast) -> AdviceQuestion:
    one = _advised(cast)
    consent.clear_advice(at=LONG_AFTER)
    return one


_another = (Way("consent:ask_advice", "ask another", "lead", at=_to("consent:advice_list")),)
ADVICE = Machine(
    "A question to the team that names no one", AdviceQuestion, ("answered_at", "cleared_at"),
    lambda one: reverse("consent:advice", args=[one.pk]),
    (
        State("waiting", "waiting", _question, (
            Way("consent:answer_advice", "answer it", press={"answer": "Ask"}),
        )),
        State("answered", "answered", _advised, _another,
              end="The person who asked has the answer."),
        State("cleared", "answered, its words removed", _cleared, _another,
              end="Its words were no longer needed."),
    ),
    read=lambda one: "cleared" if one.cleared_at else "answered" if one.answered_at else "waiting",
)  # fmt: skip

MACHINES = (NAMING, INCLUSION, REMOVAL, PLACE, SESSION, ADVICE)
