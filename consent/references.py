"""References that can be read out on the telephone and say nothing about anybody."""

import secrets

LETTERS = "ACDEFGHJKLMNPQRTUVWXY34679"
"""Without those that are taken for one another."""


def new_reference(kind: str) -> str:
    """Return a random reference such as W-7K3F-9QXM; `kind` is its first letter."""
    drawn = "".join(secrets.choice(LETTERS) for _ in range(8))
    return f"{kind}-{drawn[:4]}-{drawn[4:]}"
