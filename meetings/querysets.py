"""Named reads of meetings, agendas and minutes."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, When

from accounts.models import User
from accounts.querysets import UserQuerySet
from accounts.rules import Role
from accounts.scope import Grants, ScopedQuerySet
from actions.querysets import can_own
from meetings.drift import Looked
from meetings.rules import NOT_REACHED, OFF, OVER, TO_COME, ItemState, Kind, Presence, State
from meetings.rules.after import Ruling
from referrals.models import Referral
from register.models import Involvement, Person
from register.querysets import PersonScopedQuerySet
from register.rules import Level

if TYPE_CHECKING:
    from meetings.models import (  # noqa: F401
        Addendum,
        AgendaEdit,
        AgendaItem,
        Attendee,
        Draft,
        DriftSample,
        LetterGiven,
        Meeting,
        MovedMinutes,
        Outcome,
        Ratification,
        Series,
        SeriesMember,
    )


class MeetingQuerySet(ScopedQuerySet["Meeting"]):
    """Meetings, as their area's team and those invited see them."""

    def scope(self, grants: Grants) -> Q:
        """The area's team sees all of its meetings, others those they are invited to.

        An urgent meeting about someone restricted is not there.
        """
        reached = Q(area__in=grants.areas)
        if grants.agenda or grants.own:
            rows = apps.get_model("meetings", "Attendee")._base_manager
            invited = rows.filter(meeting_id=OuterRef("pk"), user=grants.user_id).exclude(
                presence=Presence.REMOVED
            )
            reached |= Q(Exists(invited))
        return reached & (Q(person__isnull=True) | Q(person__restricted_at__isnull=True))

    def tracking(self) -> Self:
        """Area tracking meetings."""
        return self.filter(kind=Kind.TRACKING)

    def planned(self) -> Self:
        """Meetings that are still to come or late to be opened."""
        return self.filter(state=State.PLANNED)

    def open(self) -> Self:
        """Meetings going on now."""
        return self.filter(state=State.OPEN)

    def counting(self) -> Self:
        """Those that are to come, or were held with their quorum, or were ratified since.

        A meeting without quorum meets no duty until it is ratified (domain 10b). One that was
        abandoned was not held, and an urgent one says nothing of its person once its minutes are
        struck out.
        """
        rulings = apps.get_model("meetings", "Ratification")._base_manager
        ratified = rulings.filter(
            outcome__item__meeting=OuterRef("pk"),
            outcome__struck_out_at__isnull=True,
            ruling=Ruling.RATIFIED,
        )
        struck = apps.get_model("meetings", "AgendaItem")._base_manager.filter(
            meeting_id=OuterRef("pk"), person_id=OuterRef("person_id"), state=ItemState.STRUCK
        )
        there = Count("attendees", filter=Q(attendees__presence=Presence.ATTENDED))
        held = (
            Q(state=State.HELD) & (Q(there__gte=F("quorum")) | Exists(ratified)) & ~Exists(struck)
        )
        return self.alias(there=there).filter(Q(state__in=TO_COME) | held)

    def coming(self) -> Self:
        """Planned and open meetings, the soonest first."""
        return self.filter(state__in=TO_COME).order_by("starts_at", "pk")

    def past(self, *, before: datetime | None = None) -> Self:
        """Meetings held, abandoned or cancelled, the latest first; those begun before `before`."""
        rows = self.filter(state__in=[*OVER, State.CANCELLED]).order_by("-starts_at", "pk")
        return rows.filter(starts_at__lt=before) if before else rows

    def next_tracking(self, area_id: UUID, *, on: date) -> "Meeting | None":
        """The next planned tracking meeting of an area, on the day `on` or after."""
        return (
            self.tracking()
            .planned()
            .filter(area=area_id, starts_at__date__gte=on)
            .order_by("starts_at")
            .first()
        )

    def next_about(self, person: "Person", *, on: date) -> list["Meeting"]:
        """Urgent meetings about a person to come, and the next tracking meeting of their area."""
        tracking = self.tracking().planned().filter(area=person.area_id, starts_at__date__gte=on)
        soonest = tracking.order_by("starts_at").values("pk")[:1]
        urgent = Q(kind=Kind.URGENT, person=person, state__in=TO_COME)
        return list(self.filter(urgent | Q(pk__in=soonest)).order_by("starts_at", "pk"))

    def last_held(self, area_id: UUID) -> "Meeting | None":
        """The last tracking meeting of an area that was held."""
        return self.tracking().filter(area=area_id).past().filter(state=State.HELD).first()

    def urgent_about(self, person_id: UUID) -> Self:
        """Urgent meetings about a person that are planned or open."""
        return self.filter(kind=Kind.URGENT, person=person_id).coming()

    def can_take(self, person_id: UUID, area_id: UUID) -> Self:
        """The area's planned and open tracking meetings, onto whose agenda a person can be put."""
        listed = apps.get_model("meetings", "AgendaItem")._base_manager.filter(
            meeting_id=OuterRef("pk"), person_id=person_id
        )
        taken = Exists(listed.exclude(state__in=[*OFF, ItemState.CARRIED]))
        return self.tracking().filter(area=area_id).coming().exclude(taken)


