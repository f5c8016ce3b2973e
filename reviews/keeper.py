"""What reviews keep about a person, for their page, their copy and their erasure."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.conf import settings

from accounts.models import User
from accounts.rules import Permission
from actions.models import Duty
from core.copies import Told
from core.dates import LOCAL_ZONE
from core.records import Erased, Keeper, Moment, Panel, remove
from register.models import InpatientStay, Person
from reviews import rules
from reviews.copies import copy_of
from reviews.models import (
    Finding,
    KeyworkerFollowUp,
    KeyworkerReferral,
    OversightVisit,
    Recommendation,
    ReportCopy,
    Review,
    ReviewPaper,
    ReviewRequest,
)


class ReviewsKeeper(Keeper):
    """Reviews, decisions about a keyworker, oversight visits."""

    name = "reviews"
    floor = 5
    models = (
        ReportCopy, Recommendation, Finding, Review, ReviewPaper, ReviewRequest,
        KeyworkerFollowUp, KeyworkerReferral, OversightVisit,
    )  # fmt: skip

    def panels(self, person_id: UUID, *, viewer: User, at: datetime) -> list[Panel]:
        """Return reviews, the keyworker and, during or after a stay, the visits."""
        may_record = viewer.holds(Permission.REVIEW_RECORD)
        person = Person.objects.get(pk=person_id)
        common = {"person_id": person_id, "may_record": may_record, "at": at}
        found = [
            Panel(
                "reviews",
                "C(E)TRs and emergency protocols",
                "reviews/panels/reviews.html",
                common
                | {
                    "reviews": list(Review.objects.filter(person=person_id)[:20]),
                    "due": Duty.objects.open().reviews().filter(person=person_id).first(),
                    "laep": settings.DSR_LAEP_LABEL,
                },
                order=20,
            )
        ]
        decisions = list(
            KeyworkerReferral.objects.filter(person=person_id).select_related("recorded_by")[:10]
        )
        young = rules.may_have_keyworker(person.birth_date, on=at.astimezone(LOCAL_ZONE).date())
        if young or decisions:
            context = common | {"decisions": decisions, "may_record": may_record and young}
            template = "reviews/panels/keyworker.html"
            found.append(Panel("keyworker", "Keyworker", template, context, order=25))
        visits = list(OversightVisit.objects.filter(person=person_id).select_related("visited_by"))
        stay = InpatientStay.objects.open().filter(person=person_id).first()
        if stay is not None or visits:
            due = Duty.objects.open().visits().filter(person=person_id).first()
            context = common | {"visits": visits[:20], "stay": stay, "due": due}
            template = "reviews/panels/visits.html"
            title = "Commissioner's oversight visits"
            found.append(Panel("visits", title, template, context, order=26))
        return found

    def timeline(self, person_id: UUID, *, viewer: User) -> list[Moment]:
        """Return reviews, keyworker decisions and visits, each on its own day."""
        moments = [
            Moment(_noon(one.held_on), f"{one.shown_kind} held", one.get_setting_display())
            for one in Review.objects.filter(person=person_id)[:50]
        ]
        moments += [
            Moment(_noon(one.decided_on), one.get_outcome_display(), one.reason)
            for one in KeyworkerReferral.objects.filter(person=person_id)[:50]
        ]
        moments += [
            Moment(_noon(one.visited_on), "Commissioner's oversight visit", by=str(one.visited_by))
            for one in OversightVisit.objects.filter(person=person_id).select_related("visited_by")[
                :50
            ]
        ]
        return moments

    def export(self, person_id: UUID) -> Told:
        """Return every review, keyworker decision and visit."""
        return copy_of(person_id)

    def erase(self, person_id: UUID, erased: Erased) -> None:
        """Remove it all."""
        for model in self.models:
            remove(model._default_manager.filter(person=person_id), erased)


def _noon(day: Any) -> datetime:
    """Return midday of a day, for things that have a day and no time."""
    return datetime.combine(day, time(12), tzinfo=LOCAL_ZONE)
