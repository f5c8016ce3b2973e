"""The RED list, computed from the ratings themselves: no mail, no worker, no row can lose one.

A RED alert is a rating of RED in force, unless the person is in hospital (then BLUE), a
referral rated RED that nobody has triaged, or an update that rates somebody RED who is not.
Whether somebody acknowledged it is looked up. It is open until an urgent meeting is convened, or
a named person has said why there is none; an update, until the team answers it. An urgent
meeting that was held without its quorum is none, until it is ratified.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import cast
from uuid import UUID

from django.db.models import Max, Q

from accounts.models import Area, User
from accounts.rules import Permission
from alerts.models import Acknowledgement, NotConvened
from alerts.rules import Subject
from duties.models import Duty
from meetings.models import Meeting, Outcome
from meetings.rules import URGENT_RULE, Kind
from referrals.models import Referral, TriageStep, Update
from referrals.querysets import ReferralQuerySet
from referrals.rules import StepKind
from register.models import Person, Rating, Standing, StrikeOut
from register.querysets import StandingQuerySet
from register.rules import Level
from register.workflow.mistakes.striking_out import TAKEN_BACK


@dataclass(frozen=True, slots=True)
class Alert:
    """One line of the RED list.

    What was convened or said before `since` was not about this alert. Of a rating it is when the
    person became RED: someone who stays RED needs no second urgent meeting. `raised_at` is the last
    rating, by which a person who stays RED was looked at again. `acknowledged_in_meeting`:
    the urgent meeting itself made the person RED, and its minute-taker had seen it.
    """

    subject: Subject
    subject_id: UUID
    person_id: UUID | None
    name: str
    area: Area
    raised_at: datetime
    raised_by: str
    since: datetime
    acknowledged_by: str = ""
    acknowledged_at: datetime | None = None
    meeting_id: UUID | None = None
    meeting_at: datetime | None = None
    acknowledged_in_meeting: bool = False
    declined_by: str = ""
    declined_at: datetime | None = None
    declined_reason: str = ""
    meet_by: date | None = None

    @property
    def waits(self) -> bool:
        """Whether nobody has acknowledged it yet."""
        return self.acknowledged_at is None

    @property
    def needs_meeting(self) -> bool:
        """Whether no urgent meeting is convened, and nobody has said by name why not.

        What an update asks for is a rating: if that is RED, its own alert asks for the meeting.
        """
        return self.meeting_id is None and self.declined_at is None and not self.is_update

    @property
    def is_open(self) -> bool:
        """Whether somebody has still to act on the alert."""
        return self.waits or self.needs_meeting

    @property
    def was_confirmed(self) -> bool:
        """Whether a person who was RED already has been rated RED again."""
        return self.raised_at > self.since

    @property
    def key(self) -> tuple[str, UUID, UUID]:
        """What names the alert: its subject and the area that must see it."""
        return (self.subject.value, self.subject_id, self.area.pk)

    @property
    def is_referral(self) -> bool:
        """Whether it is about a referral that waits for triage."""
        return self.subject is Subject.REFERRAL

    @property
    def is_update(self) -> bool:
        """Whether it is about an update that waits for a rating decision."""
        return self.subject is Subject.UPDATE


def for_user(user: User, permission: Permission) -> list[Alert]:
    """Return the alerts that `user` may see: not acknowledged first, then the oldest first."""
    return _alerts(
        Standing.objects.permitted(user, permission), Referral.objects.permitted(user, permission)
    )


def said(alerts: Iterable[Alert]) -> str:
    """Say what the alerts are about: people rated RED are those listed as RED."""
    counts = Counter(alert.subject for alert in alerts)
    parts = [
        f"{counts[subject]} {one if counts[subject] == 1 else many}"
        for subject, (one, many) in _SAID.items()
        if counts[subject] or subject is Subject.RATING
    ]
    return "; ".join(parts)


_SAID = {
    Subject.RATING: ("person rated RED on the register", "people rated RED on the register"),
    Subject.REFERRAL: (
        "RED referral waiting for triage", "RED referrals waiting for triage",
    ),
    Subject.UPDATE: (
        "update that rates someone RED, waiting for a decision",
        "updates that rate someone RED, waiting for a decision",
    ),
}  # fmt: skip


def everywhere() -> list[Alert]:
    """Return every alert of the service; for escalation, which has no user."""
    return _alerts(Standing.objects.unrestricted(), Referral.objects.all())


def about(person_id: UUID) -> list[Alert]:
    """Return every alert about one person."""
    return _alerts(
        Standing.objects.unrestricted().filter(person=person_id),
        Referral.objects.filter(person=person_id),
    )


def again(alert: Alert) -> Alert | None:
    """Return the alert as it is now; None once its rating, referral or update has moved on."""
    found = _alerts(
        Standing.objects.unrestricted().filter(person=alert.person_id),
        Referral.objects.filter(pk=alert.subject_id),
    )
    return next((one for one in found if one.key == alert.key), None)


def put_right_at(alerts: Iterable[Alert]) -> dict[UUID, datetime]:
    """Return, by the id of its subject, when a RED came to stand that no one could see before.

    A referral waits again since it was put back to triage. A rating put right or moved here keeps
    the day of the rating it replaces, and one below it stands again once a later one, or the
    closing of the record, is struck out, or the acceptance it was given with is restored.
    """
    alerts = list(alerts)
    rated = {one.subject_id: one for one in alerts if one.subject is Subject.RATING}
    entries = dict(Rating.objects.filter(pk__in=rated).values_list("entry_id", "pk"))
    sent = [one.subject_id for one in alerts if one.subject is Subject.REFERRAL]
    back = TriageStep.objects.filter(referral__in=sent, kind=StepKind.REOPENED)
    found: dict[UUID, datetime] = dict(back.values_list("referral").annotate(Max("at")))
    struck = dict(StrikeOut.objects.filter(fact_id__in=entries).values_list("pk", "fact_id"))
    restored = Q(kind=TAKEN_BACK, fact_id__in=struck)
    came = StrikeOut.objects.filter(Q(replaced_by__in=rated) | Q(pk__in=struck) | restored)
    for placed, fact, at in came.values_list("replaced_by", "fact_id", "at"):
        rating = placed if placed in rated else entries[struck.get(fact, fact)]
        found[rating] = max(at, found.get(rating, at))
    above = Rating.recorded.filter(entry__in=entries, struck_out__isnull=False)
    for entry, was, at in above.values_list("entry_id", "set_at", "struck_out__at"):
        rating = entries[entry]
        if was >= rated[rating].raised_at:
            found[rating] = max(at, found.get(rating, at))
    return found


def _alerts(standings: StandingQuerySet, referrals: ReferralQuerySet) -> list[Alert]:
    found = [*_from_ratings(standings), *_from_referrals(referrals), *_from_updates(standings)]
    seen = {
        (row.subject, row.subject_id, row.area_id): row
        for row in Acknowledgement.objects.filter(
            subject_id__in=[alert.subject_id for alert in found]
        ).select_related("by")
    }
    urgent = Meeting.objects.counting().filter(
        kind=Kind.URGENT, person__in=[alert.person_id for alert in found if alert.person_id]
    )
    meetings = {cast(UUID, row.person_id): row for row in urgent.order_by("starts_at")}
    agreed = _agreed_red(meetings.values())
    declined = _declined(found)
    targets = Duty.objects.open().filter(
        rule=URGENT_RULE, person__in=[alert.person_id for alert in found if alert.person_id]
    )
    meet_by = dict(targets.values_list("person_id", "due_on"))
    known = [
        replace(
            _with(alert, seen.get(alert.key), meetings, agreed, declined.get(_about(alert))),
            meet_by=meet_by.get(alert.person_id) if alert.person_id else None,
        )
        for alert in found
    ]
    return sorted(known, key=lambda alert: (not alert.waits, not alert.needs_meeting, alert.since))


def _with(
    alert: Alert,
    row: Acknowledgement | None,
    meetings: dict[UUID, Meeting],
    agreed: dict[UUID, datetime],
    declined: NotConvened | None,
) -> Alert:
    """Return the alert with who acknowledged it, its urgent meeting, or who says why none."""
    if declined is not None and declined.at >= alert.since:
        alert = replace(
            alert,
            declined_by=declined.by.full_name,
            declined_at=declined.at,
            declined_reason=declined.reason,
        )
    if row is not None:
        alert = replace(alert, acknowledged_by=row.by.full_name, acknowledged_at=row.at)
    meeting = meetings.get(alert.person_id) if alert.person_id else None
    if meeting is not None:
        agreed_at = agreed.get(meeting.pk)
        within = meeting.starts_at < alert.since
        if not within or (agreed_at is not None and agreed_at >= alert.since):
            alert = replace(
                alert,
                meeting_id=meeting.pk,
                meeting_at=meeting.starts_at,
                acknowledged_in_meeting=within and row is not None and row.at == agreed_at,
            )
    return alert


def _agreed_red(meetings: Iterable[Meeting]) -> dict[UUID, datetime]:
    """Return when RED was agreed in these urgent meetings, each about one person."""
    rows = Outcome.objects.in_force().filter(
        item__meeting__in=list(meetings), rating__level=Level.RED
    )
    return dict(rows.values_list("item__meeting", "rating__set_at"))


_About = tuple[str, UUID | None, UUID]


def _about(alert: Alert) -> _About:
    """Return what a reason against a meeting holds for: one RED rating after another as well."""
    if alert.subject is Subject.RATING:
        return (alert.subject.value, alert.person_id, alert.area.pk)
    return alert.key


def _declined(found: list[Alert]) -> dict[_About, NotConvened]:
    """Return who said last why there is no meeting."""
    people = [alert.person_id for alert in found if alert.subject is Subject.RATING]
    rows = NotConvened.objects.filter(
        Q(subject_id__in=[alert.subject_id for alert in found])
        | Q(subject=Subject.RATING, person_id__in=people)
    )
    return {
        (
            row.subject,
            row.person_id if row.subject == Subject.RATING else row.subject_id,
            row.area_id,
        ): row
        for row in rows.select_related("by").order_by("at")
    }


def _from_ratings(standings: StandingQuerySet) -> list[Alert]:
    rows = list(
        standings.filter(shown=Level.RED).select_related("person", "area", "rating__set_by")
    )
    return [
        Alert(
            subject=Subject.RATING,
            subject_id=row.rating_id,
            person_id=row.person_id,
            name=row.person.name,
            area=row.area,
            raised_at=row.rated_at,
            raised_by=row.rating.set_by.full_name,
            since=row.since,
        )
        for row in rows
    ]


def _from_referrals(referrals: ReferralQuerySet) -> list[Alert]:
    rows = (
        referrals.awaiting_triage()
        .filter(level=Level.RED)
        .select_related("person__area", "copy", "referrer")
    )
    return [
        Alert(
            subject=Subject.REFERRAL,
            subject_id=row.pk,
            person_id=row.person_id,
            name=row.copy.name,
            area=cast(Person, row.person).area,
            raised_at=cast(datetime, row.submitted_at),  # awaiting triage means submitted
            raised_by=row.referrer.full_name,
            since=cast(datetime, row.submitted_at),
        )
        for row in rows
    ]


def _from_updates(standings: StandingQuerySet) -> list[Alert]:
    """Return the updates that rate somebody RED who is neither RED nor in hospital (then BLUE)."""
    shown = standings.filter(shown__in=[Level.AMBER, Level.GREEN])
    rows = (
        Update.objects.waiting()
        .filter(result__level=Level.RED, person__in=shown.order_by().values("person"))
        .select_related("person__area", "sent_by")
    )
    return [
        Alert(
            subject=Subject.UPDATE,
            subject_id=row.pk,
            person_id=row.person_id,
            name=row.person.name,
            area=row.person.area,
            raised_at=row.sent_at,
            raised_by=row.sent_by.full_name,
            since=row.sent_at,
        )
        for row in rows
    ]