class SeriesQuerySet(ScopedQuerySet["Series"]):
    """Series of tracking meetings, as their area's team sees them."""

    def scope(self, grants: Grants) -> Q:
        """The area's team runs its series; no one else needs them."""
        return Q(area__in=grants.areas)

    def running(self) -> Self:
        """Series that have not been ended."""
        return self.filter(ended_at__isnull=True)

    def ended(self) -> Self:
        """Series that have been ended, the latest first."""
        return self.filter(ended_at__isnull=False).order_by("-ended_at", "pk")


class MemberQuerySet(models.QuerySet["SeriesMember"]):
    """Those who always come; reached through their series only."""

    def staying(self) -> Self:
        """Those who have not left."""
        return self.filter(left_at__isnull=True)


class DriftSampleQuerySet(PersonScopedQuerySet["DriftSample"]):
    """Whom the weekly samples put before the team."""

    def waiting(self) -> Self:
        """Those whom no one has looked at yet, and who are GREEN still."""
        return self.filter(outcome=Looked.WAITING, person__standing__shown=Level.GREEN)

    def recent(self) -> Self:
        """The newest week first, there the weightiest first."""
        return self.order_by("-week", "-weight", "pk")


class AttendeeQuerySet(models.QuerySet["Attendee"]):
    """Those invited to meetings; reached through their meeting only."""

    def attended(self) -> Self:
        """Those who were there."""
        return self.filter(presence=Presence.ATTENDED)

    def seeing(self) -> Self:
        """Those with an account who have not sent apologies: they see the people."""
        away = [Presence.APOLOGIES, Presence.REMOVED]
        return self.filter(user__isnull=False).exclude(presence__in=away)

    def invited(self) -> Self:
        """Those whose invitation stands."""
        return self.exclude(presence=Presence.REMOVED)


class AgendaItemQuerySet(PersonScopedQuerySet["AgendaItem"]):
    """Lines of frozen agendas."""

    def on_agenda(self) -> Self:
        """Lines that have not been taken off, struck out or withdrawn, in order."""
        return self.exclude(state__in=OFF).order_by("position", "pk")

    def to_discuss(self) -> Self:
        """Lines that an open meeting discusses, or has discussed, in order.

        Not those that a later agenda had taken up before the meeting was opened again.
        """
        return self.on_agenda().exclude(state=ItemState.CARRIED)

    def to_show(self) -> Self:
        """Lines of an agenda with those struck out, which are shown as such, in order."""
        gone = [ItemState.REMOVED, ItemState.WITHDRAWN]
        struck_last = Case(When(state=ItemState.STRUCK, then=1), default=0)
        return self.exclude(state__in=gone).order_by("position", struck_last, "pk")

    def about(self, person_id: UUID, *, gone: bool = False) -> Self:
        """The line of someone on one agenda: the one that stands, else the one struck out last.

        With `gone` one that was taken off or withdrawn, where there is no other.
        """
        away = [ItemState.REMOVED, ItemState.WITHDRAWN]
        rows = self.filter(person=person_id)
        rows = rows if gone else rows.exclude(state__in=away)
        place = Case(When(state=ItemState.STRUCK, then=1), When(state__in=away, then=2), default=0)
        latest = rows.order_by(place, "-outcome__struck_out_at", "pk")
        return self.filter(pk__in=latest.values("pk")[:1])

    def people(self) -> list[UUID]:
        """The ids of those on these lines, read afresh at each call."""
        return list(self.values_list("person_id", flat=True))

    def discussed(self) -> Self:
        """Lines of meetings now over on which something was decided or said."""
        return self.filter(state=ItemState.DISCUSSED, meeting__state__in=OVER)

    def still_of(self, area_id: UUID) -> Self:
        """Lines whose person is in this area now, and on the register or referred to it."""
        referred = Referral.objects.awaiting_triage().filter(person=OuterRef("person"))
        here = Q(person__standing__isnull=False) | Exists(referred)
        return self.filter(here, person__area=area_id)

    def to_carry(self) -> Self:
        """Lines carried over, or struck out, that no later agenda has taken up."""
        return self.filter(state__in=NOT_REACHED, carried_into__isnull=True)


