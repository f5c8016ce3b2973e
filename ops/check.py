"""`make check`: everything that can be said of the product without running it; `make fix` mends.

Each step is named with its time. A step that fails prints what it found and the rest goes on, so
that one run tells all there is to mend.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ops import environment, places, services
from ops.plain import Stop, run, say

PYTHON = str(environment.PYTHON)
TOOLS = environment.VENV / "bin"
MANAGE = (PYTHON, "-W", "error::SyntaxWarning", "manage.py")
APPS = [
    "dsr_site",
    "oversight",
    "alerts",
    "meetings",
    "referrals",
    "reviews",
    "actions",
    "consent",
    "register",
    "accounts",
    "core",
]
TEST_SETTINGS = {"DJANGO_SETTINGS_MODULE": "dsr_site.settings.test"}
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "dsr_site.settings.production",
    "DSR_ALLOWED_HOSTS": "register.example.nhs.uk",
    "DSR_BASE_URL": "https://register.example.nhs.uk",
    "DSR_EMAIL_URL": "smtp://mail.example.nhs.uk:25",
    "DSR_TEAM_EMAIL": "dsr.team@example.nhs.uk",
}


@dataclass(frozen=True)
class Step:
    """One thing to prove: a name that a person understands, and the command that proves it."""

    name: str
    command: Sequence[str]
    environ: Mapping[str, str] = field(default_factory=lambda: TEST_SETTINGS)


def steps() -> list[Step]:
    """The static steps, cheapest first."""
    production = PRODUCTION | {"DSR_SECRET_KEY": secrets.token_urlsafe(60)}
    return [
        Step("format", [str(TOOLS / "ruff"), "format", "--check", "--quiet", "."]),
        Step("lint", [str(TOOLS / "ruff"), "check", "--quiet", "."]),
        Step("dead code", [str(TOOLS / "vulture")]),
        Step("templates", [str(TOOLS / "djlint"), "--lint", "--quiet", "templates"]),
        Step("floors", [str(TOOLS / "lint-imports"), "--no-cache"]),
        Step("types", [str(TOOLS / "mypy")]),
        Step("Django's own checks", [*MANAGE, "check", "--fail-level", "WARNING"]),
        Step(
            "production settings",
            [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"],
            production,
        ),
        Step("migrations complete", [*MANAGE, "makemigrations", "--check", "--dry-run", *APPS[1:]]),
        Step("migrations safe", [PYTHON, "-m", "ops.migrations"]),
    ]


def prove(asked: Sequence[Step], env: Mapping[str, str]) -> list[str]:
    """Run every step; the names of those that failed."""
    return [step.name for step in asked if not _passes(step, env)]


def _passes(step: Step, env: Mapping[str, str]) -> bool:
    began = time.monotonic()
    done = subprocess.run(
        list(step.command),
        cwd=places.ROOT,
        env={**env, **step.environ},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    verdict = "ok" if done.returncode == 0 else "FAILED"
    say(f"  {step.name}: {verdict} ({time.monotonic() - began:.1f} s)")
    if done.returncode:
        say((done.stdout + done.stderr).strip())
    return done.returncode == 0


def check() -> int:
    """All static steps, against the schema tools' own database."""
    environment.ready("test")
    with services.running("test") as started:
        say("Checks:")
        failed = prove(steps(), started.environ())
    if failed:
        raise Stop(f"{len(failed)} failed: {', '.join(failed)}. `make fix` mends what it can.")
    say("All checks passed.")
    return 0


def fix() -> int:
    """Mend style where that can be done without a person."""
    environment.ready("test")
    commands = (
        [str(TOOLS / "ruff"), "check", "--fix-only", "--quiet", "."],
        [str(TOOLS / "ruff"), "format", "--quiet", "."],
        [str(TOOLS / "djlint"), "--reformat", "--quiet", "templates"],
    )
    for command in commands:
        subprocess.run(
            command, cwd=places.ROOT, env=os.environ.copy(), stdout=subprocess.DEVNULL, check=False
        )
    say("Mended what can be mended by itself: `git diff` shows it, `make check` says what is left.")
    return 0


if __name__ == "__main__":
    run(fix if "--fix" in sys.argv else check)
