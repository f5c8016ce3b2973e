"""An e-mail backend that keeps mail in the database, where web and worker both reach it."""

import re
from collections.abc import Sequence

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from dsr_site.demo.models import DemoMail

LINK = re.compile(r"https?://[^\s<>\"']+")


class Backend(BaseEmailBackend):
    """Accepts every mail and shows it on the mailbox page."""

    @transaction.atomic
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep one row for each recipient of each mail; return how many mails were taken."""
        for mail in email_messages:
            # Building the message applies the checks of a real send: no line break in a header.
            mail.message()
            for address in mail.recipients():
                DemoMail.objects.create(
                    to=address,
                    subject=str(mail.subject)[:300],
                    text=str(mail.body),
                    html=_html(mail),
                    at=timezone.now(),
                )
        return len(email_messages)


def parts(text: str) -> list[tuple[str, bool]]:
    """Split `text` into pieces and whether each is a link, so that a page can make them so."""
    pieces: list[tuple[str, bool]] = []
    end = 0
    for found in LINK.finditer(text):
        pieces += [(text[end : found.start()], False), (found.group().rstrip(".,)"), True)]
        end = found.start() + len(found.group().rstrip(".,)"))
    return [piece for piece in (*pieces, (text[end:], False)) if piece[0]]


def _html(mail: EmailMessage) -> str:
    if not isinstance(mail, EmailMultiAlternatives):
        return ""
    return next((str(body) for body, kind in mail.alternatives if kind == "text/html"), "")
