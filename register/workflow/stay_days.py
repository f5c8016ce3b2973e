"""What stood on the days of a stay: the rating before it, its legal status, what happened when."""

from collections.abc import Callable, Collection
from datetime import date

from django.db.models import Q

from register import rules
from register.models import InpatientStay, Person, Rating

DaysSource = Callable[[InpatientStay], Collection[date]]

_sources: dict[str, DaysSource] = {}


def add_days_source(name: str, source: DaysSource) -> None:
    """Let `source(stay)` say on which days something that floors above keep happened in a stay."""
    _sources[name] = source


def days_during(stay: InpatientStay) -> list[date]:
    """Return the days of what happened during the stay, apart from its beginning and its end."""
    return [
        *stay.transfers.order_by().values_list("moved_on", flat=True),
        *stay.statuses.order_by().values_list("changed_on", flat=True),
        *stay.leaves.order_by().values_list("started_on", flat=True),
        *stay.concerns.order_by().values_list("seen_on", flat=True),
        *(day for source in _sources.values() for day in source(stay)),
    ]


def level_on(person: Person, day: date) -> str:
    """Return the rating in force at the end of the day `day`; empty where there was none.

    An admission says its day and no time: a rating given on that day counts as given before it.
    """
    ratings = Rating.objects.filter(entry__person=person, set_at__date__lte=day)
    open_then = Q(entry__closed_at__isnull=True) | Q(entry__left_on__gte=day)
    open_then |= Q(entry__left_on=None, entry__closed_at__date__gte=day)
    found = ratings.filter(open_then).order_by("-set_at").values_list("level", flat=True)
    return found.first() or ""


def applicable_on(person: Person, since: date | None) -> date | None:
    """Return the applicable day of someone detained since that day."""
    unknown = {rules.Diagnosis.NO.value, rules.Diagnosis.UNKNOWN.value}
    return rules.applicable_day(
        detained_since=since,
        formed_on=person.commissioner_view_formed_on,
        known=not {str(person.learning_disability), str(person.autism)} <= unknown,
    )


def detained_on(stay: InpatientStay, day: date) -> bool:
    """Whether the person was detained, in the sense of Part 8A, at the end of a day of the stay."""
    return rules.LegalStatus(status_on(stay, day)).detained


def status_on(stay: InpatientStay, day: date) -> str:
    """Return the legal status at the end of a day of the stay."""
    status = str(stay.history.earliest().legal_status)
    for change in stay.statuses.order_by("changed_on", "recorded_at"):
        if change.changed_on <= day:
            status = change.legal_status
    return status


def settle_status(stay: InpatientStay) -> None:
    """Put on the stay what its changes of legal status come to, and since when it is detention."""
    first = stay.history.earliest()
    now = (first.legal_status, first.section, first.section_other)
    since = stay.admitted_on if rules.LegalStatus(now[0]).detained else None
    for change in stay.statuses.order_by("changed_on", "recorded_at"):
        since = rules.detained_since(
            was=rules.LegalStatus(now[0]),
            since=since,
            now=rules.LegalStatus(change.legal_status),
            on=change.changed_on,
        )
        now = (change.legal_status, change.section, change.section_other)
    stay.legal_status, stay.section, stay.section_other = now
    stay.detained_since = since
    stay.applicable_on = applicable_on(stay.person, since)
