"""What reviews keep about a person, for their page, their copy and their erasure."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.conf import settings

from accounts.models import User
from accounts.rules import Permission
from core.copies import Told
from core.dates import LOCAL_ZONE, local_day
from core.records import Erased, Keeper, Moment, Panel, remove
from register.models import InpatientStay, Person
from reviews import reading, rules
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
    floor = 6
    models = (
        ReportCopy, Recommendation, Finding, Review, ReviewPaper, ReviewRequest,
        KeyworkerFollowUp, KeyworkerReferral, OversightVisit,
    )  # fmt: skip

    def panels(self, person_id: UUID, *, viewer: User, at: datetime) -> list[Panel]:
        """Return reviews, the keyworker and, during or after a stay, the visits."""
        person = Person.objects.get(pk=person_id)
        common = {
            "person_id": person_id,
            "may_record": viewer.holds(Permission.REVIEW_RECORD),
            "at": at,
        }
        found = [_reviews_panel(person_id, common, viewer), _keyworker_panel(person, common, at)]
        return [one for one in [*found, _visits_panel(person_id, common)] if one is not None]

    def timeline(self, person_id: UUID, *, viewer: User) -> list[Moment]:
        """Return reviews, keyworker decisions and visits, each on its own day."""
        moments = [
            Moment(_noon(one.held_on), f"{one.shown_kind} held", one.get_setting_display())
            for one in Review.objects.filter(person=person_id)[:50]
        ]
        moments += [
            Moment(_noon(one.asked_on), f"{one.kind} asked for", one.reason)
            for one in ReviewRequest.objects.filter(person=person_id)[:50]
        ]
        moments += [
            Moment(_noon(one.happened_on), f"Keyworker: {one.get_state_display().lower()}")
            for one in KeyworkerFollowUp.objects.filter(person=person_id)[:50]
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
            rows = getattr(model, "recorded", model._base_manager)  # struck out as well
            remove(rows.filter(person=person_id), erased)


def _reviews_panel(person_id: UUID, common: dict[str, Any], viewer: User) -> Panel:
    requests = list(ReviewRequest.objects.filter(person=person_id)[:20])
    context = common | {
        "reviews": list(Review.objects.filter(person=person_id)[:20]),
        "waiting": next((one for one in requests if one.is_open), None),
        "ended": [one for one in requests if one.state in rules.ENDED_EARLY],
        "may_ask": viewer.holds(Permission.REVIEW_REQUEST),
        "due": reading.review_due(person_id),
        "laep": settings.DSR_LAEP_LABEL,
    }
    title = "C(E)TRs and emergency protocols"
    return Panel("reviews", title, "reviews/panels/reviews.html", context, order=20)


def _keyworker_panel(person: Person, common: dict[str, Any], at: datetime) -> Panel | None:
    rows = KeyworkerReferral.objects.filter(person=person).select_related("recorded_by")
    decisions = list(rows.prefetch_related("follow_ups")[:10])
    on = local_day(at)
    young = rules.may_have_keyworker(person.birth_date, on=on)
    if not young and not decisions:
        return None
    last = decisions[0] if decisions else None
    known = last is not None and last.outcome in rules.KNOWN_TO_KEYWORKER
    again = reading.ask_again(last) if last is not None else None
    context = common | {
        "decisions": decisions,
        "may_record": common["may_record"] and young,
        "followable": last.pk if last is not None and known and common["may_record"] else None,
        "ask_again": again,
        "ask_late": again is not None and again < on,
    }
    template = "reviews/panels/keyworker.html"
    return Panel("keyworker", "Keyworker", template, context, order=25)


def _visits_panel(person_id: UUID, common: dict[str, Any]) -> Panel | None:
    visits = list(OversightVisit.objects.filter(person=person_id).select_related("visited_by"))
    stay = InpatientStay.objects.open().filter(person=person_id).first()
    if stay is None and not visits:
        return None
    context = common | {
        "visits": visits[:20], "stay": stay, "due": reading.visit_due(person_id),
    }  # fmt: skip
    title = "Commissioner's oversight visits"
    return Panel("visits", title, "reviews/panels/visits.html", context, order=26)


def _noon(day: Any) -> datetime:
    """Return midday of a day, for things that have a day and no time."""
    return datetime.combine(day, time(12), tzinfo=LOCAL_ZONE)
