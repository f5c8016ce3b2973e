"""Verbs about the beginning and the facts of a stay in hospital: admit, correct."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from accounts.models import Organisation, User
from core import events, history
from core.dates import in_words, local_day
from core.errors import Conflict, RuleBroken
from register import rules
from register.models import Entry, InpatientStay, Person, StrikeOut
from register.workflow.entries import facts_of
from register.workflow.holding import hold
from register.workflow.mistakes import meanwhile
from register.workflow.mistakes.striking_out import note_put_right
from register.workflow.standing import refresh_standing
from register.workflow.stay_days import (
    applicable_on,
    days_during,
    level_on,
    settle_status,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmissionDetails:
    """What is typed when somebody is admitted.

    `cetr_before` is for whoever knows only that a community C(E)TR was held; `review_before`
    says which review it was, and a LAEP is none.
    """

    hospital: Organisation
    commissioner: Organisation
    admitted_on: date
    security: rules.Security
    legal_status: rules.LegalStatus
    planned: bool
    ward: str = ""
    section: rules.Section | None = None
    section_other: str = ""
    unit_inadequate: bool = False
    out_of_area: bool = False
    cetr_before: bool = False
    review_before: rules.ReviewBefore | None = None
    review_before_on: date | None = None
    host_commissioner: Organisation | None = None
    s117_icb: Organisation | None = None
    s117_authority: Organisation | None = None

    def values(self) -> dict[str, Any]:
        """Return the details by field name of a stay."""
        told = {one.name: getattr(self, one.name) for one in fields(self)}
        before = self.review_before
        return told | {
            "section": self.section or "",
            "review_before": before or "",
            "cetr_before": before.counts if before else self.cetr_before,
        }

    def check(self, person: Person, *, on: date) -> None:
        """Refuse what cannot be true of an admission of `person` recorded on the day `on`."""
        rules.check_stay(admitted_on=self.admitted_on, birth_date=person.birth_date, on=on)
        rules.check_section(
            legal_status=self.legal_status, section=self.section, other=self.section_other
        )
        rules.check_review_before(
            kind=self.review_before, held_on=self.review_before_on, admitted_on=self.admitted_on
        )


@events.step
def admit(*, person: Person, details: AdmissionDetails, by: User, at: datetime) -> InpatientStay:
    """Record an admission: the person shows BLUE, the last community rating is kept behind it.

    Refused for somebody who is not on the register: nobody would be BLUE, and no clock would end.
    """
    person = hold(person.pk)
    check_may_be_admitted(person)
    details.check(person, on=local_day(at))
    check_overlap(person, admitted_on=details.admitted_on, until=None)
    stay = begun(person, details)
    history.save(stay, by=by, at=at, reason="admit")
    refresh_standing(person)
    events.publish("register.admitted", person=person.pk, by=by, at=at, **stay_facts(stay, person))
    return stay


def check_may_be_admitted(person: Person) -> None:
    """Refuse an admission of someone who is not on the register, or is in hospital already."""
    if not Entry.objects.open().filter(person=person).exists():
        raise RuleBroken(
            "This person is not on the register. Refer them first, then record the admission."
        )
    if InpatientStay.objects.open().filter(person=person).exists():
        raise RuleBroken("This person is already in hospital.", field="admitted_on")


def begun(person: Person, details: AdmissionDetails) -> InpatientStay:
    """Return the stay that an admission begins, with what was known on its day; not yet saved."""
    detained = rules.LegalStatus(details.legal_status).detained
    since = details.admitted_on if detained else None
    return InpatientStay(
        person=person,
        on_register_before=was_on_register(person, before=details.admitted_on),
        level_at_admission=level_on(person, details.admitted_on),
        detained_since=since,
        applicable_on=applicable_on(person, since),
        **details.values(),
    )


def check_overlap(
    person: Person, *, admitted_on: date, until: date | None, apart_from: UUID | None = None
) -> None:
    """Refuse a stay from `admitted_on` to `until` that overlaps another one of the person."""
    others = InpatientStay.objects.filter(person=person)
    if apart_from is not None:
        others = others.exclude(pk=apart_from)
    before = others.exclude(discharged_on__lte=admitted_on)
    if until is not None:
        before = before.filter(admitted_on__lt=until)
    other = before.order_by("admitted_on").first()
    if other is None:
        return
    if admitted_on < other.admitted_on and until is not None:
        raise RuleBroken(
            f"Date of discharge must be on or before {in_words(other.admitted_on)}, when the next "
            "stay began",
            field="discharged_on",
        )
    raise RuleBroken("Date of admission falls within another stay", field="admitted_on")


def was_on_register(person: Person, *, before: date) -> bool:
    """Whether the person was on the register on the day before an admission."""
    entries = Entry.objects.filter(person=person, opened_at__date__lt=before)
    left = [one.left_day for one in entries]
    return any(day is None or day >= before for day in left)


def stay_facts(
    stay: InpatientStay, person: Person, *, inpatient: bool | None = None
) -> dict[str, Any]:
    """Return the codes about a stay that policy rules ask for."""
    return facts_of(person, inpatient=inpatient) | {
        "stay": stay.pk,
        "level": stay.level_at_admission or None,
        "admitted_on": stay.admitted_on,
        "hospital": stay.hospital_id,
        "security": stay.security,
        "legal_status": stay.legal_status,
        "section": stay.section or None,
        "detained": rules.LegalStatus(stay.legal_status).detained,
        "applicable_on": stay.applicable_on,
        "recognised_on": person.commissioner_view_formed_on,
        "unit_inadequate": stay.unit_inadequate,
        "cetr_before": stay.cetr_before,
        "cetr_before_on": stay.review_before_on,
        "commissioner": stay.commissioner_id,
    }


def hold_stay(
    stay: InpatientStay, *, version: int | None = None, ended: bool = False
) -> tuple[Person, InpatientStay]:
    """Lock the person and the stay; raises for a stay that has ended unless `ended` allows it.

    `version` is the one that whoever decides had in front of them: another one is a `Conflict`,
    and so is a stay that was struck out meanwhile.
    """
    person = hold(stay.person_id)
    held = InpatientStay.objects.select_for_update().filter(pk=stay.pk).first()
    if held is None:
        raise Conflict(f"{meanwhile.of_fact(stay.pk, 'this stay')} {meanwhile.KEPT}")
    if held.discharged_on is not None and not ended:
        raise RuleBroken("This stay has ended.")
    if version is not None and held.version != version:
        raise Conflict(
            f"{meanwhile.of_record(held, 'this stay')} What you typed is kept below: compare it "
            "with the record and save again."
        )
    return person, held


def save_stay(stay: InpatientStay, *, by: User | None, at: datetime, reason: str) -> None:
    """Save a changed stay with its history and its next version."""
    stay.version += 1
    history.save(stay, by=by, at=at, reason=reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class StayCorrection:
    """What an admission should have said, and the day of a discharge that is recorded.

    Legal status is put right by `record_status`.
    """

    hospital: Organisation
    admitted_on: date
    security: rules.Security
    planned: bool
    commissioner: Organisation
    ward: str = ""
    unit_inadequate: bool = False
    out_of_area: bool = False
    review_before: rules.ReviewBefore | None = None
    review_before_on: date | None = None
    host_commissioner: Organisation | None = None
    s117_icb: Organisation | None = None
    s117_authority: Organisation | None = None
    discharged_on: date | None = None

    def values(self) -> dict[str, Any]:
        """Return the correction by field name of a stay."""
        told = {one.name: getattr(self, one.name) for one in fields(self)}
        if self.discharged_on is None:
            del told["discharged_on"]
        before = self.review_before
        if before is None:
            return told | {"review_before": ""}
        return told | {"review_before": before, "cetr_before": before.counts}


@events.step
def correct_stay(
    *, stay: InpatientStay, details: StayCorrection, why: str, version: int, by: User, at: datetime
) -> InpatientStay:
    """Put right what was recorded wrongly about a stay, ended or not; the duties follow the facts.

    Nothing that happened during the stay may come to lie before its admission. What the stay said
    before is kept, struck through, with the reason `why`.
    """
    person, stay = hold_stay(stay, version=version, ended=True)
    was_admitted_on, was_discharged_on = stay.admitted_on, stay.discharged_on
    _check_correction(person, stay, details, on=local_day(at))
    now = details.values()
    changed = sorted(name for name, value in now.items() if getattr(stay, name) != value)
    if not changed:
        return stay
    row = note_put_right(
        person=person, kind="stay", fact_id=stay.pk, said=_as_it_was(stay, changed), reason=why,
        by=by, at=at,
    )  # fmt: skip
    for name in changed:
        setattr(stay, name, now[name])
    if stay.admitted_on != was_admitted_on:
        stay.on_register_before = was_on_register(person, before=stay.admitted_on)
        stay.level_at_admission = level_on(person, stay.admitted_on)
        settle_status(stay)
    if stay.discharged_on is not None and stay.discharged_on != was_discharged_on:
        _end_leave_with(stay, was_discharged_on, by=by, at=at)
    save_stay(stay, by=by, at=at, reason="correct_stay")
    refresh_standing(person)
    tell_corrected(
        stay, changed, by=by, at=at, was_admitted_on=was_admitted_on,
        was_discharged_on=was_discharged_on, put_right=row,
    )  # fmt: skip
    return stay


def _as_it_was(stay: InpatientStay, changed: Iterable[str]) -> str:
    """Return in words what a stay says of these fields: "Stay from 2 November 2026: ward Elm"."""
    said = [f"{_CALLED[name]} {_in_words(stay, name)}" for name in changed if name in _CALLED]
    return f"Stay from {in_words(stay.admitted_on)}: {', '.join(said)}"


_CALLED = {
    "admitted_on": "admitted on", "discharged_on": "discharged on", "hospital": "hospital",
    "ward": "ward", "security": "security", "planned": "planned:", "commissioner": "commissioner",
    "host_commissioner": "host commissioner", "unit_inadequate": "rated Inadequate:",
    "out_of_area": "out of area:", "review_before": "C(E)TR before:",
    "review_before_on": "held on", "s117_icb": "aftercare from",
    "s117_authority": "aftercare from",
}  # fmt: skip


def _in_words(stay: InpatientStay, name: str) -> str:
    display, value = getattr(stay, f"get_{name}_display", None), getattr(stay, name)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return in_words(value)
    return str((display() if display else value) or "none")


def tell_corrected(
    stay: InpatientStay,
    changed: list[str],
    *,
    by: User,
    at: datetime,
    put_right: StrikeOut | None = None,
    **was: date | None,
) -> None:
    """Publish that a stay is as it says now; `was` are the days that it said before.

    `put_right` keeps what it said, for those who had been told.
    """
    days = {"was_admitted_on": stay.admitted_on, "was_discharged_on": stay.discharged_on} | was
    facts = stay_facts(stay, stay.person) | days | {"discharged_on": stay.discharged_on}
    if put_right is not None:
        facts |= {"strike_out": put_right.pk, "fact_kind": "stay", "fact": stay.pk}
    events.publish(
        "register.stay_corrected", person=stay.person_id, by=by, at=at, changed=changed, **facts
    )


def _check_correction(
    person: Person, stay: InpatientStay, details: StayCorrection, *, on: date
) -> None:
    rules.check_stay(admitted_on=details.admitted_on, birth_date=person.birth_date, on=on)
    rules.check_review_before(
        kind=details.review_before,
        held_on=details.review_before_on,
        admitted_on=details.admitted_on,
    )
    days, end = days_during(stay), details.discharged_on or stay.discharged_on
    if details.discharged_on is not None and details.discharged_on != stay.discharged_on:
        _check_corrected_end(stay, details.admitted_on, details.discharged_on, days, on=on)
    if min([*days, end or details.admitted_on]) < details.admitted_on:
        raise RuleBroken(
            "Date of admission is after something that happened during the stay",
            field="admitted_on",
        )
    check_overlap(person, admitted_on=details.admitted_on, until=end, apart_from=stay.pk)


def _check_corrected_end(
    stay: InpatientStay, admitted_on: date, discharged_on: date, days: list[date], *, on: date
) -> None:
    """Refuse a corrected discharge that cannot be, with the words on its own field."""
    if stay.discharged_on is None:
        raise RuleBroken("Record the discharge on its own page", field="discharged_on")
    rules.check_discharge(admitted_on=admitted_on, discharged_on=discharged_on, on=on)
    if max(days, default=discharged_on) > discharged_on:
        raise RuleBroken(
            "Date of discharge is before something that happened during the stay",
            field="discharged_on",
        )
    later = InpatientStay.objects.filter(person=stay.person_id, admitted_on__gte=stay.discharged_on)
    if later.exclude(pk=stay.pk).filter(admitted_on__lt=discharged_on).exists():
        raise RuleBroken("Date of discharge is after the next admission", field="discharged_on")


def _end_leave_with(
    stay: InpatientStay, was_discharged_on: date | None, *, by: User, at: datetime
) -> None:
    """Let leave that ended with the stay, or outlasts it now, end on the corrected day."""
    ended = stay.leaves.filter(Q(ended_on=was_discharged_on) | Q(ended_on__gt=stay.discharged_on))
    for leave in ended.select_for_update():
        leave.ended_on = max(stay.discharged_on or leave.started_on, leave.started_on)
        history.save(leave, by=by, at=at, reason="correct_stay")
