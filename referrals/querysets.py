"""Named reads of referrals."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, Value, When

from accounts.rules import Permission
from accounts.scope import Grants, ScopedQuerySet
from referrals import rules
from register.querysets import PersonScopedQuerySet, visible
from register.rules import Level

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import User
    from referrals.models import (  # noqa: F401
        Referral,
        ReferralSection,
        ToolResult,
        Update,
        UpdateDraft,
    )


ANSWERING = frozenset(
    {
        Permission.TRIAGE,
        Permission.ALERT_VIEW,
        Permission.ALERT_ACKNOWLEDGE,
        Permission.MEETING_RUN,
    }
)
"""What the team that answers for the person does, and nobody else."""


class ReferralQuerySet(ScopedQuerySet["Referral"]):
    """Referrals: one's own, those of one's areas once sent, those of people one leads.

    A draft is its writer's alone. Nobody reaches a referral of somebody restricted. Whichever
    area a referral was sent to, the area that has the person's record answers for it.
    """

    def scope(self, grants: Grants) -> Q:
        """Return the filter for the referrals that `grants` reach."""
        reached = Q(referrer=grants.user_id)
        sent = Q(submitted_at__isnull=False)
        if grants.areas:
            reached |= sent & (Q(area__in=grants.areas) | Q(person__area__in=grants.areas))
            reached |= sent & Q(pk__in=_passed_on_to(grants.areas))
        if grants.own:
            reached |= sent & visible(grants, "person")
        return reached & _unrestricted()

    def permitted(self, user: "User", permission: Permission) -> Self:
        """As for all; triage and alerts are for the team of the area that has the record.

        Neither the referrer as such nor the area that was asked acts on another area's person.
        """
        rows = super().permitted(user, permission)
        if permission not in ANSWERING:
            return rows
        return rows.filter(person__area__in=user.grants(permission).areas)

    def unrestricted(self) -> Self:
        """Referrals of people who are not restricted; for tasks, which have no user."""
        return self.filter(_unrestricted())

    def drafts(self) -> Self:
        """Not sent yet."""
        return self.filter(state=rules.State.DRAFT)

    def untouched_since(self, moment: "datetime") -> Self:
        """Drafts neither begun nor saved after `moment`; for tasks, which have no user."""
        later = Exists(_sections().filter(referral=OuterRef("pk"), saved_at__gt=moment))
        return self.drafts().filter(~later, started_at__lte=moment)

    def not_warned(self) -> Self:
        """Drafts whose writer has not been told of the expiry since they were last saved."""
        return self.filter(Q(draft_warned_at__isnull=True) | Exists(_saved_since_warned()))

    def warned_by(self, moment: "datetime") -> Self:
        """Drafts whose writer was told by `moment` and has not saved them since."""
        return self.filter(~Exists(_saved_since_warned()), draft_warned_at__lte=moment)

    def of(self, user: "User") -> Self:
        """Those that `user` wrote."""
        return self.filter(referrer=user)

    def awaiting_triage(self) -> Self:
        """Sent and not decided, a pause for information included: RED ones count as RED."""
        return self.filter(state__in=rules.AWAITING_TRIAGE).filter(_unrestricted())

    def red_waiting(self) -> Self:
        """Rated RED by the clinician and not decided: these people count as RED."""
        return self.awaiting_triage().filter(level=Level.RED)

    def decided(self) -> Self:
        """Accepted, declined or withdrawn after they were sent."""
        return self.filter(state__in=rules.DECIDED, submitted_at__isnull=False)

    def red_first(self) -> Self:
        """In the order of the worklist: RED, AMBER, GREEN, and the oldest first in each."""
        rank = Case(
            *(When(level=level.value, then=Value(place)) for level, place in rules.RANK.items()),
            default=Value(len(rules.RANK)),
            output_field=IntegerField(),
        )
        return self.annotate(rank=rank).order_by("rank", "submitted_at", "id")

    def newest_first(self) -> Self:
        """In the order of the other lists."""
        return self.order_by("-started_at", "-id")

    def with_what_was_answered(self) -> Self:
        """With whether the referrer has answered the team, as the words for the state say."""
        return self.annotate(was_answered=Exists(_answers()))

    def with_names(self) -> Self:
        """With what a list shows of each, so that no row asks again."""
        rows = self.with_what_was_answered()
        return rows.select_related("area", "referrer", "copy").prefetch_related(
            models.Prefetch(
                "sections",
                queryset=_sections().filter(key=rules.SectionKey.PERSON),
                to_attr="person_sections",
            )
        )


def _answers() -> models.QuerySet[Any]:
    steps = apps.get_model("referrals", "TriageStep")._base_manager
    return steps.filter(referral=OuterRef("pk"), kind=rules.StepKind.ANSWERED)


def _passed_on_to(areas: Collection[UUID]) -> models.QuerySet[Any]:
    """Return the ids of referrals that other areas ask these to take: open in both until then."""
    redirects = apps.get_model("referrals", "Redirect")._base_manager
    return redirects.filter(state="open", to_area__in=areas).values("referral")


def _unrestricted() -> Q:
    return Q(person__restricted_at__isnull=True, about__restricted_at__isnull=True)


def _saved_since_warned() -> models.QuerySet[Any]:
    return _sections().filter(referral=OuterRef("pk"), saved_at__gt=OuterRef("draft_warned_at"))


def _sections() -> models.QuerySet[Any]:
    from referrals.models import ReferralSection

    return ReferralSection.objects.all()


class SectionQuerySet(models.QuerySet["ReferralSection"]):
    """Sections of drafts; reached through their referral."""

    def complete(self) -> Self:
        """Those said to be finished."""
        return self.filter(complete=True)

    def naming(
        self, *, nhs_number: str | None, family_name: str, given_name: str, birth_date: str
    ) -> Self:
        """The person sections that name somebody by NHS number, or by name and birth date."""
        who = Q(
            answers__family_name__iexact=family_name,
            answers__given_name__iexact=given_name,
            answers__birth_date=birth_date,
        )
        if nhs_number:
            who |= Q(answers__nhs_number=nhs_number)
        return self.filter(who, key=rules.SectionKey.PERSON)


class ToolResultQuerySet(PersonScopedQuerySet["ToolResult"]):
    """Results of clinical support tools, each with the version it was made with.

    A result of a referral is about the referral's person: where that was joined to another
    record, `person` is still the one that stayed behind.
    """

    def scope(self, grants: Grants) -> Q:
        """Return the filter for results about people whom `grants` reach."""
        return visible(grants, "person") | visible(grants, "referral__person")

    def about(self, person_id: UUID) -> Self:
        """Those about the person, results of referrals joined to their record among them."""
        return self.filter(Q(person=person_id) | Q(referral__person=person_id))

    def newest_first(self) -> Self:
        """The latest first."""
        return self.order_by("-completed_at")


class UpdateDraftQuerySet(PersonScopedQuerySet["UpdateDraft"]):
    """Updates that are being written: each is its writer's alone, while they reach the person."""

    def scope(self, grants: Grants) -> Q:
        """Return the filter for one's own, about people whom `grants` reach."""
        return Q(writer=grants.user_id) & super().scope(grants)

    def untouched_since(self, moment: "datetime") -> Self:
        """Those not saved after `moment`."""
        return self.filter(saved_at__lte=moment)

    def not_warned(self) -> Self:
        """Those whose writer has not been told of the expiry since they were last saved."""
        return self.filter(Q(warned_at__isnull=True) | Q(warned_at__lt=models.F("saved_at")))

    def warned_by(self, moment: "datetime") -> Self:
        """Those whose writer was told by `moment` and has not saved them since."""
        return self.filter(warned_at__lte=moment, warned_at__gte=models.F("saved_at"))


class UpdateQuerySet(PersonScopedQuerySet["Update"]):
    """Updates that were sent; reached when the person is."""

    def waiting(self) -> Self:
        """Those that ask for a rating decision and have none, about people on the register now.

        No one restricted, and no one whose entry is closed, has a row of standing. What was sent
        in an earlier time on the register waits no more; a record closed in error is the same time.
        """
        return self.unrestricted().filter(
            asks_rating=True, outcome__isnull=True, person__standing__isnull=False,
            person__standing__entry__opened_at__lte=F("sent_at"),
        )  # fmt: skip

    def newest_first(self) -> Self:
        """The latest first."""
        return self.order_by("-sent_at")
