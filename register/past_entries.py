"""When someone left the register and came back, as the history of their entries tells it."""

from typing import Any
from uuid import UUID

from core.dates import local_day
from core.nhsuk import say
from core.records import Moment
from register import rules
from register.models import Entry


def moments(person_id: UUID) -> list[Moment]:
    """Return a moment for each closing, correction of one and reopening; none is overwritten.

    A closing that was an error, or was put right, says so, by whom and when.
    """
    reasons = ["close", "correct_death", "correct_closing", "reopen"]
    rows = Entry.history.filter(person=person_id, history_change_reason__in=reasons)
    found: list[Moment] = []
    since: dict[UUID, str] = {}
    for row in rows.select_related("history_user").order_by("-history_date", "-history_id"):
        who = row.history_user.full_name if row.history_user else ""
        if row.history_change_reason == "reopen":
            how = rules.Reopening(row.reopened)
            if how is rules.Reopening.ERROR:
                when = say.moment_words(row.history_date)
                since[row.id] = f"closed in error, struck out by {who}, {when}"
            found.append(Moment(row.history_date, _OPENED[how], row.reopen_words, who))
        elif row.history_change_reason == "close":
            words = _closed(row, since.pop(row.id, ""))
            found.append(Moment(row.history_date, words, row.closure_words, who))
        elif row.history_change_reason == "correct_closing":
            words = f"Put right. {_closed(row, since.get(row.id, ''))}"
            found.append(Moment(row.history_date, words, row.closure_words, who))
            when = say.moment_words(row.history_date)
            since.setdefault(row.id, f"put right by {who}, {when}")
        else:
            on = say.date_words(row.left_on)
            found.append(Moment(row.history_date, f"Date of death corrected to {on}", "", who))
    return found


_OPENED = {
    rules.Reopening.ERROR: "Record reopened: it was closed in error",
    rules.Reopening.RETURN: "Came back to the register",
}


def _closed(row: Any, since: str) -> str:
    label = rules.ClosureReason(row.closure_reason).label
    words = f"Record closed: {label[0].lower()}{label[1:]}"
    if row.left_on and row.closure_reason == rules.ClosureReason.DIED:
        words += f" on {say.date_words(row.left_on)}"
    elif row.left_on and row.left_on != local_day(row.history_date):
        words += f", left on {say.date_words(row.left_on)}"
    return f"{words} ({since})" if since else words
