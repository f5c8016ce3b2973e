"""What happened while someone was typing: what was done, by whom and when, and nothing guessed.

Whoever sends an old page is told this. A message that names a cause which it does not know
("someone else has rated") sends people looking for something that is not there.
"""

from typing import Any
from uuid import UUID

from core import history
from core.nhsuk import say
from register import rules
from register.models import Entry, Rating, StrikeOut

KEPT = "What you typed is kept below: look at the record, then decide again."
_DID = {
    rules.Cause.MISTAKE: "struck {what} out on {when}.",
    rules.Cause.WRONG_PERSON: "struck {what} out on {when}: it was recorded on the wrong person.",
    rules.Cause.CORRECTED: "put {what} right on {when}.",
}
_CHANGED = {
    "strike_out": "struck out something recorded about {what}",
    "correct_stay": "corrected {what}",
    "correct_status": "put right the legal status in {what}",
    "record_status": "recorded the legal status in {what}",
    "transfer": "recorded a move in {what}",
    "plan_discharge": "changed the discharge plan of {what}",
    "reopen": "opened {what} again",
    "enter": "opened {what} again",
    "start_leave": "recorded {what}",
    "end_leave": "recorded the end of {what}",
    "discharge": "recorded the discharge from {what}",
}


def of_struck(struck: StrikeOut | None, what: str) -> str:
    """Say who took a fact out of force, how and when; `what` names it as in "this rating"."""
    if struck is None:
        return f"The record of {what} has changed since you opened the page."
    when = say.moment_words(struck.at)
    did = _DID[rules.Cause(struck.cause)].format(what=what, when=when)
    return f"{struck.by.full_name} {did}"


def of_fact(fact_id: UUID, what: str) -> str:
    """As `of_struck`, for the fact of which only the id is known."""
    rows = StrikeOut.objects.filter(fact_id=fact_id).select_related("by")
    return of_struck(rows.order_by("-at").first(), what)


def of_rating(seen_id: UUID, *, entry: Entry, current: Rating) -> str:
    """Say why the rating that someone had in front of them is not the one in force now."""
    rows = Rating.recorded.filter(pk=seen_id, entry__person=entry.person_id)
    seen = rows.select_related("struck_out__by", "entry__struck_out__by").first()
    struck = seen.struck_by if seen is not None else None
    if seen is not None and struck is not None:
        if struck.fact_id == seen.pk:
            return of_struck(struck, "this rating")
        with_it = of_struck(struck, f"“{struck.said}”")
        return f"{with_it} This rating was struck out with it."
    if seen is not None and seen.entry_id != entry.pk:
        return "This record was closed and has been opened again since you opened the page."
    return (
        f"{current.set_by.full_name} has rated this person {current.level} since you opened the "
        f"page, on {say.moment_words(current.set_at)}."
    )


def of_record(record: Any, what: str) -> str:
    """Say who changed a tracked record last, what they did as far as it is known, and when."""
    last, _ = history.last_two(record)
    if last is None or last.history_user is None:
        return f"The record of {what} has changed since you opened the page."
    did = _CHANGED.get(last.history_change_reason or "", "changed {what}").format(what=what)
    return f"{last.history_user.full_name} {did} on {say.moment_words(last.history_date)}."
