"""For trying the register: a made-up region, one-click personas, a mailbox page, no real mail."""

from dsr_site.settings import environment as env
from dsr_site.settings.base import *  # noqa: F403
from dsr_site.settings.base import INSTALLED_APPS as BASE_APPS

DSR_DEMO = True
DEBUG = False
SECRET_KEY = env.text("DSR_SECRET_KEY", "demo-only-" + "not-a-secret-" * 4)
ALLOWED_HOSTS = env.listing("DSR_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver")
INSTALLED_APPS = ["dsr_site.demo", *BASE_APPS]
EMAIL_BACKEND = "dsr_site.demo.mailbox.Backend"
# Personas sign in with one click, so nobody has a phone to enrol; set to yes to try enrolment.
DSR_REQUIRE_SECOND_FACTOR = env.flag("DSR_REQUIRE_SECOND_FACTOR", default=False)
# Whoever tries the register sees an erasure at once.
DSR_COOLING_OFF_HOURS = env.number("DSR_COOLING_OFF_HOURS", 0)
DSR_TEAM_NAME = env.text("DSR_TEAM_NAME", "Northshire and Southmere DSR team")
