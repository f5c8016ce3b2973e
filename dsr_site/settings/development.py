"""For writing code: like the demo, with Django's debug pages."""

from dsr_site.settings.demo import *  # noqa: F403

DEBUG = True