class AgendaEditQuerySet(PersonScopedQuerySet["AgendaEdit"]):
    """What was added to or taken off agendas by hand."""

    def standing(self) -> Self:
        """The last edit of each person on each agenda."""
        return self.order_by("meeting", "person", "-at", "-id").distinct("meeting", "person")


class OutcomeQuerySet(PersonScopedQuerySet["Outcome"]):
    """Minutes about people."""

    person_path = "item__person"

    def before(self, meeting: "Meeting") -> Self:
        """Minutes of earlier meetings, the latest first."""
        return (
            self.in_force()
            .filter(item__meeting__starts_at__lt=meeting.starts_at)
            .order_by("-item__meeting__starts_at")
        )

    def in_force(self) -> Self:
        """Minutes that have not been struck out."""
        return self.filter(struck_out_at__isnull=True)

    def struck_out(self) -> Self:
        """Minutes recorded in error, the latest first."""
        return self.filter(struck_out_at__isnull=False).order_by("-struck_out_at", "pk")

    def to_ratify(self) -> Self:
        """Ratings agreed without a quorum at meetings now over, on which no one has ruled yet."""
        return self.filter(
            provisional=True,
            item__state=ItemState.DISCUSSED,
            item__meeting__state__in=OVER,
            ratification__isnull=True,
            rating__struck_out__isnull=True,
            rating__entry__struck_out__isnull=True,
        ).exclude(agreed_level="")


class MovedMinutesQuerySet(PersonScopedQuerySet["MovedMinutes"]):
    """Minutes that were moved to the right person, as those see them who may see that person."""

    person_path = "item__person"

    def waiting(self) -> Self:
        """Those that no one has checked yet, the first moved first."""
        return self.filter(checked_at__isnull=True).order_by("at", "pk")


class DraftQuerySet(PersonScopedQuerySet["Draft"]):
    """What minute-takers are typing."""

    person_path = "item__person"


class RatificationQuerySet(PersonScopedQuerySet["Ratification"]):
    """Rulings on provisional decisions."""

    person_path = "outcome__item__person"


class AddendumQuerySet(PersonScopedQuerySet["Addendum"]):
    """Corrections beside approved minutes."""

    person_path = "item__person"


class LetterGivenQuerySet(PersonScopedQuerySet["LetterGiven"]):
    """Letters that people got."""

    person_path = "item__person"


def invitable(area_id: UUID, *, person_id: UUID | None = None) -> UserQuerySet:
    """Return the users who can be invited: those with a part in the area or named on the person."""
    reached = Q(
        roles__area=area_id,
        roles__role__in=[Role.TEAM, Role.REPRESENTATIVE, Role.LEAD],
        roles__ended_at__isnull=True,
    )
    if person_id is not None:
        named = Involvement.objects.named().current().filter(person=person_id, user__isnull=False)
        reached |= Q(pk__in=named.values("user"))
    users: UserQuerySet = User.objects.active()
    return users.filter(pk__in=User.objects.filter(reached).values("pk"))


def always_coming(area_id: UUID) -> UserQuerySet:
    """Return who comes to every meeting of an area's running series: its standing services."""
    rows = apps.get_model("meetings", "SeriesMember")._base_manager.filter(
        series__area=area_id, series__ended_at__isnull=True, left_at__isnull=True
    )
    users: UserQuerySet = User.objects.active()
    return users.filter(pk__in=rows.filter(user__isnull=False).values("user"))


def possible_owners(item: "AgendaItem") -> UserQuerySet:
    """Return who can be given an action about a person: those invited, in the area, or named.

    None of them without a role that opens actions, such as a commissioner who was invited.
    """
    invited = item.meeting.attendees.filter(user__isnull=False).values("user")
    users: UserQuerySet = User.objects.active()
    return users.filter(
        Q(pk__in=invitable(item.meeting.area_id, person_id=item.person_id).values("pk"))
        | Q(pk__in=invited)
        | Q(pk=item.person.lead_professional_id),
        pk__in=can_own().values("pk"),
    )
