"""The register's parts of the person's page: details, who is involved, ratings, stays, statute."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from core.dates import birthday_on, local_day
from core.nhsuk import say
from core.records import Panel
from register import coded_lists, rules
from register.models import (
    AdultDecision,
    DischargeLine,
    Entry,
    InpatientStay,
    Involvement,
    Person,
    Rating,
    StatutoryView,
    StayConcern,
    StrikeOut,
    Transfer,
)


def panels_of(person: Person, *, at: datetime) -> list[Panel]:
    """Return the panels, in the order in which they are drawn where `order` is equal."""
    return [
        _details(person, at=at),
        _involved(person),
        _ratings(person),
        _stays(person, at=at),
        _statute(person),
        *_adulthood(person, at=at),
        *_struck_out(person),
    ]


def _details(person: Person, *, at: datetime) -> Panel:
    plan = rules.ehc_plan_words(person.ehc_plan, birth_date=person.birth_date, on=local_day(at))
    rows = [
        {"key": key, "value": value}
        for key, value in (
            ("Area", person.area.name),
            ("Address", person.address),
            ("Postcode", person.postcode),
            ("Phone number", person.phone),
            ("GP practice", person.gp_practice),
            ("Learning disability", person.get_learning_disability_display()),
            ("Autism", person.get_autism_display()),
            ("Education, health and care plan", plan),
            ("Communication", person.communication_needs),
            ("Reasonable adjustments", person.reasonable_adjustments),
            ("Responsible integrated care board", person.responsible_icb),
            ("Local authority of ordinary residence", person.ordinary_residence_la),
        )
    ]
    template = "register/panels/details.html"
    context = {"person": person, "rows": rows}
    return Panel("details", "About the person", template, context, order=30)


def _involved(person: Person) -> Panel:
    partners = list(
        Involvement.objects.named().current().filter(person=person).select_related("organisation")
    )
    needed = any(one.attends_cetr for one in partners)
    confirmed = Entry.objects.open().filter(person=person) if needed else Entry.objects.none()
    context = {
        "person": person,
        "partners": partners,
        "cetr_partners": needed,
        "confirmed_at": confirmed.values_list("partners_confirmed_at", flat=True).first(),
    }
    return Panel("involved", "Who is involved", "register/panels/involved.html", context)


def _ratings(person: Person) -> Panel:
    rows = Rating.objects.filter(entry__person=person).select_related("set_by")[:20]
    context = {"person": person, "ratings": list(rows)}
    return Panel("ratings", "Ratings", "register/panels/ratings.html", context)


def _stays(person: Person, *, at: datetime) -> Panel:
    during: list[Any] = [
        Prefetch("transfers", Transfer.objects.select_related("hospital", "from_hospital")),
        "statuses",
        "leaves",
        Prefetch("concerns", StayConcern.objects.select_related("raised_by")),
        Prefetch("lines", DischargeLine.objects.current()),
    ]
    rows = (
        InpatientStay.objects.filter(person=person)
        .select_related(
            "hospital", "commissioner", "host_commissioner", "s117_icb", "s117_authority"
        )
        .prefetch_related(*during)
        .order_by("-admitted_on")
    )
    stays = [
        {
            "stay": stay,
            "rows": _rows_of(stay, at=at),
            "leave": next((one for one in stay.leaves.all() if one.ended_on is None), None),
            "events": _during(stay),
        }
        for stay in rows
    ]
    context = {"person": person, "stays": stays}
    return Panel("stays", "Stays in hospital", "register/panels/stays.html", context)


def _rows_of(stay: InpatientStay, *, at: datetime) -> list[dict[str, Any]]:
    """Return the facts of a stay as rows of a summary list."""
    ended = stay.discharged_on
    days = ((ended or local_day(at)) - stay.admitted_on).days
    return [
        {"key": key, "value": value}
        for key, value in (
            ("Ward", stay.ward),
            ("Admitted", f"{say.date_words(stay.admitted_on)} ({days} days)"),
            ("Planned admission", stay.planned),
            ("Security", stay.get_security_display()),
            ("Legal status", _status(stay, on=local_day(at))),
            *_statutory_rows(stay),
            ("Unit rated Inadequate when they came to it", stay.unit_inadequate),
            ("Out of area", stay.out_of_area),
            ("On the register before", stay.on_register_before),
            ("Rating at admission", stay.level_at_admission),
            ("C(E)TR before", _before(stay)),
            ("Responsible commissioner", stay.commissioner),
            ("Host commissioner", stay.host_commissioner),
            ("Section 117 aftercare", _aftercare(stay)),
            *_leaving_rows(stay),
        )
    ]


def _status(stay: InpatientStay, *, on: date) -> list[str]:
    """Return the legal status, and below it what to ask about it."""
    return [words for words in (stay.status_words, stay.status_question(on=on)) if words]


def _statutory_rows(stay: InpatientStay) -> list[tuple[str, Any]]:
    if stay.detained_since is None:
        return []
    return [
        ("Detained since", stay.detained_since),
        ("Applicable day (Part 8A)", stay.applicable_on or "None: no view was formed yet"),
    ]


def _leaving_rows(stay: InpatientStay) -> list[tuple[str, Any]]:
    if stay.discharged_on is not None:
        return [("Discharged", stay.discharged_on), ("Where they moved to", stay.destination)]
    settled = [line for line in stay.lines.all() if line.state != rules.LineState.NOT_YET]
    lines = coded_lists.discharge_checklist().lines
    return [
        ("Discharge planned for", stay.planned_discharge_on or "No discharge is planned yet"),
        ("What stands in the way", stay.discharge_barriers),
        ("Discharge checklist", f"{len(settled)} of {len(lines)} lines done or not needed"),
    ]


def _before(stay: InpatientStay) -> str:
    if not stay.review_before:
        return "Yes" if stay.cetr_before else "No"
    kind = rules.ReviewBefore(stay.review_before).label
    day = stay.review_before_on
    return f"{kind}, {say.date_words(day)}" if day else kind


def _aftercare(stay: InpatientStay) -> str:
    bodies = [body.name for body in (stay.s117_icb, stay.s117_authority) if body]
    return ", ".join(bodies)


def _during(stay: InpatientStay) -> list[dict[str, Any]]:
    """Return what happened during a stay, the latest first: a day, what, and words."""
    found = [
        {
            "on": move.moved_on,
            "what": f"Moved from {_place(move.from_hospital, move.from_ward)} "
            f"to {_place(move.hospital, move.ward)}",
            "words": move.reason,
            "kind": "transfer",
            "fact": move.pk,
        }
        for move in stay.transfers.all()
    ]
    found += [
        {
            "on": change.changed_on,
            "what": f"Legal status: {change.get_legal_status_display()}",
            "words": change.section_other or change.get_section_display(),
            "kind": "status",
            "fact": change.pk,
            "correct": "register:correct_status",
        }
        for change in stay.statuses.all()
    ]
    for leave in stay.leaves.all():
        found.append(
            {
                "on": leave.started_on,
                "what": "Extended leave began",
                "words": leave.note,
                "kind": "leave",
                "fact": leave.pk,
                "correct": "register:correct_leave",
            }
        )
        if leave.ended_on:
            found.append({"on": leave.ended_on, "what": "Came back from leave", "words": ""})
    found += [
        {
            "on": concern.seen_on,
            "what": f"Concern: {concern.get_kind_display().lower()}, "
            f"recorded by {concern.raised_by.full_name}",
            "words": concern.note,
            "kind": "concern",
            "fact": concern.pk,
        }
        for concern in stay.concerns.all()
    ]
    return sorted(found, key=lambda one: one["on"], reverse=True)


def _place(hospital: Any, ward: str) -> str:
    return f"{hospital.name}, {ward}" if ward else str(hospital.name)


def _statute(person: Person) -> Panel:
    listed = coded_lists.statutory_factors()
    views = StatutoryView.objects.filter(person=person).select_related("formed_by")
    last = views.first()
    context = {
        "person": person,
        "view": last,
        "factors": [listed.words(code) for code in last.factors] if last else [],
        "listed": listed,
    }
    title = "Risk of detention (statute)"
    return Panel("statute", title, "register/panels/statute.html", context, order=60)


def _adulthood(person: Person, *, at: datetime) -> list[Panel]:
    """Return the panel about turning 18, for those who are at that age and came before it.

    It is of interest up to the birthday up to which an EHC plan can be kept.
    """
    today = local_day(at)
    near = birthday_on(person.birth_date, rules.DECIDE_FROM) <= today
    if not near or today >= rules.ehc_plan_ended_on(person.birth_date):
        return []
    entry = Entry.objects.open().filter(person=person).first()
    adult_on = birthday_on(person.birth_date, rules.ADULT)
    if entry is None or local_day(entry.opened_at) >= adult_on:
        return []
    decisions = AdultDecision.objects.filter(entry=entry).select_related("decided_by")
    context = {"person": person, "adult_on": adult_on, "decision": decisions.first()}
    return [Panel("adulthood", "Turning 18", "register/panels/adulthood.html", context, order=20)]


def _struck_out(person: Person) -> list[Panel]:
    """Return the panel of what was recorded by mistake, where anything was."""
    rows = list(StrikeOut.objects.filter(person=person).select_related("by").order_by("-at")[:50])
    if not rows:
        return []
    template = "register/panels/struck_out.html"
    return [Panel("struck-out", "Recorded by mistake", template, {"rows": rows}, order=90)]


def person_of(person_id: UUID) -> Person:
    """Return the person with what the panels show of related records."""
    person: Person = Person.objects.select_related(
        "area", "responsible_icb", "ordinary_residence_la", "lead_professional"
    ).get(pk=person_id)
    return person
