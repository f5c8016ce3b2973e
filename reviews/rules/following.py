"""Why a review is counted as held elsewhere than when it was recorded. Plain values only."""

from enum import StrEnum


class StayChange(StrEnum):
    """What changed about a person's stays, so that a review came to lie in one or out of it."""

    RECORDED = "stay_recorded"
    ENDED = "stay_ended"
    CORRECTED = "stay_corrected"
    STRUCK_OUT = "stay_struck_out"
    CONTINUED = "discharge_struck_out"
    REOPENED = "record_reopened"

    @property
    def label(self) -> str:
        """The change in plain words, for the end of a sentence."""
        return {
            "stay_recorded": "a stay in hospital was recorded later",
            "stay_ended": "an earlier discharge was recorded later",
            "stay_corrected": "the dates of a stay in hospital were corrected",
            "stay_struck_out": "a stay in hospital was struck out",
            "discharge_struck_out": "a discharge was struck out",
            "record_reopened": "the record was reopened",
        }[self.value]


def change_of(kind: str, *, struck: str, in_hospital: bool) -> StayChange:
    """Return what an event tells of the stays; `struck` is the kind of fact struck out, if any.

    A stay that had ended is told of by its discharge: what lies in it now lies in a new stay.
    """
    if kind == "register.stay_corrected":
        return StayChange.CORRECTED
    if struck:
        return {
            "discharge": StayChange.CONTINUED,
            "closing": StayChange.REOPENED,
        }.get(struck, StayChange.STRUCK_OUT)
    return StayChange.RECORDED if in_hospital else StayChange.ENDED
