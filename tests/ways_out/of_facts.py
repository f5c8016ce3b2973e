"""Facts that can only stand or be struck out: each is put right from the page of its person."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.urls import reverse

from register import workflow
from register.models import Rating, StatusChange, StayConcern, Transfer
from register.rules import ConcernKind, LegalStatus, Level, Security
from reviews import workflow as reviews
from reviews.details import KeyworkerNews, VisitDetails
from reviews.models import KeyworkerFollowUp, KeyworkerReferral, OversightVisit
from reviews.rules import KeyworkerOutcome, KeyworkerState
from tests import factories
from tests.access.people import seen_by_all
from tests.conftest import Cast
from tests.factories import NOW
from tests.reviews import given
from tests.ways_out.model import Machine, State, Way
from tests.ways_out.of_register import IN_HISTORY, SOON, in_hospital, record, strike_out, struck

TODAY = NOW.date()


def _person(one: Any) -> Any:
    """Return whose fact it is: their own, of a stay, or of a time on the register."""
    for name in ("person", "stay", "entry"):
        if hasattr(one, name):
            found = getattr(one, name)
            return found if name == "person" else found.person
    raise AssertionError(one)


def _page(one: Any) -> str:
    return reverse("register:person", args=[_person(one).pk])


def _fact(
    thing: str, model: Any, made: Callable[[Cast], Any], *, kind: str, anew: str,
    correct: str = "",
) -> Machine:  # fmt: skip
    """Return a fact that stands until it is struck out, and what then takes its place."""
    right = (Way(correct, "put it right", about=lambda one: one),) if correct else ()
    return Machine(
        thing, model, ("struck_out",), _page,
        (
            State("stands", "in force", made, (*right, strike_out())),
            State("struck_out", "struck out", struck(made, kind, _person), (
                Way(anew, "record the right one", about=_person),
            ), end=IN_HISTORY),
        ),
        read=lambda one: "struck_out" if one.struck_out_id else "stands",
    )  # fmt: skip


def _rating(cast: Cast) -> Rating:
    """Return the second rating: the only one is put right, never struck out."""
    person = seen_by_all(cast)
    return workflow.rate(person=person, level=Level.RED, reason="So", by=cast.team, at=SOON)


def _status(cast: Cast) -> StatusChange:
    return workflow.record_status(
        stay=in_hospital(cast), changed_on=date(2026, 11, 9),
        legal_status=LegalStatus.SECTION_3, by=cast.team, at=NOW,
    )  # fmt: skip


def _transfer(cast: Cast) -> Transfer:
    details = workflow.TransferDetails(
        moved_on=date(2026, 11, 9), hospital=factories.OrganisationFactory.create(kind="hospital"),
        security=Security.LOW, unit_inadequate=False,
    )  # fmt: skip
    return workflow.transfer(stay=in_hospital(cast), details=details, by=cast.team, at=NOW)


def _concern(cast: Cast) -> StayConcern:
    return workflow.record_concern(
        stay=in_hospital(cast), kind=ConcernKind.SECLUSION, seen_on=TODAY, note="Alone",
        by=cast.team, at=NOW,
    )  # fmt: skip


def _visit(cast: Cast) -> OversightVisit:
    return reviews.record_visit(
        stay=in_hospital(cast), on=TODAY, details=VisitDetails(saw_person=True, account="Settled"),
        by=cast.commissioner, at=NOW,
    )  # fmt: skip


def decided(outcome: KeyworkerOutcome) -> Callable[[Cast], KeyworkerReferral]:
    """Return how a decision about a keyworker is reached."""

    def make(cast: Cast) -> KeyworkerReferral:
        person = seen_by_all(cast, birth_date=date(2006, 5, 17))
        given.consents(cast, person, keyworker=True)
        return reviews.decide_keyworker(
            person=person, outcome=outcome, reason="So", by=cast.team, at=NOW
        )

    return make


def _news(state: KeyworkerState) -> Callable[[Cast], KeyworkerFollowUp]:
    return lambda cast: reviews.follow_up_keyworker(
        referral=decided(KeyworkerOutcome.REFERRED)(cast),
        news=KeyworkerNews(state=state, happened_on=TODAY, reason="So", service="Keys"),
        by=cast.team, at=NOW,
    )  # fmt: skip


_anew = Way("reviews:decide_keyworker", "decide again: the last decision counts")
_answer = Way("reviews:follow_up_keyworker", "record what the service answered")
KEYWORKER = Machine(
    "A decision about a keyworker", KeyworkerReferral, ("outcome", "struck_out"), record,
    (
        *(
            State(str(one), one.label.lower(), decided(one), (
                *(() if one == KeyworkerOutcome.DECLINED else (_answer,)),
                _anew, strike_out("strike it out, or move it to the right person"),
            ))
            for one in KeyworkerOutcome
        ),
        State("struck_out", "struck out", struck(decided(KeyworkerOutcome.REFERRED), "keyworker"),
              (_anew,), end=IN_HISTORY),
    ),
    read=lambda one: "struck_out" if one.struck_out_id else str(one.outcome),
)  # fmt: skip
NEWS = Machine(
    "What the keyworker service answered", KeyworkerFollowUp, ("state", "struck_out"), record,
    (
        *(
            State(str(one), one.label, _news(one), (
                Way("reviews:follow_up_keyworker", "record its next answer"), _anew, strike_out(),
            ))
            for one in KeyworkerState
        ),
        State("struck_out", "struck out",
              struck(_news(KeyworkerState.WAITING), "keyworker-news"), (_answer,), end=IN_HISTORY),
    ),
    read=lambda one: "struck_out" if one.struck_out_id else str(one.state),
)  # fmt: skip

_visit_again = Way(
    "reviews:record_visit", "record it again", "commissioner",
    at=lambda one: reverse("oversight:stay", args=[one.stay_id]),
)  # fmt: skip
VISIT = Machine(
    "An oversight visit", OversightVisit, ("struck_out",), record,
    (
        State("stands", "in force", _visit, (
            strike_out("strike it out, or move it to the right person"), _visit_again,
        )),
        State("struck_out", "struck out", struck(_visit, "visit"), (_visit_again,), end=IN_HISTORY),
    ),
    read=lambda one: "struck_out" if one.struck_out_id else "stands",
)  # fmt: skip

MACHINES = (
    _fact("A rating", Rating, _rating, kind="rating", anew="register:rate",
          correct="register:correct_rating"),
    _fact("A legal status", StatusChange, _status, kind="status", anew="register:record_status",
          correct="register:correct_status"),
    _fact("A move", Transfer, _transfer, kind="transfer", anew="register:transfer"),
    _fact("A concern", StayConcern, _concern, kind="concern", anew="register:record_concern"),
    VISIT,
    KEYWORKER,
    NEWS,
)  # fmt: skip
