"""Whether old code can run beside the new schema: the migration linter over our own apps.

Runs inside the private environment. Kept out of INSTALLED_APPS, for production has no use for it.
"""

from __future__ import annotations

import sys

OURS = [
    "oversight",
    "alerts",
    "meetings",
    "referrals",
    "reviews",
    "actions",
    "duties",
    "consent",
    "register",
    "accounts",
    "core",
]

LOOKED_AT = {
    "0004_series_and_drift": "its unique index on meetings is over columns that it adds, all empty",
    "0002_worked_out_from_the_facts": "its unique index leaves out rows without the new column",
    "0003_struck_out": "its unique index of decisions takes the place of one that asked more",
    "0004_put_right": "its unique index of findings takes the place of one that asked more",
    "0006_copies_struck_out": "its unique index of copies takes the place of one that asked more",
    "0016_names_folded": "it changes how three columns sort: code of before reads and writes them",
    "0007_put_right": "its unique index takes the place of one that asked more of the same rows",
}
"""Migrations that a person looked at, each with why it is safe all the same."""


def main() -> int:
    """Lint every migration of ours; 1 where one is unsafe."""
    import django

    django.setup()
    from django_migration_linter import MigrationLinter

    linter = MigrationLinter(
        path=".",
        include_apps=OURS,
        analyser_string="postgresql",
        no_cache=True,
        ignore_initial_migrations=True,  # there is no old code beside the first schema
        ignore_name=list(LOOKED_AT),
        quiet=["ok", "ignore", "warning"],
    )
    linter.lint_all_migrations()
    linter.print_summary()
    return 1 if linter.has_errors else 0


if __name__ == "__main__":
    sys.exit(main())
