"""What a notice is made of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wording:
    """What a notice says. `link` names the address that it leads to; nobody is named anywhere.

    A notice that `waits` is mailed in working hours: what comes at night goes in the morning.
    One that `gathers` waits a short while, and one email tells of all that came meanwhile.
    """

    subject: str
    body: str
    link: str
    urgent: bool = False
    waits: bool = False
    gathers: bool = False
