"""My work: what waits for the person who has just signed in, what is overdue first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from accounts.models import AccountRequest, Area, User
from accounts.rules import Permission, Role
from actions.models import Action
from alerts import red
from consent.models import Disposal, LegalHold, RemovalRequest, Withdrawal
from core import keyset
from duties.models import Duty
from meetings.models import DriftSample, Meeting, MovedMinutes, Outcome
from oversight import blue, without_owner
from referrals.models import InclusionRequest, NamingRequest, Redirect, Referral, Update
from referrals.rules import State
from register.models import AreaMove, Standing


@dataclass(frozen=True, slots=True)
class Card:
    """One count that leads to its list. `urgent` is loud; a count of nothing is not shown so."""

    count: object
    label: str
    url: str
    words: str = ""
    urgent: bool = False


def _card(rows: QuerySet[Any], label: str, url: str, *, urgent: bool = False) -> Card:
    """Return the card of a list; `label` is the plural, of which `ONE` knows the singular."""
    return _counted(keyset.count(rows), label, url, urgent=urgent)


def _counted(found: keyset.Count, label: str, url: str, *, urgent: bool = False) -> Card:
    """Return the card of a list that is counted already; `urgent` unless it is empty."""
    words = ONE.get(label, label) if found.rows == 1 else label
    return Card(str(found), words, url, urgent=urgent and found.rows > 0)


def _alerts(count: int) -> str:
    return "1 RED alert" if count == 1 else f"{count} RED alerts"


ONE = {
    "referrals waiting for triage": "referral waiting for triage",
    "actions overdue": "action overdue",
    "duties overdue": "duty overdue",
    "actions to confirm": "action to confirm",
    "answers from services to check": "answer from a service to check",
    "actions that I cover": "action that I cover",
    "meetings coming": "meeting coming",
    "people on the register": "person on the register",
    "account requests": "account request",
    "of my actions are overdue": "of my actions is overdue",
    "of my actions are open": "of my actions is open",
    "of my service's actions are overdue": "of my service's actions is overdue",
    "referrals wait for my answer": "referral waits for my answer",
    "referrals not sent yet": "referral not sent yet",
    "people I lead or am named on": "person I lead or am named on",
    "meetings I am invited to": "meeting I am invited to",
    "withdrawals to approve": "withdrawal to approve",
    "active accounts": "active account",
    "areas without a DSR team": "area without a DSR team",
    "referrals from other areas to answer": "referral from another area to answer",
    "hand-overs from other areas to accept": "hand-over from another area to accept",
    "updates that ask for a rating": "update that asks for a rating",
    "requests to be included": "request to be included",
    "requests to be named on a record": "request to be named on a record",
    "decisions to ratify": "decision to ratify",
    "sets of moved minutes to check": "set of moved minutes to check",
    "people whose oversight visit is overdue": "person whose oversight visit is overdue",
    "people in hospital whose C(E)TR is overdue": "person in hospital whose C(E)TR is overdue",
    "people in hospital": "person in hospital",
    "people in the GREEN sample to check": "person in the GREEN sample to check",
}


def cards(user: User, *, on: date) -> list[Card]:
    """Return the counts of everything that this user's roles let them work on."""
    roles = {Role(held.role) for held in user.roles_held}
    found: list[Card] = []
    for role, section in SECTIONS.items():
        if role in roles:
            found += [card for card in section(user, on) if card not in found]
    return found + _covering(user)


def _covering(user: User) -> list[Card]:
    """Return the card of what somebody does for a colleague who is away; none without any."""
    rows = Action.objects.permitted(user, Permission.ACTION_VIEW).covered_by(user).open()
    card = _card(rows, "actions that I cover", "/actions/?tab=covering")
    return [card] if card.count != "0" else []


def _team(user: User, on: date) -> list[Card]:
    alerts = red.for_user(user, Permission.ALERT_VIEW)
    waiting = sum(alert.waits for alert in alerts)
    referrals = Referral.objects.permitted(user, Permission.TRIAGE)
    actions = Action.objects.permitted(user, Permission.ACTION_VIEW).in_areas(user)
    duties = Duty.objects.permitted(user, Permission.DUTY_DECIDE)
    people = Standing.objects.permitted(user, Permission.PERSON_VIEW)
    return [
        Card(
            waiting,
            "RED alerts to acknowledge",
            "/alerts/red/",
            words=f"Of {_alerts(len(alerts))}: {red.said(alerts)}" if alerts else "",
            urgent=waiting > 0,
        ),
        _card(referrals.awaiting_triage(), "referrals waiting for triage", "/referrals/"),
        _card(actions.overdue(on), "actions overdue", "/actions/?tab=area&show=overdue",
              urgent=True),
        _card(duties.overdue(on), "duties overdue", "/actions/duties/?show=overdue", urgent=True),
        _card(actions.done(), "actions to confirm", "/actions/?tab=area&show=done"),
        _card(actions.answered(), "answers from services to check",
              "/actions/?tab=area&show=answered"),
        _card(Meeting.objects.permitted(user, Permission.MEETING_VIEW).coming(),
              "meetings coming", "/meetings/"),
        _card(people, "people on the register", "/people/"),
        _card(AccountRequest.objects.permitted(user, Permission.ACCOUNT_DECIDE).waiting(),
              "account requests", "/accounts/requests/"),
        *_withdrawals(user, on),
        *_besides(user),
    ]  # fmt: skip


