"""After the story: chases taken, mail of the past counted as sent, two people who said stop."""

from datetime import datetime, timedelta
from functools import partial

from django.db.models import F

from accounts import workflow as accounts
from accounts.models import AccountRequest, User
from accounts.rules import Role
from actions import workflow as actions
from alerts import workflow as alerts
from alerts.models import Notice
from consent import workflow as consent
from consent.models import Withdrawal
from consent.rules import Channel, Requester
from core.dates import is_working_day, local_day
from dsr_site.demo.personas import DOMAIN
from dsr_site.demo.region.lives import Life
from dsr_site.demo.region.places import Places
from dsr_site.demo.region.story import Story
from register.models import Person
from register.rules import Level

MAIL_KEPT_BACK = timedelta(hours=26)
"""What was owed before this counts as mailed long ago; a mailbox of thousands helps nobody."""


def account_requests(story: Story) -> None:
    """Plan three requests for an account: approved, declined, and one that waits."""
    places, timeline = story.places, story.timeline

    def ask(name: str, job: str, code: str, at: datetime) -> AccountRequest:
        request = accounts.request_account(
            full_name=name, email=f"{name.lower().replace(' ', '.')}@{DOMAIN}", job_title=job,
            organisation=places.organisations[code], areas=[places.areas[0]], role=Role.LEAD,
            reason="I work with people who may need to be on the register.", at=at,
        )  # fmt: skip
        if request is None:
            raise LookupError("no one of this name has an account yet")
        return accounts.verify(request=request, at=at + timedelta(minutes=8))

    def approve(at: datetime) -> None:
        request = ask("Florian Tidewell", "Psychiatrist", "XT1", at)
        accounts.approve(
            request=request, role=Role.LEAD, organisation=request.organisation,
            areas=[places.areas[0]], by=places.personas["team"], at=at + timedelta(hours=1),
        )  # fmt: skip

    def decline(at: datetime) -> None:
        request = ask("Basil Nobody", "Salesman", "XV1", at)
        accounts.decline(
            request=request, reason="Does not work with people in this area.",
            by=places.personas["team"], at=at + timedelta(hours=1),
        )  # fmt: skip

    timeline.days_ago(20, approve)
    timeline.days_ago(16, decline)
    timeline.days_ago(1, lambda at: ask("Cressida Rowntree", "Nurse", "XT1", at))


def leaving(story: Story, lives: list[Life]) -> None:
    """Plan two people who withdraw: one waits for a second person, one will be erased."""
    waiting, erased = lives
    for life, days, key in ((erased, 6, "team"), (waiting, 2, "")):
        usual = story.places.teams[life.area.code][-1]
        by = story.places.personas.get(key, usual)
        story.timeline.days_ago(60, partial(story.enter, life, Level.GREEN))
        story.timeline.days_ago(days, partial(_withdraw, life, by))


def _withdraw(life: Life, by: User, at: datetime) -> None:
    consent.withdraw(
        person=life.person,
        channel=Channel.PHONE,
        requester=Requester.PERSON,
        identity_checked=True,
        identity_evidence="Rang back on the number held.",
        note="Does not want to be on any list.",
        by=by,
        at=at,
    )


def erase(places: Places, life: Life, *, at: datetime) -> None:
    """Carry out the second withdrawal, in a transaction of its own: its door is its own too."""
    if not Person.everyone.filter(pk=life.person.pk).exists():
        return
    withdrawal = Withdrawal.objects.get(person=life.person)
    consent.approve_erasure(
        withdrawal=withdrawal, by=places.personas["auditor"], at=at, namesakes_seen=True
    )


def chase(*, now: datetime) -> int:
    """Chase as beat would have by the last working day, so that it has little to catch up on."""
    day = local_day(now)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return actions.chase(on=day, at=now)


def count_old_mail_as_sent(*, now: datetime) -> int:
    """Mark what was owed in the past, and every chase, as mailed; return how many that was.

    What is younger stays owed: the relay puts it into the demo's mailbox.
    """
    owed = Notice.objects.filter(mailed_at__isnull=True, cancelled_at__isnull=True)
    old = owed.filter(made_at__lt=now - MAIL_KEPT_BACK) | owed.filter(kind="action_chased")
    count = old.update(mailed_at=F("made_at"))
    Notice.objects.filter(made_at__lt=now - timedelta(days=7)).update(seen_at=F("made_at"))
    return count


def send_recent_mail(*, now: datetime) -> int:
    """Send what is still owed, as the worker would."""
    return alerts.relay(at=now)
