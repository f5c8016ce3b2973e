"""Referrals, from a draft to triage, between areas, and updates about people on the register."""

from datetime import timedelta
from typing import Any

from django.urls import reverse

from referrals import workflow
from referrals.models import Redirect, Referral, Update, UpdateDraft
from referrals.rules import TRANSITIONS, StepKind
from register import workflow as register
from register.models import IdentityFinding, Person, Rating
from register.rules import Level
from register.rules.identity import Verdict
from tests.access.people import seen_by_all
from tests.conftest import Cast
from tests.factories import NOW
from tests.referrals import given
from tests.ways_out.model import Machine, State, Way
from tests.ways_out.of_register import SOON

_VERBS = {
    StepKind.ACKNOWLEDGED: "acknowledge", StepKind.ASKED: "ask", StepKind.ANSWERED: "answer",
    StepKind.ACCEPTED: "accept", StepKind.DECLINED: "decline", StepKind.WITHDRAWN: "withdraw",
    StepKind.REDIRECTED: "redirect", StepKind.REOPENED: "reopen",
}  # fmt: skip
"""Steps with a page of their own on which anyone may take them in these states; the others
depend on a redirect, on another record of the same person, or on a decision taken back."""


def _asked(cast: Cast) -> Referral:
    return workflow.ask(referral=given.sent(cast), words="Which ward?", by=cast.team, at=NOW)


def _accepted(cast: Cast) -> Referral:
    return workflow.accept(
        referral=given.sent(cast), level=Level.RED, reason="As they say", by=cast.team, at=NOW
    )


def _declined(cast: Cast) -> Referral:
    return workflow.decline(referral=given.sent(cast), advice="Ask the GP", by=cast.team, at=NOW)


def _withdrawn(cast: Cast) -> Referral:
    return workflow.withdraw(referral=given.sent(cast), reason="Slip", by=cast.lead, at=NOW)


def _record(one: Any) -> str:
    return reverse("register:person", args=[one.person_id])


_decline = Way("referrals:decline", "decline it with advice", press={"advice": "Ask the GP"})
_accept = Way("referrals:accept", "accept it: the person comes onto the register")
_redirect = Way("referrals:redirect", "ask another area to take it")
_withdraw = Way("referrals:withdraw", "withdraw it", "lead", {"reason": "Slip"})
_reopen = Way(
    "referrals:reopen", "put it back to triage with its first date",
    press={"why": "Slip", "checked": "yes"},
)  # fmt: skip


def _right_words(kind: str, page: str = "correct_step", who: str = "team") -> Way:
    return Way(
        f"referrals:{page}", "put what was written right", who, {"words": "Oak", "why": "Slip"},
        about=lambda one: one.steps.get(kind=kind), stays=True,
    )  # fmt: skip


def _taken_back(cast: Cast) -> Referral:
    return workflow.reopen(referral=_accepted(cast), why="Slip", by=cast.team, at=SOON)


def _standing(one: Any) -> str:
    """Return the state, and apart from it one that a decision was taken back from."""
    steps = one.steps.values_list("kind", flat=True)
    return "taken_back" if one.state == "submitted" and "reopened" in steps else str(one.state)


REFERRAL = Machine(
    "A referral", Referral, ("state", "submitted_at", "decided_at", "paused_at", "acknowledged_at"),
    lambda one: one.get_absolute_url(),
    (
        State("draft", "a draft", given.complete, (
            Way("referrals:check", "check and send it", "lead", {"declared": "on"}),
            Way("referrals:discard", "discard it", "lead", {}),
        ), by_itself="it is deleted if no one updates it, after an email to its writer"),
        State("submitted", "received", given.sent, (
            Way("referrals:acknowledge", "acknowledge it", press={}, stays=True),
            Way("referrals:ask", "ask for more information", press={"words": "Which ward?"}),
            _accept, _decline, _redirect, _withdraw,
        )),
        State("taken_back", "put back to triage", _taken_back, (
            Way("referrals:restore", "restore the decision", press={"why": "Slip"}),
            _accept, _decline, _right_words("reopened"),
        ), at=SOON),
        State("information_asked", "more information asked for", _asked, (
            Way("referrals:answer", "answer the team", "lead", {"words": "Oak ward"}),
            _accept, _decline, _redirect, _withdraw, _right_words("asked"),
        )),
        State("accepted", "accepted", _accepted, (
            Way("register:correct_rating", "put right the rating that it brought", at=_record,
                about=lambda one: Rating.objects.get(entry__person=one.person_id)),
            Way("register:close", "close the record", at=_record),
            _reopen,
        ), end="The person is on the register."),
        State("declined", "declined", _declined, (_reopen, _right_words("declined")),
              end="Advice was given."),
        State("withdrawn", "withdrawn", _withdrawn, (
            _reopen,
            Way("referrals:take_back_withdrawal", "take the withdrawal back", "lead",
                {"why": "Slip"}),
            _right_words("withdrawn", "correct_own_step", "lead"),
        ), end="Its writer withdrew it."),
    ),
    rules={f"referrals:{_VERBS[kind]}": frozenset(str(one) for one in before)
           for kind, (before, _) in TRANSITIONS.items() if kind in _VERBS},
    read=_standing,
)  # fmt: skip


def _passed_on(cast: Cast) -> Redirect:
    referral = given.sent(cast, by=cast.lead, area=cast.other_area)
    return workflow.redirect(
        referral=referral, to_area=cast.area, reason="Lives there", by=cast.other_area_team, at=NOW
    )


def _taken(cast: Cast) -> Redirect:
    return workflow.take(redirect=_passed_on(cast), by=cast.team, at=NOW)


