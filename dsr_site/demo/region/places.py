"""The made-up bodies, areas and staff: nothing here exists, and no real place is named."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import cycle

from accounts import workflow as accounts
from accounts.models import Area, Organisation, User
from accounts.rules import OrganisationKind, Role
from dsr_site.demo.personas import BY_KEY, DOMAIN

K = OrganisationKind

ORGANISATIONS: tuple[tuple[str, str, OrganisationKind, bool], ...] = (
    ("QX1", "Northshire Integrated Care Board", K.ICB, True),
    ("QX2", "Southmere Integrated Care Board", K.ICB, True),
    ("XC1", "Northshire and Fells Provider Collaborative", K.PROVIDER_COLLABORATIVE, True),
    ("XC2", "Southmere Coast Provider Collaborative", K.PROVIDER_COLLABORATIVE, True),
    ("XE1", "NHS England, specialised commissioning (made-up region)", K.NHS_ENGLAND, True),
    ("XL1", "Northshire County Council", K.LOCAL_AUTHORITY, False),
    ("XL2", "Thornwick City Council", K.LOCAL_AUTHORITY, False),
    ("XL3", "Southmere County Council", K.LOCAL_AUTHORITY, False),
    ("XL4", "Eastholm Borough Council", K.LOCAL_AUTHORITY, False),
    ("XT1", "Northshire Partnership NHS Trust", K.TRUST, False),
    ("XT2", "Fellbrook Children's NHS Trust", K.TRUST, False),
    ("XT3", "Southmere Community NHS Trust", K.TRUST, False),
    ("XT4", "Southmere Forensic Outreach Service", K.TRUST, False),
    ("XH1", "Larkfield House Hospital", K.HOSPITAL, False),
    ("XH2", "The Beeches Young People's Unit", K.HOSPITAL, False),
    ("XH3", "Stonewell Secure Hospital", K.HOSPITAL, False),
    ("XH4", "Saltmarsh Unit", K.HOSPITAL, False),
    ("XH5", "Harbour View Hospital", K.HOSPITAL, False),
    ("XS1", "Northshire SEND and Inclusion Service", K.EDUCATION, False),
    ("XS2", "Southmere Education and SEND Service", K.EDUCATION, False),
    ("XP1", "Northshire Youth Offending Service", K.POLICE, False),
    ("XP2", "Southmere Constabulary", K.POLICE, False),
    ("XV1", "Kitehouse Advocacy", K.VOLUNTARY, False),
    ("XV2", "Together in Southmere", K.VOLUNTARY, False),
)
"""ODS code, name, kind, and whether it commissions: the partners of a register (domain 1.2)."""

AREAS = (
    ("fellbrook", "Fellbrook", "northshire", "QX1"),
    ("harrowmere", "Harrowmere", "northshire", "QX1"),
    ("thornwick-vale", "Thornwick Vale", "northshire", "QX1"),
    ("lowmarsh", "Lowmarsh", "southmere", "QX2"),
    ("saltersea", "Saltersea", "southmere", "QX2"),
    ("eastholm", "Eastholm", "southmere", "QX2"),
)
FIRST_AREA = AREAS[0][0]
"""Stands for the whole: where this area exists, the region has been made."""

NORTH, SOUTH = tuple(AREAS[:3]), tuple(AREAS[3:])

STAFF: tuple[tuple[str, str, Role, str, int], ...] = (
    # name, job, role, organisation, area by its place (all of a region where below zero)
    ("Marigold Tench", "DSR coordinator", Role.TEAM, "QX1", 0),
    ("Anselm Burke-Lowe", "DSR clinical lead", Role.TEAM, "QX1", -1),
    ("Ottoline Crake", "DSR coordinator", Role.TEAM, "QX1", 2),
    ("Petra Snell", "DSR clinical lead", Role.TEAM, "QX2", -2),
    ("Cosmo Wherry", "DSR coordinator", Role.TEAM, "QX2", 4),
    ("Ines Halloway", "DSR coordinator", Role.TEAM, "QX2", 5),
    ("Dilys Marchbank", "Social worker, adults", Role.LEAD, "XL1", 0),
    ("Jonty Ferrers-Cole", "Clinical psychologist", Role.LEAD, "XT1", 0),
    ("Samira Oldroyd", "Community psychiatrist", Role.LEAD, "XT1", 1),
    ("Barney Quickthorn", "CAMHS nurse", Role.LEAD, "XT2", 1),
    ("Effie Lauderdale", "Social worker, children", Role.LEAD, "XL2", 2),
    ("Teodor Vane", "Learning disability nurse", Role.LEAD, "XT1", 2),
    ("Winifred Asante", "Occupational therapist", Role.LEAD, "XT3", 3),
    ("Lucian Peverell", "CAMHS practitioner", Role.LEAD, "XT3", 4),
    ("Hermione Oduya", "Social worker, adults", Role.LEAD, "XL4", 5),
    ("Caspar Nightjar", "SEND officer", Role.REPRESENTATIVE, "XS1", 0),
    ("Roisin Tallentire", "Youth offending worker", Role.REPRESENTATIVE, "XP1", 1),
    ("Bram Cattermole", "Advocacy manager", Role.REPRESENTATIVE, "XV1", 2),
    ("Leonie Drax", "Children's social care manager", Role.REPRESENTATIVE, "XL1", -1),
    ("Asha Penhallow", "SEND manager", Role.REPRESENTATIVE, "XS2", 3),
    ("Merlin Goodbody", "Forensic outreach nurse", Role.REPRESENTATIVE, "XT4", -2),
    ("Sukie Flint", "Liaison officer", Role.REPRESENTATIVE, "XP2", 5),
    ("Gideon Arkwell", "Case manager", Role.COMMISSIONER, "XC1", 0),
    ("Philippa Storrs", "Case manager", Role.COMMISSIONER, "XC2", 3),
    ("Nuala Eddington", "Specialised commissioner", Role.COMMISSIONER, "XE1", 0),
    ("Rupert Blenkin", "Information governance officer", Role.AUDITOR, "QX2", -2),
)

PERSONA_POSTS: dict[str, tuple[Role | None, str, tuple[int, ...]]] = {
    "lead": (Role.LEAD, "XT1", (0,)),
    "other_lead": (Role.LEAD, "XL3", (3,)),
    "rep": (Role.REPRESENTATIVE, "XT1", (0,)),
    "team": (Role.TEAM, "QX1", (0, 1, 2)),
    "other_area_team": (Role.TEAM, "QX2", (3, 4)),
    "commissioner": (Role.COMMISSIONER, "QX1", ()),
    "other_commissioner": (Role.COMMISSIONER, "QX2", ()),
    "auditor": (Role.AUDITOR, "QX1", (0, 1, 2)),
    "administrator": (Role.ADMINISTRATOR, "QX1", ()),
    "second_administrator": (Role.ADMINISTRATOR, "QX2", ()),
    "pending": (None, "XT1", ()),
}
"""What each persona is to the region: role, organisation, areas by their place."""


@dataclass(slots=True)
class Places:
    """Everything that people and events refer to."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    areas: list[Area] = field(default_factory=list)
    personas: dict[str, User] = field(default_factory=dict)
    teams: dict[str, list[User]] = field(default_factory=dict)
    leads: dict[str, list[User]] = field(default_factory=dict)
    representatives: dict[str, list[User]] = field(default_factory=dict)
    commissioners: dict[str, list[User]] = field(default_factory=dict)

    def council_of(self, area: Area) -> Organisation:
        """Return the local authority of an area."""
        codes = {"thornwick-vale": "XL2", "eastholm": "XL4"}
        usual = "XL1" if area.region == "northshire" else "XL3"
        return self.organisations[codes.get(area.code, usual)]

    def collaborative_of(self, area: Area) -> Organisation:
        """Return the provider collaborative of an area's region."""
        return self.organisations["XC1" if area.region == "northshire" else "XC2"]


