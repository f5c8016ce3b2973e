"""The page of one referral: a task list while it is a draft, the whole story once sent."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from accounts.gate import PageView
from accounts.models import User
from accounts.rules import Permission
from core.dates import local_day
from core.errors import RuleBroken
from core.nhsuk.say import date_words
from referrals import content, duplicates, rules, workflow
from referrals.models import Referral, TriageStep
from referrals.rules import SectionKey
from referrals.views import beside
from register import who_is_who
from register.models import IdentityFinding, Person
from register.rules.identity import Verdict
from reviews.rules import may_have_keyworker


class OneReferral(PageView):
    """A draft's task list; what was sent, its steps, and what may be done next."""

    permission = Permission.REFERRAL_VIEW

    def load(self) -> None:
        rows = Referral.objects.select_related("area", "referrer", "copy", "person__area")
        self.referral = self.find(rows, pk=self.kwargs["pk"])
        self.is_team = self.user.holds(Permission.TRIAGE)

    def get_template_names(self) -> list[str]:
        sent = self.referral.submitted_at is not None
        return ["referrals/referral.html" if sent else "referrals/tasks.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = {
            "referral": self.referral,
            "back_url": reverse("referrals:list"),
            "back_label": "Referrals",
        }
        context |= self._draft() if self.referral.submitted_at is None else self._sent()
        return super().get_context_data(**context, **kwargs)

    def _draft(self) -> dict[str, Any]:
        sections = {one.key: one for one in self.referral.sections.all()}
        done = {key for key, one in sections.items() if one.complete}
        tasks = [_task(self.referral, key, sections, done) for key in SectionKey]
        clash = self._clash(sections)
        if clash:
            tasks[0] |= {"status": "Needs attention", "hint": clash}
        left = len(rules.missing(done))
        saved = [self.referral.started_at, *(one.saved_at for one in sections.values())]
        return {
            "expires_on": workflow.expires_on(max(saved)),
            "tasks": tasks,
            "done": len(SectionKey) - left,
            "total": len(SectionKey),
            "can_check": not left and not clash,
            "is_known": self._is_known(sections),
            "person": content.typed_person(sections.get(SectionKey.PERSON)),
        }

    def _is_known(self, sections: dict[str, Any]) -> bool:
        """Whether the register has the person already; said once a lawful basis is recorded."""
        typed = sections.get(SectionKey.PERSON)
        if typed is None or not typed.complete or self.referral.about_id is not None:
            return False
        known = duplicates.already_known(
            nhs_number=typed.answers.get("nhs_number") or None,
            who=content.who_of(typed.answers),
        )
        if known is not None:
            self.saw([known], "told that the register knows the person")
        return known is not None

    def _clash(self, sections: dict[str, Any]) -> str:
        """Return why the basis does not fit the birth date typed, or nothing."""
        typed = sections.get(SectionKey.PERSON)
        birth = content.birth_date_of(typed.answers) if typed else None
        return content.age_problem(self.referral, birth, on=local_day(self.now))

    def _record(self) -> str:
        """Return the address of the person's record where this user may see it, or nothing."""
        rows = Person.objects.permitted(self.user, Permission.PERSON_VIEW)
        accepted = self.referral.state == rules.State.ACCEPTED
        if accepted and rows.filter(pk=self.referral.person_id).exists():
            return reverse("register:person", args=[self.referral.person_id])
        return ""

    def _sent(self) -> dict[str, Any]:
        referral = self.referral
        own = referral.referrer_id == self.user.pk
        triages = self._triages()
        findings = None
        if triages and referral.is_awaiting_triage:
            findings = duplicates.find(referral, viewer=self.user)
        shown = findings.persons if findings else []
        self.saw([*([referral.person_id] if referral.person_id else []), *shown], "referral")
        steps = _steps(referral)
        found = self._found() if triages else []
        return {
            "person": content.typed_person(referral.copy),
            "groups": sections_of(referral),
            "result": referral.tool_results.select_related("completed_by").first(),
            "steps": sorted(
                [*self._moments(steps, triages=triages), *found], key=lambda one: one["when"]
            ),
            "question": _question(steps),
            "own": own,
            "may_take_back": own and self._may_take_back(),
            "triages": triages,
            "record_url": self._record(),
            "may_restore": triages and referral.is_awaiting_triage and self._restorable(steps),
            "others_triage": self.is_team and not triages and not own,
            "findings": findings,
            **beside.context(self.referral, viewer=self.user),
        }

    def _may_take_back(self) -> bool:
        """Whether the referral is withdrawn, and the viewer may still take that back."""
        if self.referral.stands is not rules.State.WITHDRAWN:
            return False
        try:
            workflow.check_own_withdrawal(self.referral, by=self.user)
        except RuleBroken:
            return False
        return True

    def _found(self) -> list[dict[str, Any]]:
        """Return what was found of who the person is, as lines of the story.

        Who the other record is about is said where the viewer sees it. What joined the referral
        is a step of its own.
        """
        joined = self.referral.joined_by
        own = {self.referral.person_id, *([joined.person_id, joined.other_id] if joined else [])}
        found = who_is_who.findings_of([pk for pk in own if pk is not None])
        areas = self.user.grants(Permission.PERSON_VIEW).areas
        lines: list[dict[str, Any]] = []
        steps = self._joining(found)
        for one in found:
            other = one.other if one.person_id in own else one.person
            if _is_named(other, areas):
                self.saw([other.pk], "compared with the person of a referral")
            who = _name_of(other, areas)
            if one.pk not in steps:
                lines.append(_line(f"{FOUND[one.says]} {who}", one.at, one.by, one.reason))
            if one.ended_at is not None and one.ended_by is not None and one.pk not in steps:
                title = f"No longer so: {FOUND[one.says].lower()} {who}"
                lines.append(_line(title, one.ended_at, one.ended_by, one.ended_reason))
        return lines

    def _joining(self, found: list[IdentityFinding]) -> set[UUID]:
        """Return those of the findings that joined the referral: its steps tell of them."""
        joined = set(
            self.referral.history.exclude(joined_by=None).values_list("joined_by", flat=True)
        )
        return {one.pk for one in found if one.pk in joined}

    def _restorable(self, steps: list[TriageStep]) -> bool:
        """Whether a decision was put back to triage and could be restored now."""
        if not _was_taken_back(steps):
            return False
        try:
            workflow.taken_back(self.referral)
        except RuleBroken:
            return False
        return True

    def _moments(self, steps: list[TriageStep], *, triages: bool) -> list[dict[str, Any]]:
        gone = _taken_back(steps)
        right = {one.struck_out.replaced_by: one.struck_out for one in steps if one.struck_out}
        return [
            self._moment(step, triages=triages)
            | {"taken_back": step.pk in gone, "put_right": right.get(step.pk)}
            for step in steps
        ]

    def _moment(self, step: TriageStep, *, triages: bool) -> dict[str, Any]:
        """Return a step as a line of the story, with the page that puts its words right."""
        struck = step.struck_out
        page = ""
        if struck is None and step.is_referrers and step.by_id == self.user.pk:
            page = "referrals:correct_own_step"
        elif (
            struck is None and not step.is_referrers and triages and step.kind in rules.TEAMS_WORDS
        ):
            page = "referrals:correct_step"
        return {
            "when": step.at,
            "title": step.label,
            "by": step.by.full_name,
            "words": _words_of(step),
            "level": step.level,
            "struck": struck,
            "correct_url": reverse(page, args=[self.referral.pk, step.pk]) if page else "",
        }

    def _triages(self) -> bool:
        areas = self.user.grants(Permission.TRIAGE).areas
        person = self.referral.person
        return person is not None and person.area_id in areas


