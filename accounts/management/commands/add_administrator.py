"""The first account: an administrator, made on the server, who makes the others."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from accounts import links, workflow
from accounts.models import Organisation
from accounts.rules import Role
from core import pasted
from core.errors import RuleBroken


class Command(BaseCommand):
    """`add_administrator EMAIL NAME --organisation ODS`: prints the link to a first password."""

    help = "Make an administrator's account and print the link to choose its password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("full_name")
        parser.add_argument("--organisation", required=True, help="ODS code")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Open the account, give the role, print the link."""
        organisation = Organisation.objects.filter(ods_code=options["organisation"]).first()
        if organisation is None:
            raise CommandError("No organisation has this ODS code.")
        email = pasted.email(options["email"])
        validate_email(email)
        at = timezone.now()
        try:
            with transaction.atomic():
                user = workflow.open_account(
                    email=email,
                    full_name=pasted.line(options["full_name"]),
                    job_title="Administrator",
                    organisation=organisation,
                    by=None,
                    at=at,
                )
                workflow.give_role(
                    user=user,
                    role=Role.ADMINISTRATOR,
                    organisation=organisation,
                    area=None,
                    by=None,
                    at=at,
                )
        except RuleBroken as broken:
            raise CommandError(broken.message) from None
        link = links.set_password_url(user)
        shown = json.dumps({"user": str(user.pk), "link": link}) if options["json"] else link
        self.stdout.write(shown)
