"""The register's own facts that can be struck out: what each takes with it, and how it moves."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from accounts.models import User
from core import history
from core.dates import in_words, local_day
from core.errors import RuleBroken
from register import rules
from register.models import (
    Entry,
    ExtendedLeave,
    InpatientStay,
    Involvement,
    Person,
    Rating,
    StatusChange,
    StayConcern,
    StrikeOut,
    Transfer,
)
from register.workflow.earlier import copy_stay
from register.workflow.holding import ratings_in_turn
from register.workflow.mistakes import moving
from register.workflow.mistakes.striking_out import (
    FactKind,
    Moment,
    add_kind,
    events_telling,
    first_recorded,
    kinds,
    reads,
)
from register.workflow.people import end_involvement
from register.workflow.stay_days import settle_status
from register.workflow.stays import check_overlap, save_stay

_OF_A_STAY = (
    "register.admitted", "register.transferred", "register.status_recorded", "register.detained",
    "register.leave_started", "register.leave_ended", "register.concern_recorded",
    "register.discharge_planned", "register.discharged", "register.stay_ended",
    "register.stay_corrected",
)  # fmt: skip
"""What is told of a stay; it all goes with it."""


StrikeWith = Callable[[InpatientStay, Moment], Iterable[int]]
MoveWith = Callable[[InpatientStay, InpatientStay, User, datetime], None]
_followers: dict[str, tuple[StrikeWith, MoveWith]] = {}


def add_follower(name: str, strike: StrikeWith, move: MoveWith) -> None:
    """Let what a floor above recorded in a stay be struck out and moved with it."""
    _followers[name] = (strike, move)


def strike_row(fact: Any, moment: Moment, *, reason: str = "strike_out") -> None:
    """Mark a row as struck out, with its history where it keeps one."""
    fact.struck_out = moment.struck
    if hasattr(type(fact)._meta, "simple_history_manager_attribute"):
        history.save(fact, by=moment.by, at=moment.at, reason=reason)
    else:
        fact.save()


def carry_along(
    *, person: Person, kind: str, was: Any, now: Any, reason: str, by: User, at: datetime
) -> None:
    """Let `now` stand in the place of `was`, which hangs on a fact that is put right.

    Nothing is told of it: what was told of it once still holds.
    """
    row = StrikeOut.objects.create(
        person=person, kind=kind, fact_id=was.pk, said=kinds()[kind].says(was)[:500],
        cause=rules.Cause.CORRECTED, reason=reason.strip(), replaced_by=now.pk, by=by, at=at,
    )  # fmt: skip
    strike_row(was, Moment(struck=row, by=by, at=at))


# Ratings ----------------------------------------------------------------------------------------


def _ratings(person: Person) -> Any:
    return Rating.objects.filter(entry__person=person).select_related("entry")


def _check_rating(rating: Rating) -> None:
    stays = InpatientStay.objects.filter(person=rating.entry.person_id)
    with_discharge = rating.source == rules.RatingSource.DISCHARGE and any(
        _discharge_rating(stay) == rating for stay in stays.exclude(discharged_on=None)
    )
    others = [one for one in ratings_in_turn(rating.entry) if one.pk != rating.pk]
    rules.check_struck_rating(ratings_left=len(others), given_at_discharge=with_discharge)


def _strike_rating(rating: Rating, moment: Moment) -> list[int]:
    strike_row(rating, moment)
    told = first_recorded(rating.pk)
    return events_telling(rating.entry.person_id, ["register.rated"], rating=told)


# Stays ------------------------------------------------------------------------------------------


def _stays(person: Person) -> Any:
    return InpatientStay.objects.filter(person=person).select_related("hospital")


def _stay_says(stay: InpatientStay) -> str:
    until = f" until {in_words(stay.discharged_on)}" if stay.discharged_on else ""
    return f"Stay in {stay.hospital.name} from {in_words(stay.admitted_on)}{until}"


def _strike_stay(stay: InpatientStay, moment: Moment) -> Iterable[int]:
    """Strike out a stay with all that was recorded of it, its discharge rating included."""
    told = events_telling(stay.person_id, _OF_A_STAY, stay=stay.pk)
    rating = _discharge_rating(stay)
    if rating is not None:
        told += _strike_rating(rating, moment)
    for rows in (stay.transfers, stay.statuses, stay.leaves, stay.concerns):
        for row in rows.all():
            strike_row(row, moment)
    for strike, _ in _followers.values():
        told += strike(stay, moment)
    stay.version += 1
    strike_row(stay, moment)
    return told


def _discharge_rating(stay: InpatientStay) -> Rating | None:
    """Return the rating that was given with the discharge of a stay, while it stands."""
    last = stay.history.filter(history_change_reason="discharge").order_by("-history_date").first()
    if last is None or stay.discharged_on is None:
        return None
    entry = Entry.objects.filter(person=stay.person_id, opened_at__lte=last.history_date)
    given = Rating.objects.filter(
        entry__in=entry, source=rules.RatingSource.DISCHARGE, set_at=last.history_date
    )
    return given.first()


# Discharges -------------------------------------------------------------------------------------


def _ended(person: Person) -> Any:
    return _stays(person).exclude(discharged_on=None)


def _discharge_says(stay: InpatientStay) -> str:
    where = f" to {stay.destination}" if stay.destination else ""
    return f"Discharge from {stay.hospital.name} on {_day(stay.discharged_on)}{where}"


def _check_stay(stay: InpatientStay) -> None:
    """Refuse where no one's judgement would be left once the rating of the discharge is gone."""
    given = _discharge_rating(stay)
    if given is None or given.entry.closed_at is not None:
        return
    if [one for one in ratings_in_turn(given.entry) if one.pk != given.pk]:
        return
    raise RuleBroken(
        "The rating given with the discharge is the only one left, and no one is on the register "
        "without one. Record a rating first, then strike this out."
    )


