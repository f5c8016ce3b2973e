"""What this app listens to: consent withdrawn, someone leaving the register, stays that change."""

from uuid import UUID

from consent.models import Decision
from core import events
from core.errors import Conflict
from core.events import Event
from register.open_work import Choices
from register.rules import ClosureReason
from reviews import workflow
from reviews.models import ReviewRequest

ENDED_BY_MOVE = "The person moved to another area, and its team ended the request."


@events.subscribe("consent.recorded", "consent.narrowed")
def stop_without_consent(event: Event) -> None:
    """Stop the review that is asked for when consent to it, once given, is given no more."""
    before = event.facts.get("supersedes")
    if event.facts.get("cetr") or not before:
        return
    if Decision.recorded.filter(pk=UUID(str(before)), cetr=True).exists():
        for request in ReviewRequest.objects.open().filter(person=event.person_id):
            workflow.stop(request=request, by=event.by, at=event.at)


@events.subscribe(
    "register.admitted", "register.discharged", "register.stay_ended", "register.stay_corrected",
    "register.struck_out",
)  # fmt: skip
def follow_stays(event: Event) -> None:
    """Settle anew where reviews were held, once all that the step does to the stays is done."""
    struck = str(event.facts["fact_kind"]) if event.kind == "register.struck_out" else ""
    if struck not in ("", *OF_STAYS):
        return
    person_id, by, at = event.person_id, event.by, event.at
    if person_id is not None:
        events.defer_to_end(
            ("reviews.follow_stays", person_id),
            lambda: workflow.follow_stays(
                person_id=person_id, kind=event.kind, struck=struck, by=by, at=at
            ),
        )


OF_STAYS = ("stay", "discharge", "closing")
"""What is struck out of stays, or ended one and is struck out."""


@events.subscribe("register.closed")
def call_off_for_who_left(event: Event) -> None:
    """End the request of someone who has left the register: no one is invited for them."""
    words = ClosureReason(str(event.facts["reason"])).told
    for request in ReviewRequest.objects.open().filter(person=event.person_id):
        workflow.call_off(
            request=request, words=words, event=event.id, by=event.by, at=event.at
        )  # fmt: skip


@events.subscribe("register.reopened")
def ask_again_for_who_had_not_left(event: Event) -> None:
    """Bring back the request that a closing in error had ended."""
    closing = event.facts.get("closing")
    if isinstance(closing, int) and event.person_id is not None:
        workflow.ask_again(person_id=event.person_id, closing=closing, by=event.by, at=event.at)


@events.subscribe("register.moved")
def end_what_the_new_team_ended(event: Event) -> None:
    """Cancel the request of someone who moved, where the team that has them now chose so."""
    chosen = Choices.read(dict(event.facts)) or Choices()
    for request in ReviewRequest.objects.open().filter(person=event.person_id):
        if request.pk in chosen.end:
            workflow.call_off(
                request=request, words=ENDED_BY_MOVE, event=event.id, by=event.by, at=event.at
            )
        elif request.pk not in chosen.keep:
            raise Conflict(
                f"A {request.kind} for this person has been asked for since you opened the page. "
                "Nothing was saved. Say what happens to it, then accept."
            )
