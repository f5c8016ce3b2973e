"""Verbs about updates: a lead professional says anew how somebody on the register is.

Nothing re-rates itself: where suggestion or rating differ from the rating in force, the team is
asked for a decision, which a new rating or "the rating stays" answers.
"""

from datetime import datetime
from typing import Any

from accounts.models import User
from core import events
from core.autosave import Typed
from core.dates import local_day
from core.errors import Conflict, RuleBroken
from referrals import questions, rules, tooling
from referrals.models import ToolResult, Update, UpdateDraft, UpdateOutcome
from referrals.rules import UpdateOutcomeKind, UpdatePart
from referrals.workflow.sections import MEANWHILE, MEANWHILE_TYPING, check_rating
from register import workflow as register
from register.models import Entry, Person
from register.workflow.entries import facts_of

PARTS = tuple(UpdatePart)


@events.step
def save_update(
    *,
    person: Person,
    part: UpdatePart,
    answers: dict[str, Any],
    complete: bool,
    version: int,
    by: User,
    at: datetime,
    typed: Typed | None = None,
) -> UpdateDraft:
    """Keep one part of `by`'s update about somebody on the register.

    `version` is the draft's as the writer had it (0: none); raises `Conflict` when another window
    saved since, and `RuleBroken` for somebody who is not on the register. With `typed` it is kept
    as it is typed, finished or not.
    """
    person = register.hold(person.pk)
    register.open_entry(person)
    draft = _draft(person, by, at)
    answers = _completed(part, answers, draft, person, complete=complete, at=at)
    was = (draft.answers.get(part), draft.typed.get(part, {}), part in draft.complete)
    same = was[:2] == (answers, typed or {})
    if same and was[2] == complete:
        return draft
    if version != draft.version and not same:
        raise Conflict(MEANWHILE if typed is None else MEANWHILE_TYPING)
    begins = draft.version == 0
    _put(draft, part, answers, typed or {}, complete=complete)
    if part is UpdatePart.TOOL and UpdatePart.RATING in draft.complete:
        _ask_rating_again(draft)
    draft.version, draft.saved_at = draft.version + 1, at
    draft.save()
    if begins:
        events.publish("referrals.update_begun", person=person.pk, by=by, at=at)
    return draft


def _draft(person: Person, by: User, at: datetime) -> UpdateDraft:
    """Return the writer's draft about the held person, new where there is none yet."""
    rows = UpdateDraft.objects.select_for_update()
    known = rows.filter(person=person, writer=by).first()
    return known or UpdateDraft(person=person, writer=by, version=0, started_at=at, saved_at=at)


def _put(
    draft: UpdateDraft, part: UpdatePart, answers: dict[str, Any], typed: Typed, *, complete: bool
) -> None:
    draft.answers[part] = answers
    draft.typed[part] = {} if complete else typed
    draft.complete = [one for one in PARTS if (complete if one is part else one in draft.complete)]


def _ask_rating_again(draft: UpdateDraft) -> None:
    now = tooling.suggestion_as_json(draft.answers[UpdatePart.TOOL])
    rated = draft.answers.get(UpdatePart.RATING, {})
    if UpdatePart.TOOL not in draft.complete or now["suggested"] != rated.get("suggested"):
        draft.complete = [one for one in draft.complete if one != UpdatePart.RATING]


def _completed(
    part: UpdatePart, answers: dict[str, Any], draft: UpdateDraft, person: Person, *,
    complete: bool, at: datetime,
) -> dict[str, Any]:  # fmt: skip
    """Return the answers with the tool's stamp or suggestion; raises as sections of drafts do."""
    if part is UpdatePart.TOOL:
        asked = tooling.for_birth_date(person.birth_date, on=local_day(at), area=person.area_id)
        return tooling.stamped(asked, answers, complete=complete)
    if part is UpdatePart.RATING:
        if UpdatePart.TOOL not in draft.complete:
            raise RuleBroken("Complete the clinical support tool first")
        answers = answers | tooling.suggestion_as_json(draft.answers[UpdatePart.TOOL])
        if complete:
            check_rating(answers)
    return answers


@events.step
def discard_update(*, person: Person, by: User, at: datetime) -> None:
    """Throw one's own draft away; nothing of it is kept."""
    person = register.hold(person.pk)
    if UpdateDraft.objects.filter(person=person, writer=by).delete()[0]:
        events.publish("referrals.update_discarded", person=person.pk, by=by, at=at)


