"""Writes the table of ways out anew: `python -m tests.ways_out`."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dsr_site.settings.test")
django.setup()

from tests.ways_out import table, written  # noqa: E402 - the apps come first

written.FILE.write_text(written.text(table.MACHINES))
