"""Who is told of what: each event that somebody must hear of becomes notices, at once.

Runs inside the transaction of the event. The facts carry ids; people are looked up here.
"""

from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from accounts.models import AccountRequest, User
from accounts.rules import Role
from alerts.rules import Subject
from alerts.workflow import cancel_about, note_seen, owe, settle
from core.events import Event, subscribe
from referrals.models import Referral
from register.models import Person, Standing
from register.rules import Level, RatingSource


def _id(event: Event, name: str) -> UUID:
    """Return the id that the event carries under `name`; every such event does."""
    return UUID(str(event.facts[name]))


def _person(event: Event) -> UUID:
    """Return whom the event is about; every such event is about somebody."""
    return cast(UUID, event.person_id)


def _users(event: Event, name: str) -> list[User]:
    value: Any = event.facts.get(name) or []
    return list(User.objects.active().filter(pk__in=value if isinstance(value, list) else [value]))


def _others(users: Iterable[User], event: Event) -> list[User]:
    """Leave out whoever did it: they know."""
    return [user for user in users if event.by is None or user.pk != event.by.pk]


@subscribe("accounts.requested", "accounts.declined")
def tell_the_address(event: Event) -> None:
    """Send the confirmation link, or the outcome, to an address that has no account yet."""
    kind = "verify_address" if event.kind == "accounts.requested" else "account_declined"
    request = AccountRequest.objects.get(pk=_id(event, "request"))
    owe(kind=kind, key=f"{request.pk}:{event.id}", at=event.at, account_request=request)


@subscribe("accounts.verified")
def tell_the_team_of_a_request(event: Event) -> None:
    """Tell the DSR teams of the areas that somebody asked for."""
    request = AccountRequest.objects.get(pk=_id(event, "request"))
    team = User.objects.team_of_any(request.areas.all())
    owe(kind="account_waiting", key=str(request.pk), at=event.at, to=team, subject_id=request.pk)


ACCOUNT_NOTICES = {
    "accounts.requested_again": "account_known",
    "accounts.approved": "account_approved",
    "accounts.reset_asked": "password_reset",
    "accounts.security_notice": "security",
}


@subscribe(*ACCOUNT_NOTICES)
def tell_the_holder(event: Event) -> None:
    """Tell the holder of an account about it."""
    owe(
        kind=ACCOUNT_NOTICES[event.kind],
        key=str(event.id),
        at=event.at,
        to=_users(event, "user"),
    )


@subscribe("referrals.submitted")
def tell_the_team_of_a_referral(event: Event) -> None:
    """Alert the team of the person's own area, at once and loudly when it is rated RED."""
    referral = Referral.objects.get(pk=_id(event, "referral"))
    person = Person.objects.get(pk=_person(event))
    owe(
        kind="red_referral" if referral.level == Level.RED else "referral_received",
        key=f"{referral.pk}:{event.id}",
        at=event.at,
        to=User.objects.team_of(person.area_id),
        person_id=event.person_id,
        subject_id=referral.pk,
    )


@subscribe("referrals.information_given")
def tell_the_team_of_an_answer(event: Event) -> None:
    """Tell the team of the person's own area that the referrer has answered."""
    referral = Referral.objects.get(pk=_id(event, "referral"))
    person = Person.objects.get(pk=_person(event))
    owe(
        kind="information_given",
        key=f"{referral.pk}:{event.id}",
        at=event.at,
        to=User.objects.team_of(person.area_id),
        person_id=event.person_id,
        subject_id=referral.pk,
    )


REFERRER_NOTICES = {
    "referrals.information_asked": "information_asked",
    "referrals.accepted": "referral_accepted",
    "referrals.declined": "referral_declined",
}


@subscribe(*REFERRER_NOTICES)
def tell_the_referrer(event: Event) -> None:
    """Tell the referrer what the team decided or asks."""
    referral = Referral.objects.select_related("referrer").get(pk=_id(event, "referral"))
    owe(
        kind=REFERRER_NOTICES[event.kind],
        key=f"{referral.pk}:{event.id}",
        at=event.at,
        to=[referral.referrer],
        person_id=event.person_id,
        subject_id=referral.pk,
    )


def _still_red(event: Event) -> None:
    """Count somebody reviewed and still RED as acknowledged by whoever reviewed them."""
    if event.by is not None:
        person = Person.objects.select_related("area").get(pk=_person(event))
        note_seen(
            subject=Subject.RATING, subject_id=_id(event, "rating"), area=person.area,
            person_id=person.pk, by=event.by, at=event.at,
        )  # fmt: skip


@subscribe("register.rated")
def tell_of_a_rating(event: Event) -> None:
    """Alert the team to a new RED or AMBER, and tell the lead professional of any change."""
    level, was = event.facts.get("level"), event.facts.get("was")
    if level == was and event.facts.get("source") != RatingSource.DISCHARGE:
        if level == Level.RED:
            _still_red(event)
        return
    person = Person.objects.select_related("lead_professional").get(pk=_person(event))
    kind = {Level.RED: "red_rating", Level.AMBER: "amber_rating"}.get(Level(str(level)))
    if kind and not event.facts.get("inpatient"):
        owe(
            kind=kind,
            key=str(event.facts["rating"]),
            at=event.at,
            to=User.objects.team_of(person.area_id),
            person_id=person.pk,
            subject_id=_id(event, "rating"),
        )
    if person.lead_professional is not None and was is not None:
        owe(
            kind="rating_changed",
            key=str(event.facts["rating"]),
            at=event.at,
            to=_others([person.lead_professional], event),
            person_id=person.pk,
        )


