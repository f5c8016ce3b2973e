"""Stays in hospital: security, legal status, and what may be recorded about one when.

Plain values only; sources are the domain notes.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from core.dates import days_beginning_with
from core.errors import RuleBroken


class Security(StrEnum):
    """How secure a ward is; decides who organises and how often a CTR repeats (domain 2)."""

    NON_SECURE = "non_secure"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def label(self) -> str:
        """The level in plain words."""
        return {
            "non_secure": "Not secure (acute or generic)",
            "low": "Low secure",
            "medium": "Medium secure",
            "high": "High secure",
        }[self.value]


class LegalStatus(StrEnum):
    """Whether somebody is in hospital under the Mental Health Act 1983."""

    INFORMAL = "informal"
    SECTION_2 = "s2"
    SECTION_3 = "s3"
    SECTION_4 = "s4"
    PART_3 = "part3"
    HELD = "held"

    @property
    def label(self) -> str:
        """The status in plain words."""
        return {
            "informal": "Informal",
            "s2": "Detained, section 2",
            "s3": "Detained, section 3",
            "s4": "Detained, section 4 (emergency)",
            "part3": "Detained, Part 3 (courts or prison)",
            "held": "Held for a short time (section 5, 135 or 136, or a place of safety)",
        }[self.value]

    @property
    def detained(self) -> bool:
        """Whether it counts as detained for Part 8A (domain 8).

        Section 4 alone, sections 5, 135 and 136 and directions to a place of safety do not.
        """
        return self.value in {"s2", "s3", "part3"}


class Section(StrEnum):
    """The section of the Mental Health Act 1983, where it is known more exactly."""

    S2 = "s2"
    S3 = "s3"
    S4 = "s4"
    S5_2 = "s5-2"
    S5_4 = "s5-4"
    S135 = "s135"
    S136 = "s136"
    PLACE_OF_SAFETY = "place-of-safety"
    S35 = "s35"
    S36 = "s36"
    S37 = "s37"
    S37_41 = "s37-41"
    S38 = "s38"
    S45A = "s45a"
    S47 = "s47"
    S47_49 = "s47-49"
    S48 = "s48"
    S48_49 = "s48-49"
    RECALL = "recall"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The section as it is written."""
        return _SECTION_LABELS.get(self.value, f"Section {self.value[1:].replace('-', '/')}")

    @property
    def fits(self) -> frozenset[LegalStatus]:
        """The legal statuses under which the section can stand."""
        return _SECTION_FITS.get(self, frozenset({LegalStatus.PART_3}))


_SECTION_LABELS = {
    "s5-2": "Section 5(2)",
    "s5-4": "Section 5(4)",
    "s45a": "Section 45A",
    "place-of-safety": "Direction to a place of safety",
    "recall": "Recalled from a community treatment order or conditional discharge",
    "other": "Another section",
}
_SECTION_FITS = {
    Section.S2: frozenset({LegalStatus.SECTION_2}),
    Section.S3: frozenset({LegalStatus.SECTION_3}),
    Section.S4: frozenset({LegalStatus.SECTION_4}),
    Section.S5_2: frozenset({LegalStatus.HELD}),
    Section.S5_4: frozenset({LegalStatus.HELD}),
    Section.S135: frozenset({LegalStatus.HELD}),
    Section.S136: frozenset({LegalStatus.HELD}),
    Section.PLACE_OF_SAFETY: frozenset({LegalStatus.HELD}),
    Section.RECALL: frozenset({LegalStatus.SECTION_3, LegalStatus.PART_3}),
    Section.OTHER: frozenset(LegalStatus) - {LegalStatus.INFORMAL},
}
"""Under which status a section stands; those not named belong to Part 3."""


class ReviewBefore(StrEnum):
    """The review held before an admission. A LAEP does not stop the C(E)TR clock (domain 2)."""

    NONE = "none"
    CTR = "CTR"
    CETR = "CETR"
    LAEP = "LAEP"

    @property
    def label(self) -> str:
        """The review in the field's words."""
        return {"none": "No", "LAEP": "LAEP only"}.get(self.value, self.value)

    @property
    def counts(self) -> bool:
        """Whether it was a C(E)TR, so that the clock after admission runs differently."""
        return self in {ReviewBefore.CTR, ReviewBefore.CETR}


