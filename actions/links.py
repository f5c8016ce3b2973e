"""The link by which an owner without an account answers: signed, expiring, for one answer.

It is made when the mail is sent and stored nowhere. It is bound to the owner's address and to
the round, which goes up with every answer: a link that was used, or replaced, has ended.
"""

from dataclasses import dataclass

from django.utils.crypto import constant_time_compare

from accounts import links
from actions import ladders
from actions.models import Action

ANSWER = "actions.links.answer"

ALTERED = "This link is not complete, or it was changed on its way. Use the link in the email."
EXPIRED = "This link is too old. The DSR team can send you another one."
USED = (
    "This link has been used already, or another one has been sent since. If you want to add "
    "something, ring the DSR team."
)
ENDED = "The DSR team has ended this action. There is nothing left to do."


@dataclass(frozen=True, slots=True)
class Read:
    """What a link leads to: an action that may be answered, or why not."""

    action: Action | None = None
    refused: str = ""


def answer_url(action: Action) -> str:
    """Return the address at which the owner of `action`, who has no account, answers."""
    return links.signed_url("actions:answer", ANSWER, action.pk, _state(action))


def read_answer(token: str) -> Read:
    """Return the action that `token` may answer, or the reason why it does not work."""
    lasts = ladders.current().link_lasts
    named = links.read_signed(token, ANSWER, lasts)
    if named is None:
        expired = links.has_expired(token, ANSWER, lasts)
        return Read(refused=EXPIRED if expired else ALTERED)
    rows = Action.objects.unrestricted().filter(pk=named.pk, owner__isnull=True)
    action = rows.select_related("organisation").first()
    if action is None or not constant_time_compare(named.state, _state(action)):
        return Read(refused=USED)
    if not action.is_open:
        return Read(refused=ENDED)
    return Read(action)


def _state(action: Action) -> str:
    return links.fingerprint(ANSWER, action.pk, action.contact_email, action.contact_round)
