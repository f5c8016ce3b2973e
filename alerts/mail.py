"""What a mail looks like: a reference and a link, nobody's name, number or story."""

from collections.abc import Callable
from typing import cast
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from accounts import links
from accounts.models import AccountRequest, EmailChange, User
from accounts.rules import Permission
from actions.links import answer_url
from actions.models import Action
from alerts import already_detained, calendars, contacts, digest, gathering, put_right
from alerts.models import Notice
from meetings.models import MovedMinutes
from register.models import Person


def address(notice: Notice) -> str:
    """Return the address that the notice's link leads to, made when it is sent."""
    return LINKS[notice.wording.link](notice)


def recipient(notice: Notice) -> str:
    """Return the e-mail address that the notice goes to."""
    if notice.account_request is not None:
        return notice.account_request.email
    if notice.to_contact:
        return contacts.address_of(notice) or ""
    return _user(notice).email


def _user(notice: Notice) -> User:
    """Return who the notice is for; the database allows no notice without a recipient."""
    return cast(User, notice.user)


def may_go(notice: Notice) -> bool:
    """Say whether there is still something to tell, and somebody to tell it to."""
    if notice.user is not None and not notice.user.is_active:
        return False
    if digest.is_digest(notice):
        return bool(digest.lines(notice))
    if notice.to_contact:
        return contacts.address_of(notice) is not None
    return True


def compose(notice: Notice, *others: Notice) -> EmailMultiAlternatives:
    """Return the mail for `notice`, plain text and HTML, from the team's mailbox.

    `others` to the same reader are told in the same mail: how many about each, with one link.
    """
    wording = gathering.WORDING if others else notice.wording
    context = {
        "notice": notice,
        "wording": wording,
        "link": LINKS[wording.link](notice),
        "lines": [] if others else _lines(notice),
        "gathered": gathering.lines([notice, *others], address) if others else [],
        "action": contacts.action_of(notice),
        "reference": str(notice.pk)[:8].upper(),
        "service_name": settings.DSR_SERVICE_NAME,
        "team_name": settings.DSR_TEAM_NAME,
        "team_email": settings.DSR_TEAM_EMAIL,
        "team_phone": settings.DSR_TEAM_PHONE,
    }
    mail = EmailMultiAlternatives(
        subject=f"{settings.DSR_SERVICE_NAME}: {wording.subject}",
        body=render_to_string("alerts/mail.txt", context),
        to=[recipient(notice)],
        headers={"X-Reference": str(notice.pk), "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(render_to_string("alerts/mail.html", context), "text/html")
    calendars.attach(mail, notice, at=notice.made_at)
    return mail


def _lines(notice: Notice) -> list[str]:
    """Return the numbers that the notice tells, counted when it is sent."""
    if digest.is_digest(notice):
        return digest.lines(notice)
    return already_detained.lines(notice) or put_right.lines(notice)


def _at(name: str, *records: UUID | None) -> str:
    path = reverse(name, args=records)
    return settings.DSR_BASE_URL.rstrip("/") + path


def _worklist(notice: Notice) -> str:
    """Return where its reader finds what is due: their actions, or what they commission."""
    sees = _user(notice).holds(Permission.ACTION_VIEW)
    return _at("actions:actions") if sees else _at("oversight:home")


def _moved_minutes(notice: Notice) -> str:
    """Return where minutes that were moved wait, or the list where they do so no more."""
    rows = MovedMinutes.objects.unrestricted().waiting().filter(pk=cast(UUID, notice.subject_id))
    found = rows.select_related("item").first()
    if found is None:
        return _at("meetings:to_check")
    return _at("meetings:minutes", found.item.meeting_id, found.item.person_id)


def _left(notice: Notice) -> str:
    """Return where its reader can see that someone has left: the record, their work, or us."""
    user = _user(notice)
    if Person.objects.permitted(user, Permission.PERSON_VIEW).filter(pk=notice.person_id).exists():
        return _at("register:person", notice.person_id)
    sees = user.holds(Permission.ACTION_VIEW)
    return _at("actions:actions") if sees else _at("pages:contact")


LINKS: dict[str, Callable[[Notice], str]] = {
    "verification": lambda notice: links.verification_url(
        cast(AccountRequest, notice.account_request)
    ),
    "set_password": lambda notice: links.set_password_url(_user(notice)),
    "confirm_email": lambda notice: links.confirm_email_url(
        EmailChange.objects.get(pk=cast(UUID, notice.subject_id))
    ),
    "old_email": lambda _: _at("account_email"),
    "former_email": lambda _: _at("pages:contact"),
    "new_email": lambda _: _at("accounts:sign_in"),
    "account": lambda _: _at("account_email"),
    "sign_in": lambda _: _at("accounts:sign_in"),
    "account_requests": lambda _: _at("accounts:requests"),
    "contact": lambda _: _at("pages:contact"),
    "red": lambda _: _at("alerts:red"),
    "notices": lambda _: _at("alerts:notices"),
    "people": lambda _: _at("register:people"),
    "areas": lambda _: _at("accounts:areas"),
    "without_owner": lambda _: _at("oversight:without_owner"),
    "left": _left,
    "person": lambda notice: _at("register:person", notice.person_id),
    "area_moves": lambda _: _at("register:area_moves"),
    "redirects": lambda _: _at("referrals:redirects"),
    "naming": lambda notice: _at("referrals:naming", notice.subject_id),
    "inclusions": lambda _: _at("referrals:inclusions"),
    "inclusion": lambda notice: _at("referrals:inclusion", notice.subject_id),
    "training": lambda _: _at("pages:training"),
    "referral": lambda notice: _at("referrals:referral", notice.subject_id),
    "action": lambda notice: _at("actions:action", notice.subject_id),
    "actions": _worklist,
    "answer": lambda notice: answer_url(cast(Action, contacts.action_of(notice))),
    "cover": lambda _: _at("actions:covers"),
    "removals": lambda _: _at("consent:removal_requests"),
    "advice": lambda notice: _at("consent:advice", notice.subject_id),
    "meeting": lambda notice: _at("meetings:meeting", notice.subject_id),
    "moved_minutes": _moved_minutes,
    "policy": lambda _: _at("actions:policy"),
    "commencement": lambda _: _at("actions:propose_commencement"),
    "already_detained": lambda _: _at("actions:already_detained"),
    "review_request": lambda notice: _at("reviews:request", notice.subject_id),
}
