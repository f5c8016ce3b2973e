"""Named reads of the register. The gate's filter for everything about a person is here."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.rules import Permission, Role
from accounts.scope import Grants, ScopedQuerySet
from register import finding
from register.rules.finding import Sought
from register.rules.moving import MoveState

if TYPE_CHECKING:
    from accounts.models import User
    from register.models import (  # noqa: F401
        AdultDecision,
        Departure,
        DischargeLine,
        Entry,
        ExtendedLeave,
        InpatientStanding,
        InpatientStay,
        Involvement,
        Person,
        Rating,
        Standing,
        StatusChange,
        StatutoryView,
        StayConcern,
        StrikeOut,
        Transfer,
    )

M = TypeVar("M", bound=models.Model)

VISIT_RECORDED_WITHIN = timedelta(days=28)
"""How long after a discharge a visit made before it can be recorded: a default (U)."""


def visible(grants: Grants, path: str = "") -> Q:
    """Return the filter for rows about a person whom `grants` reach; never a restricted one.

    `path` leads from the row to the person, such as "entry__person"; empty for the person.
    """
    to = f"{path}__" if path else ""
    key = f"{path}_id" if path else "pk"
    reached = Q(pk__in=[])
    if grants.areas:
        reached |= Q(**{f"{to}area__in": grants.areas})
    if grants.own:
        reached |= Q(**{f"{to}lead_professional": grants.user_id})
    if grants.own or grants.agenda:
        reached |= Q(Exists(_named(grants, key))) & ~closed_to_partners(key)
    if grants.viewing and Role.TEAM in grants.roles and grants.areas:
        reached |= Q(Exists(_proposed(grants, key)))
    if grants.responsible:
        stays = apps.get_model("register", "InpatientStay")._base_manager.filter(
            person_id=OuterRef(key),
            discharged_on__isnull=True,
        )
        reached |= Q(Exists(stays.filter(_answerable(grants))))
    return reached & Q(**{f"{to}restricted_at__isnull": True})


Closed = Callable[[str], Q]
_closed: list[Closed] = []


def close_to_partners(closed: Closed) -> None:
    """Let `closed(key)` say which people named partners and those who attend may not see.

    `key` is the column that names the person. The floor that keeps consent says it at start-up.
    """
    _closed[:] = [closed]


def closed_to_partners(key: str) -> Q:
    """Return the filter for people whose records are open to their DSR team and lead alone."""
    return _closed[0](key) if _closed else Q(pk__in=[])


def lately_left(grants: Grants, path: str = "") -> Q:
    """Return the filter for stays, not long ended, that the grants' own organisation paid for.

    `path` leads from the row to the stay; empty for the stay.
    """
    to = f"{path}__" if path else ""
    since = timezone.localdate() - VISIT_RECORDED_WITHIN
    return Q(
        **{
            f"{to}commissioner__in": grants.responsible,
            f"{to}discharged_on__gte": since,
            f"{to}person__restricted_at__isnull": True,
        }
    )


def _answerable(grants: Grants) -> Q:
    """Return the filter for stays that a commissioner answers for.

    The funding commissioner answers for the person; the host commissioner oversees the unit in
    its patch (domain 3, S29, S30), so it may look and change nothing.
    """
    mine = Q(commissioner__in=grants.responsible)
    return mine | Q(host_commissioner__in=grants.responsible) if grants.viewing else mine


def _named(grants: Grants, key: str) -> models.QuerySet[Any]:
    """Return the involvements that let the user reach the person now; a meeting lets them see."""
    rows: models.QuerySet[Any] = apps.get_model("register", "Involvement")._base_manager.all()
    if not grants.viewing:
        rows = rows.filter(basis="named")
    return rows.filter(person_id=OuterRef(key), user=grants.user_id).filter(
        Q(until__isnull=True) | Q(until__gt=timezone.now())
    )


def _proposed(grants: Grants, key: str) -> models.QuerySet[Any]:
    """Return the hand-overs that wait for the user's team: it reads before it accepts."""
    rows: models.QuerySet[Any] = apps.get_model("register", "AreaMove")._base_manager.all()
    return rows.filter(person_id=OuterRef(key), to_area__in=grants.areas, state=MoveState.OPEN)


def has_left(key: str, *, before: str = "") -> Q:
    """Return the filter for rows about a person who has left the register and is not back.

    `key` is the column that names the person. With `before`, a column of the row, only for what
    was there when they left: what came since, such as a new referral, has not ended.
    """
    entries = apps.get_model("register", "Entry")._base_manager.filter(person_id=OuterRef(key))
    closed = entries.filter(closed_at__isnull=False)
    if before:
        closed = closed.filter(closed_at__gte=OuterRef(before))
    return Q(Exists(closed)) & ~Q(Exists(entries.filter(closed_at__isnull=True)))