def sections_of(referral: Referral) -> list[dict[str, Any]]:
    """Return the frozen copy as titles with rows of a summary list."""
    return [
        {
            "title": section["title"],
            "rows": [{"key": r["question"], "value": r["answer"]} for r in section["rows"]],
        }
        for section in referral.copy.content
    ]


FOUND = {
    Verdict.SAME: "Said to be the same person as",
    Verdict.DIFFERENT: "Not the same person as",
    Verdict.POSSIBLE: "Perhaps the same person as",
}


def _line(title: str, when: datetime, by: User, words: str) -> dict[str, Any]:
    """Return a line of the story."""
    return {"when": when, "title": title, "by": by.full_name, "words": words}


def _is_named(person: Person, areas: Collection[UUID]) -> bool:
    return person.area_id in areas and person.restricted_at is None


def _name_of(person: Person, areas: Collection[UUID]) -> str:
    """Return who a referral is not about, or where they are known, for who may not see them."""
    if not _is_named(person, areas):
        return f"someone known in {person.area.name}"
    return f"{person.name}, born {date_words(person.birth_date)}"


def _steps(referral: Referral) -> list[TriageStep]:
    """Return all steps of the story, what was put right after what stands in its place."""
    rows = TriageStep.recorded.filter(referral=referral)
    found = list(rows.select_related("by", "referral", "struck_out__by").order_by("at"))
    return sorted(found, key=lambda one: (one.at, one.struck_out_id is not None))