def _check_discharge(stay: InpatientStay) -> None:
    """Refuse where the person could not be in hospital again, or would be without a rating."""
    _check_stay(stay)
    if not Entry.objects.open().filter(person=stay.person_id).exists():
        raise RuleBroken(
            "This person is not on the register now. Put them back on it, then strike out the "
            "discharge."
        )
    if InpatientStay.objects.open().filter(person=stay.person_id).exists():
        raise RuleBroken(
            "This person is in hospital again. If the later admission is wrong, strike that out "
            "first."
        )
    check_overlap(stay.person, admitted_on=stay.admitted_on, until=None, apart_from=stay.pk)


def _strike_discharge(stay: InpatientStay, moment: Moment) -> list[int]:
    """Let the stay go on, with the leave and the rating of before the discharge."""
    told = events_telling(
        stay.person_id, ["register.discharged", "register.stay_ended"], stay=stay.pk
    )
    rating = _discharge_rating(stay)
    if rating is not None:
        told += _strike_rating(rating, moment)
    told += _leave_goes_on(stay, moment)
    stay.discharged_on, stay.destination = None, ""
    save_stay(stay, by=moment.by, at=moment.at, reason="strike_out")
    return told


def _leave_goes_on(stay: InpatientStay, moment: Moment) -> list[int]:
    """Open again the leave that ended only because the stay did."""
    told = []
    last = stay.history.filter(history_change_reason__in=["discharge", "close"])
    ended = last.order_by("-history_date").values_list("history_date", flat=True).first()
    for leave in stay.leaves.filter(ended_on=stay.discharged_on):
        if leave.history.order_by("-history_date", "-history_id").first().history_date == ended:
            leave.ended_on = None
            history.save(leave, by=moment.by, at=moment.at, reason="strike_out")
            told += events_telling(stay.person_id, ["register.leave_ended"], leave=leave.pk)
    return told


# During a stay ----------------------------------------------------------------------------------


def _strike_status(change: StatusChange, moment: Moment) -> list[int]:
    """Strike out a change of legal status; since when someone is detained is settled again."""
    told = events_telling(
        change.stay.person_id, ["register.status_recorded", "register.detained"], change=change.pk
    )
    strike_row(change, moment)
    settle_status(change.stay)
    save_stay(change.stay, by=moment.by, at=moment.at, reason="strike_out")
    return told


PLACE = ("hospital_id", "ward", "security")


def neighbours(stay: InpatientStay, move: Transfer) -> tuple[Transfer | None, Transfer | None]:
    """Return the moves of a stay that stand before and after this one."""
    moves = list(stay.transfers.order_by("moved_on", "recorded_at"))
    place = next(number for number, one in enumerate(moves) if one.pk == move.pk)
    before = moves[place - 1] if place else None
    return before, moves[place + 1] if place + 1 < len(moves) else None


def _strike_transfer(move: Transfer, moment: Moment) -> list[int]:
    """Strike out a move; where it was the last one, the person is where they moved from."""
    stay = move.stay
    last = stay.transfers.order_by("-moved_on", "-recorded_at").first()
    if moment.struck.cause != rules.Cause.CORRECTED:  # then the right move leads on
        came = {name: getattr(move, f"from_{name}") for name in PLACE}
        later = neighbours(stay, move)[1]
        lead_on(later, reason=moment.struck.reason, by=moment.by, at=moment.at, **came)
    strike_row(move, moment)
    if last is not None and last.pk == move.pk:
        before = stay.transfers.order_by("-moved_on", "-recorded_at").first()
        stay.hospital_id, stay.ward = move.from_hospital_id, move.from_ward
        stay.security = move.from_security
        stay.unit_inadequate = (
            before.unit_inadequate if before else stay.history.earliest().unit_inadequate
        )
        save_stay(stay, by=moment.by, at=moment.at, reason="strike_out")
    told = first_recorded(move.pk)
    return events_telling(stay.person_id, ["register.transferred"], transfer=told)


