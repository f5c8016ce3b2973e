"""Small numbers: a count that could point to somebody is not told outside the service."""

FEWEST_TOLD = 5
"""Numbers under 5, none included, are told as "fewer than 5" (our figure; certainty U)."""
HIDDEN = f"fewer than {FEWEST_TOLD}"


def masked(count: int) -> int | None:
    """Return a count that may be told; None for one that may not."""
    return count if count >= FEWEST_TOLD else None


def masked_share(part: int, whole: int) -> int | None:
    """Return `part` of `whole` in per cent, or None where it would tell a small number.

    The rest counts too: 20 of 22 tells that it was not so for two.
    """
    if masked(part) is None or masked(whole - part) is None:
        return None
    return share(part, whole)


def share(part: int, whole: int) -> int | None:
    """Return `part` of `whole` in whole per cent, halves up; None where there is no whole."""
    return (200 * part + whole) // (2 * whole) if whole else None