def _words_of(step: TriageStep) -> str:
    said = f"To the person: {step.for_person}" if step.for_person else ""
    return "\n".join(filter(None, [step.words, said]))


def _taken_back(steps: list[TriageStep]) -> set[UUID]:
    """Return the decisions that were a mistake: the last one before each return to triage.

    Where the return was the mistake and the decision was restored, it is the return.
    """
    gone: set[UUID] = set()
    decided: UUID | None = None
    back: UUID | None = None
    for step in [one for one in steps if one.struck_out_id is None]:
        if step.kind in rules.DECIDED:
            decided = step.pk
        elif step.kind == rules.StepKind.REOPENED and decided is not None:
            gone.add(decided)
            back = step.pk
        elif step.kind == rules.StepKind.RESTORED and decided is not None and back is not None:
            gone ^= {decided, back}
    return gone


def _was_taken_back(steps: list[TriageStep]) -> bool:
    """Whether the team took a decision back and nothing has been done with the referral since."""
    told = [one for one in steps if one.struck_out_id is None]
    done = [one for one in told if one.kind != rules.StepKind.ACKNOWLEDGED]
    last = done[-1] if done else None
    if last is None or last.takes_back_own_withdrawal:
        return False
    return last.kind == rules.StepKind.REOPENED


def _question(steps: list[TriageStep]) -> TriageStep | None:
    asked = (one for one in reversed(steps) if one.kind == rules.StepKind.ASKED)
    return next((one for one in asked if one.struck_out_id is None), None)


def _task(
    referral: Referral, key: SectionKey, sections: dict[str, Any], done: set[str]
) -> dict[str, Any]:
    reason = rules.locked(key, done)
    url = reverse("referrals:section", args=[referral.pk, key.value])
    if reason:
        return {"title": key.label, "url": "", "status": "Cannot start yet", "hint": reason}
    if key in done:
        return {"title": key.label, "url": url, "status": "Completed"}
    status = "In progress" if key in sections else "Incomplete"
    return {"title": key.label, "url": url, "status": status}


class Sent(PageView):
    """Received, not yet reviewed: the reference, who acts, by when, and what to do in a crisis."""

    permission = Permission.REFER
    template_name = "referrals/sent.html"

    def load(self) -> None:
        rows = Referral.objects.filter(submitted_at__isnull=False)
        self.referral = self.find(rows.select_related("area", "copy"), pk=self.kwargs["pk"])

    def _next_steps(self) -> list[str]:
        on = local_day(self.referral.submitted_at or self.now)
        young = may_have_keyworker(self.referral.copy.birth_date, on=on)
        return [one for one in NEXT_STEPS[self.referral.level] if one != KEYWORKER or young]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            referral=self.referral,
            next_steps=self._next_steps(),
            **kwargs,
        )


KEYWORKER = "A referral to the keyworker service follows."
"""Said only for somebody under 26 (domain 4)."""

NEXT_STEPS = {
    "RED": [
        "The DSR team is alerted now, and a named person acknowledges the alert.",
        "An urgent meeting by exception is called, and a C(E)TR must take place.",
        KEYWORKER,
        "Until others agree to take over, you and your team keep the person safe.",
    ],
    "AMBER": [
        "The DSR team looks at the referral.",
        "If it is accepted, the area's next tracking meeting discusses the person.",
        "A multi-agency meeting, a C(E)TR, or both take place.",
        KEYWORKER,
    ],
    "GREEN": [
        "The DSR team looks at the referral.",
        "If it is accepted, the person is on the register and is not routinely discussed.",
        "You will be asked to name who would take part in a C(E)TR, if one were needed.",
    ],
}
"""What follows a referral by its rating (domain 1.1 and 1.2)."""
