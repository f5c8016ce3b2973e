"""What reviews keep about a person, for their page, their copy and their erasure."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.conf import settings

from accounts.rules import Permission
from core.copies import Told
from core.dates import LOCAL_ZONE, local_day
from core.records import Erased, Keeper, Moment, Panel, Viewing, remove
from duties.person_page import open_duties
from register.person_page import open_stay
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

    def panels(self, viewing: Viewing) -> list[Panel]:
        """Return reviews, the keyworker and, during or after a stay, the visits."""
        common = {
            "person_id": viewing.person.pk,
            "may_record": viewing.viewer.holds(Permission.REVIEW_RECORD),
            "at": viewing.at,
        }
        made = (_reviews_panel, _keyworker_panel, _visits_panel)
        return [one for panel in made if (one := panel(viewing, common)) is not None]

    def timeline(self, viewing: Viewing) -> list[Moment]:
        """Return reviews, keyworker decisions and visits, each on its own day."""
        moments = [
            Moment(_noon(one.held_on), f"{one.shown_kind} held", one.get_setting_display())
            for one in viewing.once(_reviews)
        ]
        moments += [
            Moment(_noon(one.asked_on), f"{one.kind} asked for", one.reason)
            for one in viewing.once(_requests)
        ]
        moments += [
            Moment(_noon(one.happened_on), f"Keyworker: {one.get_state_display().lower()}")
            for decision in viewing.once(_keyworker)
            for one in decision.follow_ups.all()
        ]
        moments += [
            Moment(_noon(one.decided_on), one.get_outcome_display(), one.reason)
            for one in viewing.once(_keyworker)
        ]
        moments += [
            Moment(_noon(one.visited_on), "Commissioner's oversight visit", by=str(one.visited_by))
            for one in viewing.once(_visits)
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


def _reviews_panel(viewing: Viewing, common: dict[str, Any]) -> Panel:
    requests = viewing.once(_requests)[:20]
    duties = viewing.once(open_duties)
    context = common | {
        "reviews": viewing.once(_reviews)[:20],
        "waiting": next((one for one in requests if one.is_open), None),
        "ended": [one for one in requests if one.state in rules.ENDED_EARLY],
        "may_ask": viewing.viewer.holds(Permission.REVIEW_REQUEST),
        "due": next((one for one in duties if one.by_review), None),
        "laep": settings.DSR_LAEP_LABEL,
    }
    title = "C(E)TRs and emergency protocols"
    return Panel("reviews", title, "reviews/panels/reviews.html", context, order=20)


def _keyworker_panel(viewing: Viewing, common: dict[str, Any]) -> Panel | None:
    decisions, on = viewing.once(_keyworker)[:10], local_day(viewing.at)
    young = rules.may_have_keyworker(viewing.person.birth_date, on=on)
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


def _visits_panel(viewing: Viewing, common: dict[str, Any]) -> Panel | None:
    visits, stay = viewing.once(_visits), viewing.once(open_stay)
    if stay is None and not visits:
        return None
    due = next((one for one in viewing.once(open_duties) if one.by_visit), None)
    context = common | {"visits": visits[:20], "stay": stay, "due": due}
    title = "Commissioner's oversight visits"
    return Panel("visits", title, "reviews/panels/visits.html", context, order=26)


def _reviews(viewing: Viewing) -> list[Review]:
    return list(Review.objects.filter(person=viewing.person).with_where()[:50])


def _requests(viewing: Viewing) -> list[ReviewRequest]:
    return list(ReviewRequest.objects.filter(person=viewing.person)[:50])


def _keyworker(viewing: Viewing) -> list[KeyworkerReferral]:
    """Return the decisions about a keyworker, each with what the service answered."""
    rows = KeyworkerReferral.objects.filter(person=viewing.person).select_related("recorded_by")
    return list(rows.prefetch_related("follow_ups")[:50])


def _visits(viewing: Viewing) -> list[OversightVisit]:
    rows = OversightVisit.objects.filter(person=viewing.person).select_related("visited_by")
    return list(rows[:50])


def _noon(day: Any) -> datetime:
    """Return midday of a day, for things that have a day and no time."""
    return datetime.combine(day, time(12), tzinfo=LOCAL_ZONE)
