"""How many people a notice about Part 8A speaks of, counted when it is read or sent."""

from accounts.rules import Permission
from alerts.models import Notice
from duties import transition


def lines(notice: Notice) -> list[str]:
    """Return how many people wait for a decision in each area that concerns the reader.

    Numbers and areas only. The administrators who set the day see every area, a team its own.
    """
    if notice.kind == "part8a_set":
        counted = transition.waiting_by_area()
    elif notice.kind == "part8a_list" and notice.user is not None:
        counted = transition.waiting_by_area(notice.user.grants(Permission.DUTY_DECIDE).areas)
    else:
        return []
    return [f"{area}: {count} {'person' if count == 1 else 'people'}" for area, count in counted]
