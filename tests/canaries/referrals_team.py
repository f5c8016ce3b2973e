"""The canary on the team's side of referrals: passed on, joined, told by letter, asked for."""

from django.db import transaction

from accounts.models import User
from accounts.rules import Role
from referrals import workflow
from referrals.codes import LetterAbout, LetterWay
from referrals.models import Referral
from register.models import Person
from tests.canary import word
from tests.conftest import Cast
from tests.factories import NOW, UserFactory, give
from tests.referrals import asked_for, given


def fill(person: Person, cast: Cast) -> None:
    _between_records(person, cast)
    naming = workflow.ask_to_be_named(
        nhs_number=person.nhs_number or "", birth_date=person.birth_date, part=word("part"),
        reason=word("naming"), by=_stranger(cast), at=NOW,
    )  # fmt: skip
    assert naming is not None
    workflow.decline_to_name(request=naming, words=word("not named"), by=cast.team, at=NOW)
    asked_for.inclusion(
        area=cast.area, given_name=person.given_name, family_name=person.family_name,
        birth_date=person.birth_date, asker_name=word("asker"), contact=word("reach"),
        words=word("worried"),
    )  # fmt: skip


def _stranger(cast: Cast) -> User:
    """A professional whom no other filler has named on the record."""
    with transaction.atomic():  # its organisation, too, is kept with its history
        return give(UserFactory(full_name="Nadia Notnamed"), Role.LEAD, area=cast.area)


def _between_records(person: Person, cast: Cast) -> None:
    """A referral of somebody alike: passed on and returned, then joined, with a letter given."""
    alike = given.sent(
        cast, given_name=person.given_name, family_name=person.family_name, level="GREEN",
        birth_date=person.birth_date.isoformat(), nhs_number="", knows_number=False,
        address=word("other address"),
    )  # fmt: skip
    redirect = workflow.redirect(
        referral=alike, to_area=cast.other_area, reason=word("redirect"), by=cast.team, at=NOW
    )
    workflow.give_back(redirect=redirect, words=word("returned"), by=cast.other_area_team, at=NOW)
    given.found(alike, person, cast=cast, reason=word("finding"))
    joined = Referral.objects.get(pk=alike.pk)
    workflow.give_letter(
        referral=joined, about=LetterAbout.RECEIVED, easy_read=True, way=LetterWay.READ,
        by=cast.team, at=NOW,
    )  # fmt: skip
    workflow.decline(
        referral=joined, advice=word("advice"), for_person=word("for person"), by=cast.team,
        at=NOW,
    )  # fmt: skip