class ConcernKind(StrEnum):
    """What somebody worries about in how a person is treated on a ward (domain 3)."""

    RESTRAINT = "restraint"
    LONG_TERM_SEGREGATION = "long_term_segregation"
    SECLUSION = "seclusion"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The concern in plain words."""
        return {
            "restraint": "Restraint",
            "long_term_segregation": "Long-term segregation",
            "seclusion": "Seclusion",
            "other": "Something else",
        }[self.value]


class LineState(StrEnum):
    """Where one line of the discharge checklist stands."""

    NOT_YET = "not_yet"
    DONE = "done"
    NOT_NEEDED = "not_needed"

    @property
    def label(self) -> str:
        """The state in plain words."""
        return {"not_yet": "Not yet", "done": "Done", "not_needed": "Not needed"}[self.value]


STEP_DOWN_DAYS_AFTER_DISCHARGE = 14
"""Lincolnshire keeps somebody RED for at least 14 days after discharge (domain 6, local, H)."""

LONG_AGO = "long_ago"
"""How a stay ended that became known so late that it starts no clock."""

SECTION_2_DAYS = 28
"""Days beginning with the day of admission under it (MHA 1983 s.2(4); domain 10b, H)."""


def check_stay(*, admitted_on: date, birth_date: date, on: date) -> None:
    """Refuse an admission in the future or before birth."""
    if admitted_on > on:
        raise RuleBroken("Date of admission must be today or in the past", field="admitted_on")
    if admitted_on < birth_date:
        raise RuleBroken("Date of admission is before the date of birth", field="admitted_on")


def check_discharge(*, admitted_on: date, discharged_on: date, on: date) -> None:
    """Refuse a discharge before the admission or in the future."""
    if discharged_on < admitted_on:
        raise RuleBroken(
            "Date of discharge must be on or after the date of admission", field="discharged_on"
        )
    if discharged_on > on:
        raise RuleBroken("Date of discharge must be today or in the past", field="discharged_on")


def check_section(*, legal_status: LegalStatus, section: Section | None, other: str) -> None:
    """Refuse a section that does not belong to the legal status, or "another" without its name."""
    if section is None:
        return
    if legal_status not in section.fits:
        raise RuleBroken("The section does not go with the legal status", field="section")
    if section is Section.OTHER and not other.strip():
        raise RuleBroken("Enter which section it is", field="section_other")


def check_review_before(
    *, kind: ReviewBefore | None, held_on: date | None, admitted_on: date
) -> None:
    """Refuse a review "before" that was held after the admission, or a day without a review."""
    if held_on is None:
        return
    if kind in {None, ReviewBefore.NONE}:
        raise RuleBroken("Select which review was held", field="review_before")
    if held_on > admitted_on:
        raise RuleBroken(
            "Date of the review must be on or before the date of admission",
            field="review_before_on",
        )


def check_during(
    day: date,
    *,
    field: str,
    called: str,
    admitted_on: date,
    on: date,
    not_before: date | None = None,
    until: date | None = None,
) -> None:
    """Refuse a day before the admission, in the future, before `not_before` or after `until`."""
    if day < admitted_on:
        raise RuleBroken(f"{called} must be on or after the date of admission", field=field)
    if day > on:
        raise RuleBroken(f"{called} must be today or in the past", field=field)
    if not_before is not None and day < not_before:
        raise RuleBroken(f"{called} is before what was recorded last", field=field)
    if until is not None and day > until:
        raise RuleBroken(f"{called} must be on or before the date of discharge", field=field)


def applicable_day(
    *, detained_since: date | None, formed_on: date | None, known: bool
) -> date | None:
    """Return the day from which Part 8A counts; None while it does not apply (domain 8, S42).

    It is the day of becoming liable to be detained or, where autism or a learning disability is
    recognised later, the day on which the responsible commissioner forms that view. `known` says
    that one of them was diagnosed, suspected or understood without a view being recorded.
    """
    if detained_since is None or (formed_on is None and not known):
        return None
    return max(detained_since, formed_on) if formed_on else detained_since


def detained_since(
    *, was: LegalStatus, since: date | None, now: LegalStatus, on: date
) -> date | None:
    """Return since when somebody is detained without a break, after a change of status on `on`."""
    if not now.detained:
        return None
    return since if was.detained and since is not None else on


StatusStep = tuple[str, str, date]
"""A change of legal status: what it was, what it became, and from which day."""


def section_2_since(
    *,
    now: str,
    admitted_on: date,
    changes: Sequence[StatusStep],
) -> date | None:
    """Return the day on which section 2 began; None where a stay is not on section 2 `now`.

    `changes` are the stay's changes of legal status in their order: what it was, what it became,
    and from which day. Putting words right under section 2 does not begin it again. What a change
    changed is what the one before it made, which may have been recorded later.
    """
    if now != LegalStatus.SECTION_2:
        return None
    before = [became for _, became, _ in changes[:-1]]
    befores = [*(was for was, _, _ in changes[:1]), *before]
    for was, (_, became, on) in reversed(list(zip(befores, changes, strict=True))):
        if became == LegalStatus.SECTION_2 and was != LegalStatus.SECTION_2:
            return on
    return admitted_on


def section_2_question(*, since: date | None, on: date) -> str:
    """Return what to ask where section 2 began longer ago than it can last; else nothing.

    A question about what is recorded. It blocks nothing: the register does not know the law's
    rare exceptions.
    """
    if since is None or on <= days_beginning_with(since, SECTION_2_DAYS):
        return ""
    return (
        f"Section 2 lasts at most {SECTION_2_DAYS} days. It was recorded {(on - since).days} days "
        "ago. Check the legal status."
    )
