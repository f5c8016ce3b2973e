"""Referrals in the search for people: those that wait for triage, and one's own drafts.

A referral that was decided is found where the person is not: someone who was declined, or whom
the referrer may not see any more. What was typed is looked through, not what is on a record.
"""

from collections.abc import Iterator, Sequence

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from accounts.rules import Permission
from core.names import search_text
from referrals import content
from referrals.models import Referral, SearchRow, SubmittedCopy
from referrals.rules import AWAITING_TRIAGE, SectionKey
from register import finding
from register.finding import Found
from register.models import Person
from register.rules.finding import Sought

WAITING = "Referral waiting for triage"
MOST_DRAFTS = 200


def search_row(copy: SubmittedCopy) -> SearchRow:
    """Return what a search for the referral looks through; not saved."""
    typed = copy.data(SectionKey.PERSON)
    return SearchRow(
        referral_id=copy.referral_id,
        birth_date=copy.birth_date,
        sort_name=copy.sort_name,
        search=search_text(
            family=copy.family_name,
            given=copy.given_name,
            preferred=typed.get("preferred_name") or "",
            number=copy.nhs_number,
            postcode=typed.get("postcode") or "",
        ),
    )


def find(user: User, sought: Sought) -> Sequence[Found]:
    """Return the referrals and drafts that `user` may see of people who are what is sought."""
    sent = [_found(one) for one in _sent(user, sought)]
    return [*sent, *_drafts(user, sought)][: finding.SHOWS]


def _sent(user: User, sought: Sought) -> list[Referral]:
    rows = Referral.objects.permitted(user, Permission.REFERRAL_VIEW)
    rows = rows.filter(submitted_at__isnull=False).select_related("area", "referrer", "copy")
    found = finding.matching(rows, sought, born="searched__birth_date", path="searched__")
    listed = Q(standing__isnull=False) | Q(departure__isnull=False)
    people = Person.objects.permitted(user, Permission.PERSON_VIEW).filter(listed)
    seen = Exists(people.filter(pk=OuterRef("person")))
    found = found.filter(Q(state__in=AWAITING_TRIAGE) | ~seen)
    order = ("searched__sort_name", "-submitted_at", "pk")
    return list(finding.likest_first(found, sought, *order, path="searched__")[: finding.SHOWS])


def _found(referral: Referral) -> Found:
    copy, state = referral.copy, referral.stands
    return Found(
        person_id=referral.person_id,
        name=copy.name,
        birth_date=copy.birth_date,
        nhs_number=copy.nhs_number or None,
        url=referral.get_absolute_url(),
        reference=referral.reference,
        state=WAITING if referral.is_awaiting_triage else f"Referral {state.label.lower()}",
        colour=state.colour,
        level=referral.level,
        when=referral.submitted_at or referral.started_at,
        area=referral.area.name,
        by=referral.referrer.full_name,
    )


def _drafts(user: User, sought: Sought) -> Iterator[Found]:
    """Yield one's own drafts: each is its writer's alone, and a writer has few."""
    mine = Referral.objects.permitted(user, Permission.REFERRAL_VIEW).of(user).drafts()
    for draft in mine.newest_first().with_names()[:MOST_DRAFTS]:
        for section in draft.person_sections:  # type: ignore[attr-defined]
            typed, answers = content.typed_person(section), section.answers
            text = search_text(
                family=answers.get("family_name") or "",
                given=answers.get("given_name") or "",
                preferred=answers.get("preferred_name") or "",
                number=answers.get("nhs_number") or "",
                postcode=answers.get("postcode") or "",
            )
            if typed is not None and sought.fits(text, typed.birth_date):
                yield Found(
                    person_id=None,
                    name=typed.name,
                    birth_date=typed.birth_date,
                    nhs_number=typed.nhs_number,
                    url=draft.get_absolute_url(),
                    reference=draft.reference,
                    state="Draft referral, not sent",
                    colour=draft.stands.colour,
                    level="",
                    when=draft.started_at,
                    area=draft.area.name,
                    by=user.full_name,
                )