@events.step
def send_update(*, person: Person, by: User, at: datetime) -> Update:
    """Send a complete update: the story, the tool's result, and perhaps a question to the team.

    Sent again, with nothing written since, it is the update that was sent.
    """
    person = register.hold(person.pk)
    entry = register.open_entry(person)
    draft = _draft(person, by, at)
    if draft.version == 0:
        mine = Update.objects.filter(person=person, sent_by=by, sent_at__gte=entry.opened_at)
        sent = mine.order_by("-sent_at").first()
        if sent is not None:
            return sent
    check_update(draft, person, at=at)
    rating = draft.answers[UpdatePart.RATING]
    result = _result(person, draft, by=by, at=at)
    standing = register.current_rating(entry).level
    rows = questions.rows_of(questions.UPDATE, draft.answers[UpdatePart.STORY])
    update = Update.objects.create(
        person=person,
        result=result,
        content=[row.as_json() for row in rows],
        was_level=standing,
        asks_rating=rules.asks_for_rating(
            standing=standing, suggested=result.suggested, level=rating["level"]
        ),
        sent_by=by,
        sent_at=at,
    )
    draft.delete()
    _tell(update, person, by=by, at=at)
    return update


def check_update(draft: UpdateDraft, person: Person, *, at: datetime) -> None:
    """Refuse an update that is not complete, or whose tool or suggestion no longer fits."""
    for part in PARTS:
        if part not in draft.complete:
            raise RuleBroken(f"Complete “{part.label}” before you send the update")
    answers = draft.answers[UpdatePart.TOOL]
    if not tooling.fits(answers, person.birth_date, on=local_day(at), area=person.area_id):
        raise RuleBroken(
            "The clinical support tool for this age is another one, or a newer version. "
            "Complete the clinical support tool again"
        )
    now = tooling.suggestion_as_json(answers)["suggested"]
    if now != draft.answers[UpdatePart.RATING].get("suggested"):
        raise RuleBroken("The tool's suggestion has changed. Give your rating again")


def _result(person: Person, draft: UpdateDraft, *, by: User, at: datetime) -> ToolResult:
    answers, rating = draft.answers[UpdatePart.TOOL], draft.answers[UpdatePart.RATING]
    return ToolResult.objects.create(
        person=person,
        tool=answers["tool"],
        tool_version=str(answers["version"]),
        tool_title=answers["title"],
        items=tooling.items_as_answered(answers),
        suggested=rating["suggested"],
        reasons=rating["reasons"],
        level=rating["level"],
        level_reason=rating.get("level_reason", ""),
        mdt=rating["mdt"],
        completed_by=by,
        completed_at=at,
    )


def _tell(update: Update, person: Person, *, by: User, at: datetime) -> None:
    result = update.result
    facts = facts_of(person) | {"update": update.pk, "level": result.level}
    events.publish(
        "referrals.tool_completed", person=person.pk, by=by, at=at, tool=result.tool,
        tool_version=result.tool_version, suggested=result.suggested or None,
        asks_rating=update.asks_rating, **facts,
    )  # fmt: skip
    if update.asks_rating:
        events.publish(
            "referrals.rating_asked", person=person.pk, by=by, at=at, update=update.pk,
            was=update.was_level, suggested=result.suggested or None, level=result.level,
        )  # fmt: skip


@events.step
def keep_rating(*, update: Update, words: str, by: User, at: datetime) -> UpdateOutcome:
    """Answer an update's question: the rating in force stays, with the reason."""
    rules.check_words(words, message="Enter why the rating stays as it is", field="words")
    person = register.hold(update.person_id)
    entry = check_unanswered(update, person)
    level = register.current_rating(entry).level
    outcome = UpdateOutcome.objects.create(
        update_sent=update, kind=UpdateOutcomeKind.KEPT, level=level, words=words, by=by, at=at
    )
    events.publish(
        "referrals.rating_kept", person=person.pk, by=by, at=at, update=update.pk, level=level,
        sender=update.sent_by_id,
    )  # fmt: skip
    return outcome


def check_unanswered(update: Update, person: Person) -> Entry:
    """Refuse to answer an update twice, or about someone who is not on the register."""
    if UpdateOutcome.objects.filter(update_sent=update).exists():
        raise RuleBroken("This update has already been answered. Nothing was changed.")
    return register.open_entry(person)


@events.step
def answer_by_rating(*, person: Person, level: str, by: User | None, at: datetime) -> int:
    """Answer every update about a person that asked: they have been rated. Returns how many."""
    kind = UpdateOutcomeKind.RATED
    made = [
        UpdateOutcome.objects.create(update_sent=one, kind=kind, level=level, by=by, at=at)
        for one in Update.objects.waiting().filter(person=person.pk)
    ]
    return len(made)