@subscribe("register.person_updated")
def alert_the_new_team(event: Event) -> None:
    """Alert the team of the area that somebody rated RED has moved to."""
    changed: Any = event.facts.get("changed") or []
    standing = Standing.objects.filter(person=_person(event), shown=Level.RED).first()
    if "area" in changed and standing is not None:
        owe(
            kind="red_rating",
            key=f"{standing.rating_id}:{standing.area_id}",
            at=event.at,
            to=User.objects.team_of(standing.area_id),
            person_id=event.person_id,
            subject_id=standing.rating_id,
        )


@subscribe("referrals.acknowledged")
def count_as_acknowledged(event: Event) -> None:
    """Count a RED referral that the team acknowledges or asks about as an acknowledged alert."""
    referral = Referral.objects.get(pk=_id(event, "referral"))
    if referral.level == Level.RED and event.by is not None:
        note_seen(
            subject=Subject.REFERRAL, subject_id=referral.pk, area=referral.area,
            person_id=event.person_id, by=event.by, at=event.at,
        )  # fmt: skip


@subscribe("referrals.accepted")
def count_the_accepting_as_acknowledged(event: Event) -> None:
    """Count somebody accepted as RED as acknowledged by whoever accepted them.

    The team was alerted when the referral came; a second alert that waits for nobody would
    teach it to look away.
    """
    standing = Standing.objects.select_related("area").filter(
        person=_person(event), shown=Level.RED
    )
    current = standing.first()
    if current is not None and event.by is not None and event.by.is_in_team_of(current.area_id):
        settle(rating_id=current.rating_id, area=current.area, person_id=_person(event),
               by=event.by, at=event.at)  # fmt: skip


@subscribe("register.restricted")
def withdraw_what_is_owed(event: Event) -> None:
    """Cancel what is owed about a restricted person; tell the lead, without detail."""
    person = Person.everyone.select_related("lead_professional").get(pk=_person(event))
    cancel_about(person_id=person.pk, at=event.at)
    if person.lead_professional is not None:
        # No person on this notice: it says nothing about anybody, and it outlives the record.
        owe(
            kind="record_closed",
            key=str(event.id),
            at=event.at,
            to=[person.lead_professional],
        )


ACTION_NOTICES = {
    "actions.agreed": ("action_agreed", "owner"),
    "actions.reassigned": ("action_agreed", "owner"),
    "actions.sent_back": ("action_sent_back", "owner"),
}


@subscribe(*ACTION_NOTICES)
def tell_the_owner(event: Event) -> None:
    """Tell the owner of an action what is asked of them."""
    kind, owner = ACTION_NOTICES[event.kind]
    owe(
        kind=kind,
        key=str(event.id),
        at=event.at,
        to=_others(_users(event, owner), event),
        person_id=event.person_id,
        subject_id=_id(event, "action"),
    )


@subscribe("actions.marked_done")
def ask_the_team_to_confirm(event: Event) -> None:
    """Ask the area's team to confirm what an owner says is done."""
    person = Person.objects.get(pk=_person(event))
    owe(
        kind="action_done",
        key=str(event.id),
        at=event.at,
        to=_others(User.objects.team_of(person.area_id), event),
        person_id=event.person_id,
        subject_id=_id(event, "action"),
    )


@subscribe("actions.chased")
def chase(event: Event) -> None:
    """Pass a chase on to those whom the ladder names."""
    owe(
        kind="action_chased",
        key=str(event.id),
        at=event.at,
        to=_users(event, "to"),
        person_id=event.person_id,
        subject_id=_id(event, "action" if event.facts.get("action") else "duty"),
    )


@subscribe("meetings.cancelled")
def call_off(event: Event) -> None:
    """Tell everybody invited that the meeting will not take place."""
    owe(
        kind="meeting_cancelled",
        key=str(event.facts["meeting"]),
        at=event.at,
        to=_others(_users(event, "users"), event),
        person_id=event.person_id,
        subject_id=_id(event, "meeting"),
    )


@subscribe("meetings.invited", "meetings.convened")
def invite(event: Event) -> None:
    """Invite those who are asked to a meeting."""
    urgent = event.facts.get("kind") == "urgent"
    owe(
        kind="meeting_urgent" if urgent else "meeting_invited",
        key=str(event.facts["meeting"]),
        at=event.at,
        to=_users(event, "users"),
        person_id=event.person_id,
        subject_id=_id(event, "meeting"),
    )


@subscribe("consent.removal_asked")
def tell_every_team_of_a_request(event: Event) -> None:
    """Tell every DSR team that a request for removal waits: nobody knows yet whose it is."""
    owe(
        kind="removal_asked",
        key=str(event.id),
        at=event.at,
        to=User.objects.holding(Role.TEAM),
        subject_id=_id(event, "request"),
    )


@subscribe("consent.advice_asked")
def tell_the_team_of_a_question(event: Event) -> None:
    """Tell the area's team that somebody asks for advice without naming the person."""
    owe(
        kind="advice_asked",
        key=str(event.id),
        at=event.at,
        to=_others(User.objects.team_of(_id(event, "area")), event),
        subject_id=_id(event, "advice"),
    )


@subscribe("consent.advice_given")
def tell_who_asked(event: Event) -> None:
    """Tell whoever asked that there is an answer."""
    owe(
        kind="advice_given",
        key=str(event.id),
        at=event.at,
        to=_others(_users(event, "asked_by"), event),
        subject_id=_id(event, "advice"),
    )
