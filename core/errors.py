"""Errors that are meant for people."""


class RuleBroken(Exception):
    """A rule of the domain refuses what was asked; nothing has been written.

    `message` is shown to the person as it stands, so it says what to do next. `field` names
    the form field that it belongs to, when there is one.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Conflict(RuleBroken):
    """The same thing was changed meanwhile; what was typed must be kept and shown.

    The message says what happened as far as it is known, and names no cause that is not.
    """
