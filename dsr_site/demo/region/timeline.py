"""What happens when: steps in the past, carried out in the order of their days.

Order matters: an agenda is frozen from what the register knew on its day, and the trail of
events reads as it would have been written.
"""

import heapq
import random
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from itertools import count

from core.dates import LOCAL_ZONE, is_working_day, local_day

Step = Callable[[datetime], object]
OFFICE_OPENS, OFFICE_MINUTES = 9, 450


class Timeline:
    """Steps waiting to be carried out; a step may add later ones."""

    def __init__(self, *, now: datetime, chance: random.Random) -> None:
        self.now = now
        self.today: date = local_day(now)
        self.chance = chance
        self._waiting: list[tuple[datetime, int, Step]] = []
        self._number = count()

    def moment(self, days_ago: float) -> datetime:
        """Return a moment in office hours so many days ago; of today, within the last hours."""
        if days_ago < 1:
            return self.now - timedelta(minutes=20 + self.chance.randint(0, 60) + days_ago * 600)
        day = self.today - timedelta(days=int(days_ago))
        opens = datetime.combine(day, time(OFFICE_OPENS), LOCAL_ZONE)
        return min(opens + timedelta(minutes=self.chance.randint(0, OFFICE_MINUTES)), self.now)

    def working_day(self, days_ago: int) -> date:
        """Return the working day so many days ago, or the last one before it."""
        day = self.today - timedelta(days=days_ago)
        while not is_working_day(day):
            day -= timedelta(days=1)
        return day

    def days_ago(self, days: float, step: Step) -> None:
        """Let `step` happen so many days ago."""
        self.at(self.moment(days), step)

    def at(self, moment: datetime, step: Step) -> None:
        """Let `step` happen at `moment`; one that would be in the future is left out."""
        if moment <= self.now:
            heapq.heappush(self._waiting, (moment, next(self._number), step))

    def run(self, progress: Callable[[int, int], None] = lambda done, left: None) -> int:
        """Carry out every step in the order of their moments; return how many there were."""
        done = 0
        while self._waiting:
            moment, _, step = heapq.heappop(self._waiting)
            step(moment)
            done += 1
            progress(done, len(self._waiting))
        return done
