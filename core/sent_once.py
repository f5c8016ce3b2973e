"""Forms that make something, and make it once however often they are sent."""

from typing import Any
from uuid import UUID, uuid4

from core import keyset, nhsuk


class SentOnce(nhsuk.Form):
    """A form that carries a token of its own, so that sending it twice makes one thing."""

    token = nhsuk.HiddenTextField(required=False, max_length=36)

    def sent_as(self) -> UUID | None:
        """Return the token of this submission; None where it was lost."""
        return keyset.identifier(self.cleaned_data.get("token"))


def fresh() -> dict[str, Any]:
    """Return the initial values of a form that has not been sent yet."""
    return {"token": str(uuid4())}
