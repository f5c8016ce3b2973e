"""Check NHS numbers at the command line: each in 3-3-4, valid or why not."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import nhs_number


class Command(BaseCommand):
    """`manage.py nhs_number NUMBER… [--json]`; exit 1 when any number is not valid."""

    help = "Check NHS numbers: each in 3-3-4, valid or why not."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("numbers", nargs="+", metavar="NUMBER")
        parser.add_argument("--json", action="store_true", help="print a JSON array")

    def handle(self, *args: Any, **options: Any) -> None:
        answers = [_answer(text) for text in options["numbers"]]
        if options["json"]:
            self.stdout.write(json.dumps(answers, indent=2))
        else:
            for answer in answers:
                verdict = "valid" if answer["valid"] else f"not valid: {answer['reason']}"
                self.stdout.write(f"{answer['shown']}  {verdict}")
        wrong = sum(not answer["valid"] for answer in answers)
        if wrong:
            raise CommandError(f"{wrong} of {len(answers)} not valid.", returncode=1)


def _answer(text: str) -> dict[str, object]:
    typed = text.encode("utf-8", "backslashreplace").decode("utf-8")[:80]
    try:
        number = nhs_number.parse(text)
    except nhs_number.Invalid as reason:
        shown = nhs_number.digits_of(text)
        return {
            "input": typed,
            "number": shown,
            "shown": nhs_number.show(shown) if shown else typed,
            "valid": False,
            "reason": str(reason),
        }
    return {
        "input": typed,
        "number": number,
        "shown": nhs_number.show(number),
        "valid": True,
        "reason": None,
    }