def _returned(cast: Cast) -> Redirect:
    return workflow.give_back(redirect=_passed_on(cast), words="Not ours", by=cast.team, at=NOW)


def _overtaken(cast: Cast) -> Redirect:
    redirect = _passed_on(cast)
    workflow.decline(
        referral=redirect.referral, advice="Ask the GP", by=cast.other_area_team, at=NOW
    )
    return redirect


REDIRECT = Machine(
    "A redirect to another area", Redirect, ("state", "decided_at"),
    lambda one: one.referral.get_absolute_url(),
    (
        State("open", "waiting for the other area", _passed_on, (
            Way("referrals:take", "take it", press={}),
            Way("referrals:give_back", "return it", press={"words": "Not ours"}),
            Way("referrals:decline", "decide it anyway", "other_area_team",
                {"advice": "Ask the GP"}),
        )),
        State("taken", "taken", _taken, (
            Way("referrals:redirect", "ask the first area to take it back"),
        ), end="The other area triages it."),
        State("returned", "returned", _returned, (
            Way("referrals:redirect", "ask again, or another area", "other_area_team"),
        ), end="The first area triages it."),
        State("overtaken", "overtaken by a decision", _overtaken, (
            Way("referrals:reopen", "put the referral back to triage", "other_area_team"),
        ), end="The referral was decided in the meantime."),
    ),
)  # fmt: skip


def _seen_alike(cast: Cast) -> Any:
    """Return a referral about someone who may be on the register already, and who that is."""
    known = seen_by_all(cast, family_name="Alike", given_name="Ann", birth_date=given.BIRTH)
    return known, given.sent(cast, family_name="Alike", given_name="Ann")


def _found(verdict: Verdict) -> Any:
    def make(cast: Cast) -> IdentityFinding:
        known, referral = _seen_alike(cast)
        return given.found(referral, known, verdict, cast=cast)

    return make


def _waits(cast: Cast) -> IdentityFinding:
    known, referral = _seen_alike(cast)
    return register.find(
        person=Person.objects.get(pk=referral.person_id), other=known, verdict=Verdict.SAME,
        reason="Seen", by=cast.team, at=NOW,
    )  # fmt: skip


def _ended(cast: Cast) -> IdentityFinding:
    return register.end_finding(
        finding=_found(Verdict.DIFFERENT)(cast), reason="Slip", by=cast.team,
        at=NOW + timedelta(minutes=1),
    )  # fmt: skip


def _referral(one: IdentityFinding) -> str:
    return str(one.referrals.get().get_absolute_url())


def _page_of(one: IdentityFinding) -> str:
    return reverse("register:person", args=[one.other_id])


def _state(one: IdentityFinding) -> str:
    """Return how the two records stand: the last that was found of them."""
    last = IdentityFinding.objects.between(one.person_id, one.other_id).latest("at", "id")
    return "ended" if last.ended_at else "waits" if last.waits else str(last.verdict)


def _records(one: IdentityFinding) -> str:
    return reverse("register:other_records", args=[one.other_id])


SAYS = {"verdict": "different", "reason": "Seen", "checked": "on"}
_take_back = Way("register:end_finding", "take it back", press={"reason": "Slip"})
IDENTITY = Machine(
    "Whether two records are one person", IdentityFinding,
    ("verdict", "confirmed_at", "ended_at"), _page_of,
    (
        State("waits", "said to be the same person, a colleague has yet to confirm it", _waits, (
            Way("register:confirm_finding", "confirm it", "second_team", {"checked": "on"}),
            _take_back,
        )),
        State("same", "the same person", _found(Verdict.SAME), (
            Way("register:end_finding", "take it back", press={"reason": "Slip"}, at=_referral),
        )),
        State("different", "different people", _found(Verdict.DIFFERENT), (
            Way("register:end_finding", "take it back", press={"reason": "Slip"}, at=_records),
        )),
        State("possible", "possibly the same person", _found(Verdict.POSSIBLE), (
            Way("register:compare", "say who they are", press=SAYS),
        )),
        State("ended", "taken back", _ended, (
            Way("register:compare", "say who they are", press=SAYS, at=_records),
        )),
    ),
    read=_state,
)  # fmt: skip


def _update(cast: Cast) -> Update:
    return given.updated(seen_by_all(cast), by=cast.lead)


def _kept(cast: Cast) -> Update:
    update = _update(cast)
    workflow.keep_rating(update=update, words="No change", by=cast.team, at=NOW)
    return update


UPDATE = Machine(
    "An update about someone on the register", Update, (),
    lambda one: reverse("referrals:update_sent", args=[one.pk]),
    (
        State("waiting", "sent, asking for a rating", _update, (
            Way("register:rate", "change the rating"),
            Way("referrals:keep_rating", "keep the rating", press={"words": "No change"}),
        )),
        State("answered", "answered", _kept, (
            Way("register:rate", "rate the person", at=_record),
        ), end="The rating is kept or changed; a wrong answer is put right by rating."),
    ),
    read=lambda one: "answered" if hasattr(one, "outcome") else "waiting",
)  # fmt: skip
DRAFT = Machine(
    "An update that is being written", UpdateDraft, ("warned_at",),
    lambda one: reverse("referrals:update", args=[one.person_id]),
    (
        State(
            "there", "a draft",
            lambda cast: given.update_draft(seen_by_all(cast), by=cast.lead),
            (
                Way("referrals:update", "send it", "lead", {"declared": "on"}),
                Way("referrals:discard_update", "discard it", "lead", {}),
            ),
            by_itself="it is deleted if no one updates it, after an email to its writer",
        ),
    ),
    read=lambda one: "there",
)  # fmt: skip

MACHINES = (REFERRAL, REDIRECT, IDENTITY, UPDATE, DRAFT)
