"""No link of ours leads nowhere, for whoever is shown it."""

import re
from collections import deque

import pytest
from django.urls import reverse

from accounts import rules as accounts
from alerts import mail
from alerts.models import Notice
from alerts.wording import NOTICES
from tests.access.world import World
from tests.factories import NOW

LINK = re.compile(r"""<a\b[^>]*\bhref=["']([^"'#?]*)[^"']*["']""")
MOST = 70
ROLES = ["lead", "rep", "team", "commissioner", "auditor", "administrator", "pending", "signed_out"]


@pytest.mark.parametrize("who", ROLES)
def test_every_link_that_somebody_is_shown_opens(world: World, who: str) -> None:
    client = world.clients[who]
    waiting, seen, broken = deque(["/", "/home/"]), {"/", "/home/"}, []
    found_on: dict[str, str] = {}
    while waiting and len(seen) < 400:
        address = waiting.popleft()
        answer = client.get(address)
        if answer.status_code not in {200, 302}:
            broken.append(f"{address} on {found_on.get(address)}: {answer.status_code}")
            continue
        if answer.status_code == 302 or len(seen) > MOST:
            continue
        for link in set(LINK.findall(answer.content.decode())) - seen:
            if link.startswith("/") and not link.startswith(("/static/", "/sign-out/")):
                seen.add(link)
                found_on[link] = address
                waiting.append(link)
    assert not broken, broken


@pytest.mark.parametrize("kind", sorted(NOTICES))
def test_every_notice_can_be_written_as_a_mail(world: World, kind: str) -> None:
    """A notice whose link leads nowhere would stop the relay for everybody."""
    about = {
        "referral": "sent", "action": "action", "meeting": "meeting", "advice": "advice",
        "answer": "outside_action", "review_request": "review_request", "naming": "naming",
        "inclusion": "inclusion", "confirm_email": "email_change",
    }.get(NOTICES[kind].link)  # fmt: skip
    link = NOTICES[kind].link
    asked = accounts.RequestStatus.UNVERIFIED
    from accounts.models import AccountRequest

    notice = Notice(
        kind=kind,
        user=None if link == "answer" else world.cast.lead,
        to_contact=link == "answer",
        made_at=NOW,
        person_id=world.things["person"],
        subject_id=world.things[about] if about else None,
        account_request=AccountRequest.objects.filter(status=asked).first()
        if link == "verification"
        else None,
    )
    message = mail.compose(notice)
    assert "http://" in message.body
    path = re.search(r"http://[^/]+(/\S*)", message.body)
    assert path is not None
    answer = world.clients["lead"].get(path[1])
    theirs = {404} if link == "confirm_email" else set()  # it is there for its own reader alone
    assert answer.status_code in {200, 302, 403} | theirs, path[1]


def test_every_address_that_people_bookmark_is_there() -> None:
    wanted = {
        "/": "pages:start",
        "/register-for-an-account/": "accounts:register",
        "/sign-in/": "accounts:sign_in",
        "/home/": "oversight:home",
        "/referrals/new/": "referrals:start",
        "/referrals/": "referrals:list",
        "/people/": "register:people",
        "/meetings/": "meetings:list",
        "/actions/": "actions:actions",
        "/alerts/red/": "alerts:red",
        "/oversight/blue/": "oversight:blue",
        "/accounts/requests/": "accounts:requests",
        "/health/": "alerts:health",
    }
    assert {reverse(name): name for name in wanted.values()} == wanted