def build(*, at: datetime) -> Places:
    """Make every organisation, area and account, as if opened at `at`, and return them."""
    places = Places()
    for code, name, kind, commissions in ORGANISATIONS:
        made = Organisation(ods_code=code, name=name, kind=kind, commissions=commissions)
        places.organisations[code] = accounts.save_organisation(organisation=made, by=None, at=at)
    for code, name, region, icb in AREAS:
        area = Area(
            code=code, name=name, region=region, icb=places.organisations[icb],
            team_email=f"dsr.{code}@{DOMAIN}",
        )  # fmt: skip
        places.areas.append(accounts.save_area(area=area, by=None, at=at))
        for held in (places.teams, places.leads, places.representatives):
            held[code] = []
    for key, (role, employer, areas) in PERSONA_POSTS.items():
        persona = BY_KEY[key]
        user = _account(
            places,
            email=persona.email,
            name=persona.full_name,
            job=persona.job,
            employer=employer,
            at=at,
        )
        places.personas[key] = user
        if role is not None:
            _post(places, user, role, employer, areas=areas, at=at)
    for name, job, role, employer, where in STAFF:
        email = f"{name.lower().replace(' ', '.')}@{DOMAIN}"
        user = _account(places, email=email, name=name, job=job, employer=employer, at=at)
        _post(places, user, role, employer, areas=_areas_at(role, where), at=at)
    return places


def _areas_at(role: Role, where: int) -> tuple[int, ...]:
    if role is Role.COMMISSIONER:
        return ()
    return {-1: (0, 1, 2), -2: (3, 4, 5)}.get(where, (where,))


def _account(
    places: Places, *, email: str, name: str, job: str, employer: str, at: datetime
) -> User:  # fmt: skip
    return accounts.open_account(
        email=email, full_name=name, job_title=job, by=None, at=at,
        organisation=places.organisations[employer], phone=next(_phones),
    )  # fmt: skip


_phones = (f"01632 960{number:03d}" for number in cycle(range(100, 1000)))


def _post(
    places: Places, user: User, role: Role, employer: str, *, areas: tuple[int, ...], at: datetime
) -> None:
    organisation = places.organisations[employer]
    chosen = [places.areas[place] for place in areas]
    for area in chosen or (None,):
        accounts.give_role(
            user=user, role=role, organisation=organisation, area=area, by=None, at=at,
            confirmed=True,
        )  # fmt: skip
    kept = {
        Role.TEAM: places.teams,
        Role.LEAD: places.leads,
        Role.REPRESENTATIVE: places.representatives,
    }.get(role)
    for area in chosen:
        if kept is not None:
            kept[area.code].append(user)
    if role is Role.COMMISSIONER:
        places.commissioners.setdefault(employer, []).append(user)