def lead_on(later: Transfer | None, *, reason: str, by: User, at: datetime, **came: Any) -> None:
    """Let the move after one that is gone or put right begin where the person came from."""
    came = {f"from_{name}": value for name, value in came.items()}
    if later is None or reads(later, came):
        return
    names = (
        "stay", "moved_on", "hospital", "ward", "security", "unit_inadequate", "reason",
        "recorded_by", "recorded_at", *(f"from_{name.removesuffix('_id')}" for name in PLACE),
    )  # fmt: skip
    now = Transfer.objects.create(**{name: getattr(later, name) for name in names} | came)
    carry_along(
        person=later.stay.person, kind="transfer", was=later, now=now, reason=reason, by=by, at=at
    )


def _strike_leave(leave: ExtendedLeave, moment: Moment) -> list[int]:
    strike_row(leave, moment)
    return events_telling(
        leave.stay.person_id, ["register.leave_started", "register.leave_ended"], leave=leave.pk
    )


def _strike_concern(concern: StayConcern, moment: Moment) -> list[int]:
    strike_row(concern, moment)
    return events_telling(concern.stay.person_id, ["register.concern_recorded"], concern=concern.pk)


# People named ------------------------------------------------------------------------------------


def _partners(person: Person) -> Any:
    return Involvement.objects.named().current().filter(person=person)


def _strike_partner(partner: Involvement, moment: Moment) -> list[int]:
    """Take someone off the record who was named by mistake: they see it no more, from now."""
    named = first_recorded(partner.pk)
    told = events_telling(partner.person_id, ["register.partner_named"], involvement=named)
    end_involvement(involvement=partner, by=moment.by, at=moment.at)
    return told


def _day(day: date | None) -> str:
    return in_words(day) if day else "a day that is not known"


def _of_stay(model: Any) -> Any:
    """Return what finds the rows of one person's stays that stand."""
    return lambda person: model.objects.filter(
        stay__person=person, stay__struck_out__isnull=True
    ).select_related("stay__hospital", "stay__person")


def _move_stay(stay: InpatientStay, to: Person, by: User, at: datetime) -> UUID:
    made = copy_stay(stay, to, by=by, at=at)
    for _, move in _followers.values():
        move(stay, made, by, at)
    return made.pk


def _move_discharge(stay: InpatientStay, to: Person, by: User, at: datetime) -> UUID:
    return moving.move_discharge(stay, _discharge_rating(stay), to, by, at)


KINDS = (
    FactKind(
        code="rating", rows=_ratings,
        says=lambda rating: f"Rated {rating.level} on {in_words(local_day(rating.set_at))}",
        strike=_strike_rating, check=_check_rating, correct_at="register:correct_rating",
        move=moving.move_rating,
    ),
    FactKind(
        code="stay", name="a stay in hospital", rows=_stays, says=_stay_says,
        strike=_strike_stay, move=_move_stay, check=_check_stay,
        correct_at="register:correct_stay",
        takes="what was recorded during it: moves, legal status, leave, concerns, visits and "
        "C(E)TRs with their open actions, and the discharge with its rating",
    ),
    FactKind(
        code="discharge", rows=_ended,
        says=_discharge_says, strike=_strike_discharge, check=_check_discharge,
        takes="the rating given with it; leave that ended with it continues", move=_move_discharge,
        correct_at="register:correct_stay",
    ),
    FactKind(
        code="status", name="a legal status",
        rows=_of_stay(StatusChange), strike=_strike_status, move=moving.move_status,
        correct_at="register:correct_status",
        says=lambda one: (
            f"Legal status {one.get_legal_status_display()} from {in_words(one.changed_on)}"
        ),
    ),
    FactKind(
        code="transfer", name="a move", rows=_of_stay(Transfer),
        strike=_strike_transfer, move=moving.move_transfer, correct_at="register:correct_transfer",
        says=lambda one: (
            f"Move to {', '.join(filter(None, [one.hospital.name, one.ward]))} on "
            f"{in_words(one.moved_on)}, {one.get_security_display().lower()}"
        ),
    ),
    FactKind(
        code="leave", name="extended leave", rows=_of_stay(ExtendedLeave),
        strike=_strike_leave, move=moving.move_leave, correct_at="register:correct_leave",
        says=lambda one: f"Extended leave from {in_words(one.started_on)}",
    ),
    FactKind(
        code="partner", name="a named partner", rows=_partners, strike=_strike_partner,
        move=moving.move_partner, says=lambda one: ", ".join(
            filter(None, [f"{one.name} named as {one.part or 'a partner'}", one.contact])
        ),
        correct_at="register:correct_partner",
    ),
    FactKind(
        code="concern", rows=_of_stay(StayConcern),
        strike=_strike_concern, move=moving.move_concern, correct_at="register:correct_concern",
        says=lambda one: (
            f"Concern of {in_words(one.seen_on)}: {one.get_kind_display()}. {one.note}"
        ),
    ),
)  # fmt: skip


def register_kinds() -> None:
    """Let the register's own facts be struck out."""
    for kind in KINDS:
        add_kind(kind)
