"""The register's parts of the person's page: details, who is involved, ratings, stays, statute."""

from datetime import date, datetime
from typing import Any

from accounts.rules import Permission
from core.dates import birthday_on, local_day
from core.nhsuk import say
from core.records import Panel, Viewing
from register import coded_lists, person_page, rules, stated
from register.models import (
    AdultDecision,
    InpatientStay,
    Involvement,
    Person,
    StatutoryView,
)
from register.workflow.mistakes.striking_out import what_it_takes


def panels_of(viewing: Viewing) -> list[Panel]:
    """Return the panels, in the order in which they are drawn where `order` is equal."""
    return [
        _details(viewing),
        _involved(viewing),
        _ratings(viewing),
        _stays(viewing),
        _statute(viewing.person),
        *_adulthood(viewing),
        *_struck_out(viewing),
    ]


def _details(viewing: Viewing) -> Panel:
    person, at = viewing.person, viewing.at
    home = " (no fixed home)" if person.has_no_fixed_home else ""
    plan = rules.ehc_plan_words(person.ehc_plan, birth_date=person.birth_date, on=local_day(at))
    rows = [
        {"key": key, "value": value}
        for key, value in (
            (stated.GENDER.called, stated.GENDER.words(person.gender)),
            (stated.ETHNICITY.called, stated.ETHNICITY.words(person.ethnicity)),
            ("Area", person.area.name),
            ("Address", person.address),
            ("Postcode", f"{person.postcode}{home}"),
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
    may_triage = person.area_id in viewing.viewer.grants(Permission.TRIAGE).areas
    context = {"person": person, "rows": rows, "may_triage": may_triage}
    return Panel("details", "About the person", template, context, order=30)


def _involved(viewing: Viewing) -> Panel:
    person, entry = viewing.person, viewing.once(person_page.entry)
    partners = list(
        Involvement.objects.named().current().filter(person=person).select_related("organisation")
    )
    needed = any(one.attends_cetr for one in partners)
    context = {
        "person": person,
        "partners": partners,
        "cetr_partners": needed,
        "confirmed_at": entry.partners_confirmed_at if entry is not None else None,
    }
    return Panel("involved", "Who is involved", "register/panels/involved.html", context)


def _ratings(viewing: Viewing) -> Panel:
    context = {"person": viewing.person, "ratings": viewing.once(person_page.ratings)[:20]}
    return Panel("ratings", "Ratings", "register/panels/ratings.html", context)


def _stays(viewing: Viewing) -> Panel:
    stays = [
        {
            "stay": stay,
            "rows": _rows_of(stay, at=viewing.at),
            "leave": _leave_of(stay),
            "events": _during(stay),
        }
        for stay in viewing.once(person_page.stays)
    ]
    context = {"person": viewing.person, "stays": stays}
    return Panel("stays", "Stays in hospital", "register/panels/stays.html", context)


def _leave_of(stay: Any) -> dict[str, Any] | None:
    """Return the extended leave that goes on, if any."""
    began = (_day(one["on"]) for one in stay.on_leave if one["until"] is None)
    return next(({"started_on": day} for day in began), None)


def _rows_of(stay: Any, *, at: datetime) -> list[dict[str, Any]]:
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


def _status(stay: Any, *, on: date) -> list[str]:
    """Return the legal status, and below it what to ask about it."""
    changes = [(one["was"], one["status"], _day(one["on"])) for one in stay.changed]
    question = stay.status_question(changes, on=on)
    return [words for words in (stay.status_words, question) if words]


def _statutory_rows(stay: InpatientStay) -> list[tuple[str, Any]]:
    if stay.detained_since is None:
        return []
    return [
        ("Detained since", stay.detained_since),
        ("Applicable day (Part 8A)", stay.applicable_on or "None: no view was formed yet"),
    ]


def _leaving_rows(stay: Any) -> list[tuple[str, Any]]:
    if stay.discharged_on is not None:
        return [("Discharged", stay.discharged_on), ("Where they moved to", stay.destination)]
    settled = [state for state in stay.line_states if state != rules.LineState.NOT_YET]
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


def _during(stay: Any) -> list[dict[str, Any]]:
    """Return what happened during a stay, the latest first: a day, what, and words."""
    found = [
        _happened(
            one, "transfer",
            f"Moved from {_place(one['from_hospital'], one['from_ward'])} "
            f"to {_place(one['hospital'], one['ward'])}",
        )
        for one in stay.moved
    ]  # fmt: skip
    for one in stay.changed:
        status = rules.LegalStatus(one["status"]).label
        section = rules.Section(one["section"]).label if one["section"] else ""
        found.append(
            _happened(one, "status", f"Legal status: {status}", words=one["words"] or section)
        )
    for one in stay.on_leave:
        found.append(_happened(one, "leave", "Extended leave began"))
        if one["until"]:
            found.append({"on": _day(one["until"]), "what": "Came back from leave", "words": ""})
    for one in stay.worried:
        kind = rules.ConcernKind(one["kind"]).label.lower()
        found.append(_happened(one, "concern", f"Concern: {kind}, recorded by {one['by']}"))
    return sorted(found, key=lambda one: one["on"], reverse=True)


def _happened(one: dict[str, Any], kind: str, what: str, *, words: str = "") -> dict[str, Any]:
    """Return a fact of a stay as a line of the page, with where it is put right."""
    return {
        "on": _day(one["on"]),
        "what": what,
        "words": words or one["words"],
        "kind": kind,
        "fact": one["fact"],
    }


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _place(hospital: str, ward: str) -> str:
    return f"{hospital}, {ward}" if ward else hospital


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


def _adulthood(viewing: Viewing) -> list[Panel]:
    """Return the panel about turning 18, for those who are at that age and came before it.

    It is of interest up to the birthday up to which an EHC plan can be kept.
    """
    person, today = viewing.person, local_day(viewing.at)
    near = birthday_on(person.birth_date, rules.DECIDE_FROM) <= today
    if not near or today >= rules.ehc_plan_ended_on(person.birth_date):
        return []
    entry = viewing.once(person_page.entry)
    adult_on = birthday_on(person.birth_date, rules.ADULT)
    if entry is None or local_day(entry.opened_at) >= adult_on:
        return []
    decisions = AdultDecision.objects.filter(entry=entry).select_related("decided_by")
    context = {"person": person, "adult_on": adult_on, "decision": decisions.first()}
    return [Panel("adulthood", "Turning 18", "register/panels/adulthood.html", context, order=20)]


def _struck_out(viewing: Viewing) -> list[Panel]:
    """Return the panel of what was recorded by mistake, where anything was."""
    rows = person_page.out_of_force(viewing)
    if not rows:
        return []
    template = "register/panels/struck_out.html"
    context = {
        "person": viewing.person,
        "rows": [(row, what_it_takes(row.kind)) for row in rows],
    }
    return [Panel("struck-out", "Recorded by mistake", template, context, order=90)]