class PersonScopedQuerySet(ScopedQuerySet[M]):
    """Rows about a person: reached when the person is, hidden when the person is restricted.

    Subclasses set `person_path`, the path from the row to the person.
    """

    person_path = "person"

    def scope(self, grants: Grants) -> Q:
        """Return the filter for rows about people whom `grants` reach."""
        return visible(grants, self.person_path)

    def unrestricted(self) -> Self:
        """Rows about people who are not restricted; for tasks, which have no user."""
        return self.filter(**{f"{self.person_path}__restricted_at__isnull": True})


class PersonQuerySet(PersonScopedQuerySet["Person"]):
    """People. The ordinary manager does not know those who are restricted."""

    person_path = ""

    def unrestricted(self) -> Self:
        """People who are not restricted."""
        return self.filter(restricted_at__isnull=True)

    def with_standing(self) -> Self:
        """Each with what their page shows of related records: where they stand, and who helps.

        `compared` says whether anything was found of this and another record, `handed_over`
        whether another area was ever asked to take the person over, `moving` whether one is now.
        """
        findings = apps.get_model("register", "IdentityFinding")._base_manager
        moves = apps.get_model("register", "AreaMove")._base_manager.filter(person=OuterRef("pk"))
        found = findings.filter(Q(person=OuterRef("pk")) | Q(other=OuterRef("pk")))
        return self.select_related(
            "area", "responsible_icb", "ordinary_residence_la", "lead_professional",
            "standing__rating", "standing__entry",
        ).annotate(
            compared=Exists(found), handed_over=Exists(moves),
            moving=Exists(moves.filter(state=MoveState.OPEN)),
        )  # fmt: skip

    def reaches(self, user: "User", permission: Permission, person: "Person") -> bool:
        """Whether `user` holds `permission` on someone who is not restricted.

        Asks the database only where the area of their roles, or their being the lead, does not
        say so already.
        """
        grants = user.grants(permission)
        leads = grants.own and person.lead_professional_id == user.pk
        if person.restricted_at is None and (leads or person.area_id in grants.areas):
            return True
        return self.permitted(user, permission).filter(pk=person.pk).exists()


