"""What the team does around referrals: redirects, requests to be named or included, training."""

from collections.abc import Iterable
from uuid import UUID

from accounts.models import User
from accounts.rules import Role
from alerts.subscribers.facts import id_in, others, person_of, users_named
from alerts.workflow import owe
from core.events import Event, subscribe
from referrals import team_policy
from referrals.codes import InclusionState
from referrals.models import InclusionRequest, NamingRequest, Redirect
from register.models import Person
from register.rules import Level


@subscribe("referrals.redirected")
def ask_the_other_team(event: Event) -> None:
    """Ask the team of the other area to take the referral, loudly where it is RED; tell the
    referrer that it was passed on."""
    redirect = Redirect.objects.select_related("referral__referrer").get(
        pk=id_in(event, "redirect")
    )
    red = redirect.referral.level == Level.RED
    owe(
        kind="redirect_red" if red else "redirect_asked",
        key=str(redirect.pk),
        at=event.at,
        to=User.objects.team_of(redirect.to_area_id),
        person_id=event.person_id,
        subject_id=redirect.referral_id,
    )
    _tell_the_referrer(redirect, "referral_redirected", event)


@subscribe("referrals.taken", "referrals.returned")
def tell_the_first_team(event: Event) -> None:
    """Tell the team that asked what the other one answered, and the referrer who has it now."""
    redirect = Redirect.objects.select_related("referral__referrer").get(
        pk=id_in(event, "redirect")
    )
    taken = event.kind == "referrals.taken"
    owe(
        kind="redirect_taken" if taken else "redirect_returned",
        key=str(redirect.pk),
        at=event.at,
        to=User.objects.team_of(redirect.from_area_id),
        # Whoever gave the referral away cannot open it any more: the link is to their list.
        person_id=event.person_id,
        subject_id=redirect.referral_id,
    )
    if taken:
        _tell_the_referrer(redirect, "referral_taken", event)


def _tell_the_referrer(redirect: Redirect, kind: str, event: Event) -> None:
    owe(
        kind=kind,
        key=str(redirect.pk),
        at=event.at,
        to=[redirect.referral.referrer],
        person_id=event.person_id,
        subject_id=redirect.referral_id,
    )


@subscribe("referrals.redirect_waits")
def chase_both_teams(event: Event) -> None:
    """Chase both teams; from the reminder that the policy names on, commissioners of both."""
    redirect = Redirect.objects.select_related("from_area", "to_area").get(
        pk=id_in(event, "redirect")
    )
    areas = [redirect.from_area, redirect.to_area]
    key = f"{redirect.pk}:{redirect.reminders}"
    teams = [user for area in areas for user in User.objects.team_of(area.pk)]
    owe(
        kind="redirect_waits",
        key=key,
        at=event.at,
        to=teams,
        person_id=event.person_id,
        subject_id=redirect.referral_id,
    )
    if redirect.reminders >= team_policy.current().redirect.commissioners_from_reminder:
        boards = [user for area in areas for user in User.objects.commissioning_for(area.icb_id)]
        owe(
            kind="redirect_waits_board",
            key=key,
            at=event.at,
            to=boards,
            person_id=event.person_id,
        )


@subscribe("referrals.naming_asked")
def tell_the_team_who_asks(event: Event) -> None:
    """Tell the team of the person's area that somebody asks to be named on the record."""
    person = Person.objects.get(pk=person_of(event))
    owe(
        kind="naming_asked",
        key=str(id_in(event, "naming")),
        at=event.at,
        to=User.objects.team_of(person.area_id),
        person_id=event.person_id,
        subject_id=id_in(event, "naming"),
    )


@subscribe("referrals.naming_decided")
def tell_who_asked_to_be_named(event: Event) -> None:
    """Tell whoever asked the outcome; one who is not named learns nothing about anybody."""
    request = NamingRequest.objects.get(pk=id_in(event, "naming"))
    named = event.facts.get("outcome") == "named"
    owe(
        kind="naming_named" if named else "naming_declined",
        key=str(request.pk),
        at=event.at,
        to=users_named(event, "asked_by"),
        person_id=event.person_id,
    )


@subscribe("referrals.inclusion_asked")
def tell_the_team_who_wants_in(event: Event) -> None:
    """Tell the area's team, or every team where no area was given."""
    request = InclusionRequest.objects.get(pk=id_in(event, "inclusion"))
    owe(
        kind="inclusion_asked",
        key=str(request.pk),
        at=event.at,
        to=_team_for(request),
        subject_id=request.pk,
    )


def _team_for(request: InclusionRequest) -> Iterable[User]:
    """Return the area's team, or every team where no area was given."""
    if request.area_id:
        return list(User.objects.team_of(request.area_id))
    return list(User.objects.holding(Role.TEAM))


@subscribe("referrals.inclusion_waits")
def remind_of_a_request(event: Event) -> None:
    """Remind the team, and the professional it asked, of a request that nobody goes on with."""
    request = InclusionRequest.objects.get(pk=id_in(event, "inclusion"))
    owe(
        kind="inclusion_ends" if event.facts.get("last") else "inclusion_waits",
        key=str(event.id),
        at=event.at,
        to=[*_team_for(request), *users_named(event, "lead")],
        subject_id=request.pk,
    )


@subscribe("referrals.inclusion_closed")
def tell_what_was_wiped_unanswered(event: Event) -> None:
    """Tell the team that a request was wiped with which nobody had dealt."""
    if event.facts.get("outcome") != InclusionState.EXPIRED:
        return
    request = InclusionRequest.objects.get(pk=id_in(event, "inclusion"))
    owe(
        kind="inclusion_expired",
        key=str(request.pk),
        at=event.at,
        to=_team_for(request),
        subject_id=request.pk,
    )


@subscribe("referrals.inclusion_lead_found")
def ask_the_lead(event: Event) -> None:
    """Ask the professional whom the team found to start a referral."""
    owe(
        kind="inclusion_lead",
        key=str(event.id),
        at=event.at,
        to=others(users_named(event, "lead"), event),
        subject_id=id_in(event, "inclusion"),
    )


@subscribe("referrals.place_given", "referrals.place_waiting", "referrals.place_cancelled")
def tell_about_a_place(event: Event) -> None:
    """Tell whoever asked for training that they have a place, wait for one, or have none."""
    state = event.kind.removeprefix("referrals.place_")
    owe(
        kind=f"training_{state}",
        key=str(event.id),
        at=event.at,
        to_contact=True,
        subject_id=id_in(event, "trainee"),
    )


@subscribe("referrals.training_cancelled")
def tell_about_a_session(event: Event) -> None:
    """Tell everybody who had a place or waited that the session will not take place."""
    trainees = event.facts.get("trainees")
    for place in trainees if isinstance(trainees, list) else []:
        owe(
            kind="training_off",
            key=f"{event.id}:{place}",
            at=event.at,
            to_contact=True,
            subject_id=UUID(place),
        )
