"""A lead corrects their own job, and moves their account to a new email address."""

from collections.abc import Callable

import pytest

from accounts import links
from accounts.models import EmailChange, User
from tests.conftest import Cast
from tests.journeys.walker import Walker

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

NEW = "lena.new@example.nhs.uk"


def test_a_lead_puts_their_own_account_right(cast: Cast, walk: Callable[..., Walker]) -> None:
    lead = walk(cast.lead)
    lead.visit("/account/").follow("Change job")
    lead.answer(job_title="Community nurse").press("Save your details")
    lead.sees("Your details are saved.", "Community nurse")

    lead.follow("Change work email address").sees("Confirm it is you")
    lead.answer(password="correct horse battery staple").press("Continue")
    lead.sees("New work email address").answer(email=NEW).press("Email me a link")
    lead.sees("We have emailed a link to the new address", NEW, "Cancel the change")
    assert User.objects.get(pk=cast.lead.pk).email == cast.lead.email

    link = links.confirm_email_url(EmailChange.objects.get())
    lead.visit(link.replace("http://localhost:8000", "")).sees("Confirm your new email address")
    lead.press("Use this email address").sees("Your email address has changed", NEW)
    lead.visit(link.replace("http://localhost:8000", "")).sees("Your email address has changed")
    assert User.objects.get(pk=cast.lead.pk).email == NEW

    team = walk(cast.team)
    team.visit(f"/accounts/users/{cast.lead.pk}/").sees("Corrections", "changed by Lena Lead")
    team.follow("Change organisation").sees("Correct these details")
