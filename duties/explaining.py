"""The policy for its readers: the rules in force in plain English, and "what if?" on the engine."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from accounts.models import Area
from core.dates import add_months
from duties import policy, reading
from duties.models import Commencement, CommencementProposal
from duties.policy import DutySpec, Facts, Rule
from duties.rules import ProposalStatus

SITUATIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "RED": ("Rated RED", {"event": "register.rated", "level": "RED", "inpatient": False}),
    "AMBER": ("Rated AMBER", {"event": "register.rated", "level": "AMBER", "inpatient": False}),
    "GREEN": ("Rated GREEN", {"event": "register.rated", "level": "GREEN", "inpatient": False}),
    "referred": ("Referred, rated RED by the clinician", {
        "event": "referrals.submitted", "level": "RED", "inpatient": False,
    }),
    "admitted": ("Admitted to a mental health hospital", {"event": "register.admitted"}),
    "moved": ("Moved to another ward or hospital", {"event": "register.transferred"}),
    "ctr": ("A C(E)TR was held in hospital", {
        "event": "reviews.held", "review_kind": "CETR", "inpatient": True,
    }),
    "community": ("A C(E)TR was held in the community", {
        "event": "reviews.held", "review_kind": "CETR", "inpatient": False,
    }),
    "laep": ("An emergency protocol (LAEP) was held", {
        "event": "reviews.held", "review_kind": "LAEP", "inpatient": False,
    }),
    "visited": ("A commissioner's oversight visit was made", {
        "event": "reviews.visited", "inpatient": True,
    }),
    "discharged": ("Discharged from hospital with a new rating", {
        "event": "register.discharged", "level": "RED", "inpatient": False,
    }),
}  # fmt: skip
"""What can have happened to the person whom somebody imagines."""

IN_HOSPITAL = frozenset({"admitted", "moved", "ctr", "visited"})

WARDS = {
    "none": "Not secure",
    "low": "Low secure",
    "medium": "Medium secure",
    "high": "High secure",
}
STATUSES = {
    "informal": "Informal",
    "s2": "Section 2",
    "s3": "Section 3",
    "s4": "Section 4 (emergency)",
    "part3": "Part 3 (courts or prison)",
    "held": "Held for a short time",
}
DETAINED = frozenset({"s2", "s3", "part3"})


@dataclass(frozen=True, slots=True)
class Imagined:
    """Somebody who does not exist, and what happened to them today."""

    happened: str
    years: int
    months: int = 0
    ehc_plan: bool | None = None
    security: str = ""
    legal_status: str = ""
    unit_inadequate: bool = False
    region: str = ""
    statute: bool = False

    @property
    def event(self) -> str:
        """The event that the policy is asked about."""
        return str(SITUATIONS[self.happened][1]["event"])

    def facts(self, on: date) -> Facts:
        """Return the facts of somebody of this age on the day `on`."""
        given = {key: v for key, v in SITUATIONS[self.happened][1].items() if key != "event"}
        given["birth_date"] = add_months(on, -(12 * self.years + self.months))
        given["ehc_plan"] = self.ehc_plan
        given["region"] = self.region or "no-region"
        if self.happened in IN_HOSPITAL:
            given |= {"inpatient": True, "admitted_on": on, "applicable_on": None}
            given |= {"security": self.security or None, "unit_inadequate": self.unit_inadequate}
            given["legal_status"] = self.legal_status or None
            given["detained"] = self.legal_status in DETAINED if self.legal_status else None
            if given["detained"]:
                given |= {"applicable_on": on, "first_meeting_on": on}
        return Facts.read(given)


def imagine(person: Imagined, *, on: date) -> list[DutySpec]:
    """Return what the policy asks for somebody like this, by the rules of the day `on`."""
    return policy.duties_for(
        policy.current(),
        person.event,
        person.facts(on),
        on,
        person.statute,
        commenced_on=reading.commenced_on(),
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """One rule as the page shows it."""

    rule: Rule
    title: str
    when: str
    due: str
    met: str
    ends: str
    in_force: bool
    dates: tuple[date | None, date | None]


def shown(rule: Rule, *, on: date, commenced_on: date | None) -> Shown:
    """Return a rule in plain English."""
    ended = " or ".join(policy.EVENT_WORDS[event] for event in rule.ends_on)
    met = list(dict.fromkeys(one.in_words() for one in rule.met_by))
    return Shown(
        rule=rule,
        title=rule.title.replace("{review}", "C(E)TR"),
        when=rule.when_in_words(),
        due=rule.due.in_words(),
        met=", or ".join(met),
        ends=ended,
        in_force=rule.in_force(on, statute=False, commenced_on=commenced_on),
        dates=(rule.effective_from, rule.effective_to),
    )


def groups(*, on: date, commenced_on: date | None) -> list[tuple[str, list[Shown]]]:
    """Return every rule in plain English, by whose authority."""
    rules = policy.current().rules
    return [
        (
            whose.value.capitalize(),
            [
                shown(rule, on=on, commenced_on=commenced_on)
                for rule in rules
                if rule.jurisdiction is whose
            ],
        )
        for whose in policy.Jurisdiction
    ]


def commencement() -> Commencement | None:
    """Return the setting in force of the day on which the statute begins."""
    return Commencement.objects.select_related("set_by", "proposal__proposed_by").standing()


def commencement_of(key: UUID | None) -> Commencement | None:
    """Return one setting of that day, by its id."""
    return Commencement.objects.filter(pk=key).first() if key else None


def commencements() -> Sequence[Commencement]:
    """Return every setting of that day, the last one first."""
    return list(Commencement.objects.select_related("set_by", "proposal__proposed_by"))


def waiting_proposal() -> CommencementProposal | None:
    """Return the proposal that waits for a second administrator, if one does."""
    return CommencementProposal.objects.open().select_related("proposed_by").first()


def ended_without_effect() -> Sequence[CommencementProposal]:
    """Return the proposals that were rejected or withdrawn, the last first."""
    rows = CommencementProposal.objects.filter(
        status__in=[ProposalStatus.REJECTED, ProposalStatus.WITHDRAWN]
    )
    return list(rows.select_related("proposed_by", "ended_by")[:50])


def regions() -> list[tuple[str, str]]:
    """Return the regions that areas of this register belong to."""
    slugs = Area.objects.filter(is_active=True).order_by("region")
    found = slugs.values_list("region", flat=True).distinct()
    return [(one, one.replace("-", " ").capitalize()) for one in found]


def unused_regions(rules: policy.Policy | None = None) -> list[tuple[Rule, str]]:
    """Return the rules for a region that no area belongs to: a slip, or a region not yet here."""
    known = set(Area.objects.order_by().values_list("region", flat=True).distinct())
    return [
        (rule, region)
        for rule in (rules or policy.current()).rules
        for condition in rule.when
        if condition.name == "region"
        for region in condition.value
        if region not in known
    ]


LONG_AHEAD = timedelta(days=180)
"""What is due later than this is shown apart, so that it does not hide what is due soon."""
