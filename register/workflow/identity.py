"""Verbs about who is who: two records are one person, are not, or no one is sure yet.

Nothing is merged. Each record keeps its own facts, so that a finding can be ended at any later
time and both people are as they were. What a referral does about a finding, it does on hearing it.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from accounts.models import User
from core import events, history
from core.errors import Conflict, RuleBroken
from register.models import IdentityFinding, Person
from register.rules.identity import SecondLook, Verdict, needs_second_look
from register.workflow.holding import hold

REASON = "Enter how you know"
WHY_ENDED = "Enter what was wrong"
Conflicts = Callable[[Person, Person], Iterable[SecondLook]]
_conflicts: list[Conflicts] = []


def ask_second_look(conflicts: Conflicts) -> None:
    """Let `conflicts(person, other)` say what else asks for a second person; said at start-up."""
    if conflicts not in _conflicts:
        _conflicts.append(conflicts)


@events.step
def find(
    *, person: Person, other: Person, verdict: Verdict, reason: str, by: User, at: datetime
) -> IdentityFinding:
    """Say whether two records are about one person; what was found about them before ends.

    "The same person" waits for a second person where valid NHS numbers or dates of birth differ,
    or what was agreed to does.
    """
    if not reason.strip():
        raise RuleBroken(REASON, field="reason")
    person, other = _hold_both(person.pk, other.pk)
    before = IdentityFinding.objects.current().between(person.pk, other.pk).first()
    if before is not None:
        check_may_say(before, verdict)
        _end(before, reason, by=by, at=at)
    finding = IdentityFinding(
        person=person, other=other, verdict=verdict, reason=reason.strip(), by=by, at=at,
        needs=second_look(person, other) if verdict is Verdict.SAME else [],
    )  # fmt: skip
    history.save(finding, by=by, at=at, reason=verdict)
    _tell(SAID[verdict] if not finding.waits else "register.same_proposed", finding, by=by, at=at)
    return finding


SAID = {
    Verdict.SAME: "register.same_person",
    Verdict.DIFFERENT: "register.told_apart",
    Verdict.POSSIBLE: "register.possibly_same",
}
"""What each finding is published as, once it holds."""


@events.step
def confirm(*, finding: IdentityFinding, by: User, at: datetime) -> IdentityFinding:
    """Confirm, as the second person, that two records are about one person."""
    finding = _hold(finding)
    check_waits(finding, by=by)
    finding.confirmed_by, finding.confirmed_at = by, at
    history.save(finding, by=by, at=at, reason="confirm")
    _tell(SAID[Verdict.SAME], finding, by=by, at=at)
    return finding


@events.step
def end_finding(
    *, finding: IdentityFinding, reason: str, by: User, at: datetime
) -> IdentityFinding:
    """End a finding: the two records stand apart, and no one has said who is who."""
    if not reason.strip():
        raise RuleBroken(WHY_ENDED, field="reason")
    finding = _hold(finding)
    check_current(finding)
    return _end(finding, reason, by=by, at=at)


def second_look(person: Person, other: Person) -> list[SecondLook]:
    """Return why calling the two one person takes a second person; empty where it does not."""
    asked = needs_second_look(
        numbers=(person.nhs_number or person.typed_number, other.nhs_number or other.typed_number),
        births=(person.birth_date, other.birth_date),
    )
    return [*asked, *(one for also in _conflicts for one in also(person, other))]


def check_may_say(before: IdentityFinding, verdict: Verdict) -> None:
    """Refuse to say what has been said already."""
    if before.verdict == verdict:
        waits = " A second person has yet to confirm it." if before.waits else ""
        raise RuleBroken(
            f"{before.by.full_name} has already recorded this: {before.says.label.lower()}."
            f"{waits} Nothing was changed."
        )


def check_current(finding: IdentityFinding) -> None:
    """Refuse to end a finding that has ended."""
    if finding.ended_at is not None and finding.ended_by is not None:
        raise Conflict(f"{finding.ended_by.full_name} has already ended this. Nothing was changed.")


def check_waits(finding: IdentityFinding, *, by: User | None = None) -> None:
    """Refuse to confirm what does not wait, or what `by` said themselves."""
    check_current(finding)
    if not finding.waits:
        raise RuleBroken("This has already been confirmed. Nothing was changed.")
    if by is not None and finding.by_id == by.pk:
        raise RuleBroken(
            "You said yourself that they are the same person. A colleague must confirm it."
        )


def _end(finding: IdentityFinding, reason: str, *, by: User, at: datetime) -> IdentityFinding:
    held = finding.holds
    finding.ended_by, finding.ended_at, finding.ended_reason = by, at, reason.strip()
    history.save(finding, by=by, at=at, reason="end")
    kind = "register.finding_ended" if held else "register.proposal_ended"
    _tell(kind, finding, by=by, at=at)
    return finding


def _hold(finding: IdentityFinding) -> IdentityFinding:
    """Lock both people, then the finding. The first may be hidden behind the other."""
    finding = IdentityFinding.objects.get(pk=finding.pk)
    _hold_both(finding.person_id, finding.other_id, hidden=finding.is_same)
    held: IdentityFinding = IdentityFinding.objects.select_for_update(of=("self",)).get(
        pk=finding.pk
    )
    return held


def _hold_both(person: UUID, other: UUID, *, hidden: bool = False) -> tuple[Person, Person]:
    """Lock both people in the order of their ids, so that two who do it never wait in a ring."""
    if person == other:
        raise RuleBroken("This is one record. Choose another one.")
    held = {pk: hold(pk, restricted=hidden and pk == person) for pk in sorted((person, other))}
    return held[person], held[other]


def _tell(kind: str, finding: IdentityFinding, *, by: User, at: datetime) -> None:
    """Publish it about both records, the finding's own first."""
    for pk in (finding.person_id, finding.other_id):
        events.publish(
            kind, person=pk, by=by, at=at, finding=finding.pk, first=pk == finding.person_id
        )
