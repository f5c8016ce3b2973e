"""Who on record may be the one that a referral is about, shown before it is accepted.

By NHS number; else by name and date of birth, each with room for a slip of the pen.
"""

from dataclasses import dataclass, field
from uuid import UUID

from accounts.models import User
from accounts.rules import Permission
from core import nhs_number
from core.nhsuk.say import date_words
from referrals.models import Referral
from referrals.rules import SectionKey
from register.alike import Line, alike, said_of, side_by_side
from register.models import IdentityFinding, Person
from register.rules.identity import Who, agree

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Match:
    """Someone alike. Outside the viewer's areas only the area is named: phone its team.

    `finding` is what was found of the two, where anything was; `lines` lay them side by side.
    """

    person: Person | None
    area: str
    finding: IdentityFinding | None = None
    lines: list[Line] = field(default_factory=list)

    @property
    def different(self) -> bool:
        """Whether the team has told the two apart."""
        return self.finding is not None and self.finding.is_different

    @property
    def is_looked_at(self) -> bool:
        """Whether the team has said anything of the two."""
        return self.finding is not None


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found; `persons` are the ids that the page shows.

    `differs` lays the record of someone known side by side with the copy, where they differ.
    `unconfirmed` says that the NHS number typed is not on the person's record; `holder` has it.
    `joined` is the finding by which the referral stands joined to a record.
    """

    known: Person | None
    differs: list[Line]
    matches: list[Match]
    unconfirmed: bool = False
    holder: Match | None = None
    joined: IdentityFinding | None = None
    may_join: bool = False
    undecided: list[Match] = field(default_factory=list)
    to_look_at: list[Match] = field(default_factory=list)

    @property
    def ask_of_holder(self) -> bool:
        """Whether no one has said yet if the person is who has the number that was typed."""
        return self.holder is not None and not self.holder.is_looked_at

    @property
    def settled(self) -> list[Match]:
        """Those that the team has told apart: folded away, and not asked about again."""
        return [one for one in self.matches if one.different]

    @property
    def persons(self) -> list[UUID]:
        """The people whose identity is shown."""
        matches = [*self.matches, *([self.holder] if self.holder else [])]
        shown = [match.person.pk for match in matches if match.person]
        return [*shown, *([self.known.pk] if self.known else [])]


def find(referral: Referral, *, viewer: User) -> Findings:
    """Return who may be the same person: by NHS number, or by birth date and a similar name."""
    copy = referral.copy
    person = referral.person
    assert person is not None  # noqa: S101 - a sent referral has one
    known = person if referral.person_was_known else None
    unconfirmed = bool(copy.nhs_number) and person.nhs_number != copy.nhs_number
    found = findings_of(person)
    holder = _holder(referral, viewer, found) if unconfirmed else None
    matches = [one for one in _matches(referral, viewer, found) if not _is_holder(one, holder)]
    return Findings(
        known,
        _differences(referral, known) if known is not None else [],
        matches,
        unconfirmed,
        holder,
        joined=referral.joined_by,
        may_join=referral.is_awaiting_triage,
        undecided=[one for one in matches if not one.different],
        to_look_at=[one for one in matches if not one.is_looked_at],
    )


def findings_of(person: Person) -> dict[UUID, IdentityFinding]:
    """Return what was found of this record and others, by the other record.

    It holds for whichever referral it was said on, and for both records: no one is asked again.
    """
    rows = IdentityFinding.objects.current().of(person.pk).select_related("by")
    return {one.other_id if one.person_id == person.pk else one.person_id: one for one in rows}


def _differences(referral: Referral, known: Person) -> list[Line]:
    """Return the whole comparison where a name, the date of birth or the number differs."""
    lines = compared(referral, known)
    return lines if any(one.differs for one in lines if one.label in WHO) else []


WHO = ("First name", "Last name", "Date of birth", "NHS number")
"""What says who someone is; a new address or telephone number does not make another person."""


def compared(referral: Referral, person: Person) -> list[Line]:
    """Lay what was typed side by side with what is on the record, field by field.

    What only one of the two says is not a difference: it is not known on the other side.
    """
    copy, theirs = referral.copy, said_of(person)
    typed = copy.data(SectionKey.PERSON)
    mine = {
        "First name": copy.given_name,
        "Name they go by": typed.get("preferred_name", ""),
        "Last name": copy.family_name,
        "Date of birth": date_words(copy.birth_date),
        "NHS number": _shown(copy.nhs_number),
        "Address": typed.get("address", ""),
        "Postcode": typed.get("postcode", ""),
        "Phone number": typed.get("phone", ""),
        "GP practice": typed.get("gp_practice", ""),
        "Area": referral.area.name,
    }
    return side_by_side((label, mine[label], theirs[label]) for label in theirs)


def _shown(number: str | None) -> str:
    return nhs_number.show(number) if number else ""


def _holder(referral: Referral, viewer: User, found: dict[UUID, IdentityFinding]) -> Match | None:
    """Return who has the number; nobody where the record cannot be shown any more."""
    number = referral.copy.nhs_number
    one = Person.objects.filter(nhs_number=number).select_related("area").first()
    return _match(one, referral, viewer, found) if one is not None else None


def _is_holder(one: Match, holder: Match | None) -> bool:
    return holder is not None and one.person is not None and one.person == holder.person


def _matches(referral: Referral, viewer: User, found: dict[UUID, IdentityFinding]) -> list[Match]:
    copy = referral.copy
    assert referral.person is not None  # noqa: S101 - a sent referral has one
    rows = alike(name=copy.name, birth_date=copy.birth_date).exclude(pk=referral.person.pk)
    return [_match(one, referral, viewer, found) for one in rows[:SHOWN]]


def _match(
    one: Person, referral: Referral, viewer: User, found: dict[UUID, IdentityFinding]
) -> Match:
    shown = one.area_id in viewer.grants(Permission.PERSON_VIEW).areas
    lines = compared(referral, one) if shown else []
    return Match(one if shown else None, one.area.name, found.get(one.pk), lines)


def already_known(*, nhs_number: str | None, who: Who | None) -> UUID | None:
    """Return who has this NHS number, name and birth date already; no one who is restricted.

    That there is somebody is said to a writer who has recorded a lawful basis for the person,
    and nothing more than that.
    """
    if not nhs_number or who is None:
        return None
    known = Person.objects.filter(nhs_number=nhs_number, birth_date=who.birth_date).first()
    return known.pk if known is not None and agree(known, who) else None
