"""What happens to referrals: whom it is told, and what counts as an alert acknowledged."""

from accounts.models import User
from alerts.rules import Subject
from alerts.subscribers.facts import id_in, others, person_of
from alerts.workflow import note_seen, owe, settle
from core.events import Event, subscribe
from referrals.models import Referral, TriageStep
from register.models import Person, Standing
from register.rules import Level


@subscribe("referrals.submitted")
def tell_the_team_of_a_referral(event: Event) -> None:
    """Alert the team of the person's own area, at once and loudly when it is rated RED."""
    referral = id_in(event, "referral")
    owe(
        kind="red_referral" if event.facts["level"] == Level.RED else "referral_received",
        key=f"{referral}:{event.id}",
        at=event.at,
        to=User.objects.team_of(id_in(event, "area")),
        person_id=event.person_id,
        subject_id=referral,
    )


@subscribe("referrals.information_given")
def tell_the_team_of_an_answer(event: Event) -> None:
    """Tell the team of the person's own area that the referrer has answered."""
    referral = Referral.objects.get(pk=id_in(event, "referral"))
    person = Person.objects.get(pk=person_of(event))
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
    "referrals.reopened": "referral_reopened",
    "referrals.restored": "referral_restored",
}


@subscribe(*REFERRER_NOTICES)
def tell_the_referrer(event: Event) -> None:
    """Tell the referrer what the team decided or asks; the team, where they took it back.

    Of a referral that comes back with a record closed in error they are told with the record,
    if they had been told of the closing at all (`alerts.subscribers.leaving`).
    """
    if event.facts.get("closing"):
        return
    referral = Referral.objects.select_related("referrer").get(pk=id_in(event, "referral"))
    if event.kind == "referrals.reopened" and _was_own_withdrawal(event):
        _tell_the_team_that_it_waits_again(event, referral)
        return
    owe(
        kind=REFERRER_NOTICES[event.kind],
        key=f"{referral.pk}:{event.id}",
        at=event.at,
        to=[referral.referrer],
        person_id=event.person_id,
        subject_id=referral.pk,
    )


def _was_own_withdrawal(event: Event) -> bool:
    return TriageStep.objects.get(pk=id_in(event, "step")).takes_back_own_withdrawal


def _tell_the_team_that_it_waits_again(event: Event, referral: Referral) -> None:
    """Tell the team that the referrer took a withdrawal back, loudly where the referral is RED."""
    red = referral.level == Level.RED
    person = Person.objects.get(pk=person_of(event))
    owe(
        kind="red_referral_again" if red else "referral_not_withdrawn",
        key=f"{referral.pk}:{event.id}",
        at=event.at,
        to=others(User.objects.team_of(person.area_id), event),
        person_id=event.person_id,
        subject_id=referral.pk,
    )


@subscribe("referrals.words_corrected")
def tell_the_other_side(event: Event) -> None:
    """Tell the side that words were written to that they have been put right."""
    referral = Referral.objects.select_related("referrer").get(pk=id_in(event, "referral"))
    team = User.objects.team_of(id_in(event, "area"))
    owe(
        kind="referral_words_corrected",
        key=str(event.facts["strike_out"]),
        at=event.at,
        to=others([referral.referrer] if event.facts["by_team"] else team, event),
        person_id=event.person_id,
        subject_id=referral.pk,
    )


@subscribe("referrals.acknowledged")
def count_as_acknowledged(event: Event) -> None:
    """Count a RED referral that the team acknowledges or asks about as an acknowledged alert."""
    referral = Referral.objects.get(pk=id_in(event, "referral"))
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
        person=person_of(event), shown=Level.RED
    )
    current = standing.first()
    if current is not None and event.by is not None and event.by.is_in_team_of(current.area_id):
        settle(rating_id=current.rating_id, area=current.area, person_id=person_of(event),
               by=event.by, at=event.at)  # fmt: skip


@subscribe("referrals.draft_expiring", "referrals.update_draft_expiring")
def tell_the_writer_of_an_expiry(event: Event) -> None:
    """Tell the writer of a draft, who is named by id alone, that it will be removed."""
    referral = event.kind == "referrals.draft_expiring"
    owe(
        kind="draft_expiring" if referral else "update_draft_expiring",
        key=str(event.id),
        at=event.at,
        to=User.objects.filter(pk=id_in(event, "referrer" if referral else "writer")),
        person_id=event.person_id,
        subject_id=id_in(event, "referral") if referral else None,
    )


@subscribe("referrals.rating_asked")
def tell_the_team_that_a_rating_is_asked(event: Event) -> None:
    """Tell the team of the person's own area that an update asks for a rating decision.

    At once and loudly where it rates RED somebody who is not, unless they are in hospital (BLUE).
    """
    person = Person.objects.select_related("standing").get(pk=person_of(event))
    alarms = event.facts["level"] == Level.RED
    alarms = alarms and person.standing.shown in (Level.AMBER, Level.GREEN)
    owe(
        kind="red_update" if alarms else "rating_asked",
        key=str(event.id),
        at=event.at,
        to=User.objects.team_of(person.area_id),
        person_id=event.person_id,
    )


@subscribe("referrals.rating_kept")
def tell_the_sender_that_the_rating_stays(event: Event) -> None:
    """Tell whoever sent an update that the team keeps the rating."""
    owe(
        kind="rating_kept",
        key=str(event.id),
        at=event.at,
        to=User.objects.filter(pk=id_in(event, "sender")),
        person_id=event.person_id,
    )