def _besides(user: User) -> list[Card]:
    """Return what comes now and then, where some of it waits: a card of nothing says too little."""
    triage, meet = Permission.TRIAGE, Permission.MEETING_RUN
    asked = InclusionRequest.objects.permitted(user, triage).open()
    named = NamingRequest.objects.permitted(user, triage).to_decide(user)
    ratified = Outcome.objects.permitted(user, meet).to_ratify()
    found = [
        _card(Redirect.objects.permitted(user, triage).to_answer(user),
              "referrals from other areas to answer", "/referrals/redirects/", urgent=True),
        _card(AreaMove.objects.permitted(user, triage).to_accept(user),
              "hand-overs from other areas to accept", "/people/hand-overs/", urgent=True),
        _card(Update.objects.permitted(user, triage).waiting(),
              "updates that ask for a rating", "/referrals/updates/", urgent=True),
        _card(asked, "requests to be included", "/referrals/asked/"),
        _card(named, "requests to be named on a record", "/referrals/naming/"),
        _card(ratified, "decisions to ratify", "/meetings/to-ratify/"),
        _card(MovedMinutes.objects.permitted(user, meet).waiting(),
              "sets of moved minutes to check", "/meetings/to-check/"),
        _card(DriftSample.objects.permitted(user, meet).waiting().recent(),
              "people in the GREEN sample to check", "/meetings/sample/"),
    ]  # fmt: skip
    return _ownerless(user) + [card for card in found if str(card.count) != "0"]


def _ownerless(user: User) -> list[Card]:
    """Return the card of what has no owner since an account was locked; none without any."""
    count = without_owner.count(user)
    label = "person or action without an owner" if count == 1 \
        else "people and actions without an owner"  # fmt: skip
    return [Card(count, label, "/oversight/without-owner/", urgent=True)] if count else []


def _lead(user: User, on: date) -> list[Card]:
    mine = Referral.objects.permitted(user, Permission.REFERRAL_VIEW).of(user)
    actions = Action.objects.permitted(user, Permission.ACTION_VIEW).owned_by(user)
    people = Standing.objects.permitted(user, Permission.PERSON_VIEW)
    return [
        _card(actions.overdue(on), "of my actions are overdue", "/actions/?tab=mine&show=overdue",
              urgent=True),
        _card(mine.filter(state=State.INFORMATION_ASKED), "referrals wait for my answer",
              "/referrals/?show=mine", urgent=True),
        _card(mine.drafts(), "referrals not sent yet", "/referrals/?show=mine"),
        _card(actions.open(), "of my actions are open", "/actions/?tab=mine"),
        _card(people, "people I lead or am named on", "/people/"),
    ]  # fmt: skip


def _representative(user: User, on: date) -> list[Card]:
    actions = Action.objects.permitted(user, Permission.ACTION_VIEW)
    meetings = Meeting.objects.permitted(user, Permission.MEETING_VIEW)
    return [
        _card(actions.owned_by(user).overdue(on), "of my actions are overdue",
              "/actions/?tab=mine&show=overdue", urgent=True),
        _card(actions.of_service(user).overdue(on), "of my service's actions are overdue",
              "/actions/?tab=service&show=overdue", urgent=True),
        _card(actions.owned_by(user).open(), "of my actions are open", "/actions/?tab=mine"),
        _card(meetings.coming(), "meetings I am invited to", "/meetings/"),
    ]  # fmt: skip


def _commissioner(user: User, on: date) -> list[Card]:
    return blue_cards(blue.figures(user, Permission.OVERSIGHT_VIEW, on=on))


def blue_cards(found: blue.Figures) -> list[Card]:
    """Return the counts of the BLUE list, which are of people, what is overdue first."""
    url = "/oversight/blue/"
    return [
        _counted(found.visits_overdue, "people whose oversight visit is overdue",
                 f"{url}?due=visit_overdue", urgent=True),
        _counted(found.reviews_overdue, "people in hospital whose C(E)TR is overdue",
                 f"{url}?due=cetr_overdue", urgent=True),
        _counted(found.inpatients, "people in hospital", url),
    ]  # fmt: skip


def _withdrawals(user: User, on: date) -> list[Card]:
    rows = Withdrawal.objects.permitted(user, Permission.ERASURE_APPROVE).open()
    asked = RemovalRequest.objects.permitted(user, Permission.ERASURE_APPROVE).waiting()
    holds = LegalHold.objects.permitted(user, Permission.ERASURE_APPROVE).to_review(on)
    over = Disposal.objects.permitted(user, Permission.ERASURE_APPROVE).to_decide(user)
    return [
        _card(rows, "withdrawals to approve", "/consent/withdrawals/", urgent=True),
        _card(asked, "requests for removal", "/consent/requests/", urgent=True),
        _card(holds, "legal holds to review", "/consent/holds/", urgent=True),
        _card(over, "records to decide whether to erase", "/consent/disposals/", urgent=True),
    ]


def _administrator(user: User, on: date) -> list[Card]:
    people = User.objects.permitted(user, Permission.ACCOUNT_MANAGE).active()
    bare = Area.objects.permitted(user, Permission.REFERENCE_MANAGE).without_team()
    alone = _card(bare, "areas without a DSR team", "/accounts/areas/", urgent=True)
    found = [_card(people, "active accounts", "/accounts/users/")]
    return ([alone] if str(alone.count) != "0" else []) + found


SECTIONS: dict[Role, Callable[[User, date], list[Card]]] = {
    Role.TEAM: _team,
    Role.LEAD: _lead,
    Role.REPRESENTATIVE: _representative,
    Role.COMMISSIONER: _commissioner,
    Role.AUDITOR: _withdrawals,
    Role.ADMINISTRATOR: _administrator,
}