class PersonManager(models.Manager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    """The ordinary manager of people: it does not know those who are restricted."""

    def get_queryset(self) -> PersonQuerySet:
        """Return everyone who is not restricted."""
        return super().get_queryset().filter(restricted_at__isnull=True)  # type: ignore[no-any-return]


class EveryonesManager(models.Manager["Person"]):
    """Everyone, restricted or not: for locking, withdrawal and erasure only."""


class RatingQuerySet(PersonScopedQuerySet["Rating"]):
    """Ratings, current and superseded."""

    person_path = "entry__person"

    def current(self) -> Self:
        """The ratings in force, as the list rows of those on the register say."""
        rows = apps.get_model("register", "Standing")._base_manager
        return self.filter(Exists(rows.filter(rating=OuterRef("pk"))))


class InvolvementQuerySet(PersonScopedQuerySet["Involvement"]):
    """Those named on people's records."""

    def current(self) -> Self:
        """Those whose involvement has not ended."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=timezone.now()))

    def named(self) -> Self:
        """Named partners, without those who are there for a meeting only."""
        return self.filter(basis="named")


class EntryQuerySet(PersonScopedQuerySet["Entry"]):
    """Entries on the register."""

    def open(self) -> Self:
        """Entries that are not closed."""
        return self.filter(closed_at__isnull=True)

    def left(self, person_id: UUID) -> "Entry | None":
        """The last entry of a person who has left the register; None for one on it, or never."""
        rows = self.filter(person=person_id).select_related("closed_by", "person")
        last = rows.order_by("-opened_at").first()
        return last if last is not None and last.closed_at is not None else None


class StayQuerySet(PersonScopedQuerySet["InpatientStay"]):
    """Stays in a mental health hospital."""

    def open(self) -> Self:
        """Stays without a discharge: the people who are BLUE."""
        return self.filter(discharged_on__isnull=True)

    def ended(self) -> Self:
        """Stays with a discharge, the last first."""
        return self.filter(discharged_on__isnull=False).order_by("-discharged_on", "pk")

    def lately_left(self, user: "User") -> Self:
        """Stays that ended some weeks ago at most, for which `user` may still record a visit."""
        return self.filter(lately_left(user.grants(Permission.VISIT_RECORD))).ended()

    def permitted(self, user: "User", permission: Permission) -> Self:
        """As everywhere; a visit can be recorded for some weeks after its stay has ended."""
        if permission is not Permission.VISIT_RECORD:
            return super().permitted(user, permission)
        grants = user.grants(permission)
        reached = self.scope(grants) | lately_left(grants)
        return self.filter(reached) if grants.any_role else self.none()


class StrikeOutQuerySet(PersonScopedQuerySet["StrikeOut"]):
    """What was struck out, the last first."""


class AdultDecisionQuerySet(PersonScopedQuerySet["AdultDecision"]):
    """Adult decisions, the last of an entry first."""

    person_path = "entry__person"


class StatutoryViewQuerySet(PersonScopedQuerySet["StatutoryView"]):
    """Views on the test of detention, the last first."""


class TransferQuerySet(PersonScopedQuerySet["Transfer"]):
    """Moves during stays."""

    person_path = "stay__person"


class StatusChangeQuerySet(PersonScopedQuerySet["StatusChange"]):
    """Changes of legal status during stays."""

    person_path = "stay__person"


class LeaveQuerySet(PersonScopedQuerySet["ExtendedLeave"]):
    """Extended leave under section 17."""

    person_path = "stay__person"

    def open(self) -> Self:
        """Leave that has not ended."""
        return self.filter(ended_on__isnull=True)


class ConcernQuerySet(PersonScopedQuerySet["StayConcern"]):
    """Concerns about how people are treated on wards."""

    person_path = "stay__person"


class DischargeLineQuerySet(PersonScopedQuerySet["DischargeLine"]):
    """Lines of discharge checklists."""

    person_path = "stay__person"

    def current(self) -> Self:
        """How each line of each stay stands now."""
        return self.order_by("stay", "code", "-set_at").distinct("stay", "code")


class InpatientStandingQuerySet(PersonScopedQuerySet["InpatientStanding"]):
    """The list rows of everyone in hospital; nobody restricted has one."""

    def scope(self, grants: Grants) -> Q:
        """By the row's own columns: the area, the commissioner who pays, the host who oversees.

        Leads and representatives reach their people as everywhere.
        """
        reached = Q(area__in=grants.areas) | _answerable(grants)
        if grants.own or grants.agenda:
            reached |= visible(grants, "person")
        return reached

    def parts(self, user: "User", permission: Permission) -> list[Self]:
        """Return what `permitted` does, as queries that one index each answers; they may overlap.

        PostgreSQL reads and sorts every row where one query asks for those that an organisation
        pays for or hosts.
        """
        grants = user.grants(permission)
        if grants.own or grants.agenda:
            return [self.permitted(user, permission)]
        return [self.filter(**{way: key}) for way, key in ways(grants)] or [self.none()]


def ways(grants: Grants) -> list[tuple[str, UUID]]:
    """Return by which columns of an inpatient's row `grants` reach it, each with one value."""
    found = [("commissioner", one) for one in sorted(grants.responsible)]
    if grants.viewing:
        found += [("host_commissioner", one) for one in sorted(grants.responsible)]
    return found + [("area", one) for one in sorted(grants.areas)]


class ListRowQuerySet(PersonScopedQuerySet[M]):
    """List rows with their own area and what a search looks through; no one restricted has one."""

    birth_path = "person__birth_date"

    def scope(self, grants: Grants) -> Q:
        """As for the person, but by the row's own area, which the list indexes carry.

        Nobody restricted has a row, so an area's rows need no look at the person.
        """
        if grants.areas and not (grants.own or grants.agenda or grants.responsible):
            return Q(area__in=grants.areas)
        return visible(grants, "person")

    def in_areas(self, user: "User", permission: Permission) -> Self:
        """Rows of the areas for which `user` holds `permission` as a whole."""
        return self.filter(area__in=user.grants(permission).areas)

    def led_by(self, user: "User") -> Self:
        """Rows of the people whom one professional leads."""
        return self.filter(person__lead_professional=user.pk)

    def without_lead(self) -> Self:
        """Rows of people whose lead professional's account is locked or closed."""
        return self.filter(person__lead_professional__is_active=False)

    def matching(self, sought: Sought) -> Self:
        """Rows of people who are what is sought, spelling mistakes allowed."""
        return cast(Self, finding.matching(self, sought, born=self.birth_path))


class StandingQuerySet(ListRowQuerySet["Standing"]):
    """The list rows of everyone with an open entry."""


class DepartureQuerySet(ListRowQuerySet["Departure"]):
    """The list rows of everyone who has left and is not on the register."""

    birth_path = "birth_date"


def possible_leads(area_ids: Iterable[UUID]) -> models.QuerySet["User"]:
    """Return the active users who are lead professionals in one of several areas."""
    held = _lead_roles().filter(area__in=area_ids)
    users = apps.get_model("accounts", "User").objects.active()
    found: models.QuerySet[User] = users.filter(pk__in=held.values("user"))
    return found.select_related("organisation")


def areas_of_lead(user: "User") -> models.QuerySet[Any]:
    """Return the ids of the areas in which a user may lead people."""
    return _lead_roles().filter(user=user.pk).values_list("area", flat=True)


def _lead_roles() -> models.QuerySet[Any]:
    rows: models.QuerySet[Any] = apps.get_model("accounts", "RoleHeld")._base_manager.all()
    return rows.filter(role=Role.LEAD, ended_at__isnull=True)


def leads_somebody(user: "User") -> str | None:
    """Say why `user` cannot leave yet: people whom they lead would have nobody (H17).

    People who are restricted count too: a withdrawal recorded in error brings them back.
    """
    entries = apps.get_model("register", "Entry")._base_manager
    count = entries.filter(closed_at__isnull=True, person__lead_professional=user.pk).count()
    if not count:
        return None
    people = "1 person" if count == 1 else f"{count} people"
    return f"They lead {people}. Name another lead professional first."
