"""What referrals say about a person in a subject-access copy."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from core.copies import Check, Line, Lines, Sheet, Told, earlier, plainly, told
from core.errors import RuleBroken
from core.nhs_number import show
from referrals import content
from referrals.models import (
    Referral,
    ReferralSection,
    SubmittedCopy,
    ToolResult,
    TriageStep,
    Update,
    UpdateDraft,
    UpdateOutcome,
)
from referrals.rules import SectionKey

REFERRAL = Sheet(
    {
        "referrer": "Sent by",
        "person_was_known": "The NHS number was known before",
        "state": "Where it stands",
        "risk": "Risk seen",
        "level": "The clinician's rating",
        "suggested_level": "What the tool suggested",
        "triage_due_on": "To be looked at by",
        "paused_at": "Waiting for an answer since",
    },
    leave={"basis", "learning_disability", "autism", "version", "about", "draft_warned_at"},
)
"""Basis and diagnoses are told with what was sent, in the form's own words."""


def _sent(copy: SubmittedCopy) -> Iterable[Line]:
    if copy.nhs_number:
        yield Line("NHS number as it was sent", show(copy.nhs_number))
    for section in copy.content:
        key = section["key"]
        for row in section["rows"]:
            yield from _answer(key, row["question"], row["answer"])


COPY = Sheet(
    {
        "given_name": "First name as it was sent",
        "family_name": "Last name as it was sent",
        "birth_date": "Date of birth as it was sent",
        "declared": "Declaration",
        "submitted_by": "Sent by",
        "submitted_at": "Sent on",
    },
    leave={"content", "nhs_number"},
    more=_sent,
)


def _items(result: ToolResult) -> Iterable[Line]:
    for item in result.items:
        words = "\n".join(part for part in (item.get("words"), item.get("evidence")) if part)
        if words:
            yield Line(item.get("question", "Question"), words, Check.WORDS)
    if result.reasons:
        yield Line("Why the tool suggested this", "\n".join(map(str, result.reasons)))
    for one in result.mdt:
        parts = (one.get("name"), one.get("role"))
        yield Line("Who took part", ", ".join(part for part in parts if part), Check.OTHERS)


TOOL = Sheet(
    {
        "tool_title": "Clinical support tool",
        "tool_version": "Version",
        "suggested": "What the tool suggested",
        "level": "The clinician's rating",
        "level_reason": "Why",
    },
    leave={"items", "reasons", "mdt", "tool"},
    more=_items,
)


def _story(update: Update) -> Iterable[Line]:
    for row in update.content:
        yield from _answer("story", row["question"], row["answer"])


UPDATE = Sheet(
    {
        "was_level": "The rating in force",
        "asks_rating": "A rating decision was asked for",
        "sent_by": "Sent by",
        "sent_at": "Sent on",
    },
    leave={"content", "result"},
    more=_story,
)
OUTCOME = Sheet(
    {"kind": "What was decided", "level": "Rating", "words": "Why", "by": "By", "at": "On"}
)


def _update_draft(draft: UpdateDraft) -> Iterable[Line]:
    for words in _typed([draft.answers, draft.typed]):
        yield Line("As it was typed", words, Check.WORDS)


UPDATE_DRAFT = Sheet(
    {"writer": "Written by", "started_at": "Begun on", "saved_at": "Written on"},
    leave={"answers", "typed", "complete", "version", "warned_at"},
    more=_update_draft,
)
STEP = Sheet({"kind": "What happened", "words": "Words", "level": "Rating", "by": "By", "at": "On"})


def copy_of(person_id: UUID, *, drafts: "QuerySet[Referral]") -> Told:
    """Return all that was sent, decided and assessed, and the `drafts` that name the person."""
    referrals = Referral.objects.filter(person=person_id).order_by("started_at")
    sections = ReferralSection.objects.filter(referral__in=drafts).order_by("referral", "key")
    return {
        "Referrals": told(referrals, REFERRAL),
        "Referrals, before they were changed": earlier(referrals, REFERRAL),
        "What a referral said": told(SubmittedCopy.objects.filter(person=person_id), COPY),
        "Clinical support tools": told(
            ToolResult.objects.filter(person=person_id).order_by("completed_at"), TOOL
        ),
        "What was done with a referral": told(
            TriageStep.recorded.filter(referral__person=person_id), STEP
        ),
        "Updates": told(Update.objects.filter(person=person_id).order_by("sent_at"), UPDATE),
        "What was decided on updates": told(
            UpdateOutcome.objects.filter(update_sent__person=person_id), OUTCOME
        ),
        "Updates that are being written": told(
            UpdateDraft.objects.filter(person=person_id), UPDATE_DRAFT
        ),
        "Referrals that are being written": [
            _draft(one) for one in sections.select_related("saved_by")
        ],
    }


def _draft(section: ReferralSection) -> Lines:
    """Return one section of a draft; as it was typed where its questions are no longer asked."""
    key = SectionKey(section.key)
    lines = [
        Line("Part", key.label),
        Line("Written by", section.saved_by.full_name),
        Line("Written on", plainly(section.saved_at)),
    ]
    try:
        rows = [(row.question, row.answer) for row in content.rows_for(key, section.answers)]
    except (RuleBroken, ValueError):
        rows = [("As it was typed", "\n".join(_typed(section.answers)))]
    if section.typed:
        rows.append(("As it was typed", "\n".join(_typed(section.typed))))
    return [*lines, *(line for row in rows for line in _answer(key, *row))]


def _answer(key: str, question: str, answer: str) -> Iterable[Line]:
    if answer:
        others = key == SectionKey.NETWORK
        yield Line(question, answer, Check.OTHERS if others else Check.WORDS)


def _typed(value: Any) -> Iterable[str]:
    """Give every text in what was typed."""
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, list):
        value = [] if value is None or value == "" else [plainly(value)]
        yield from value
        return
    for one in value:
        yield from _typed(one)
