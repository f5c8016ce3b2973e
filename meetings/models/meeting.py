"""Meetings and those invited to them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Area, Organisation, choices
from core.history import tracked
from core.models import AppendOnly, new_id
from meetings import rules
from meetings.models.series import Series
from meetings.querysets import (
    AttendeeQuerySet,
    MeetingQuerySet,
)
from meetings.rules.series import USUAL_MINUTES
from register.models import Person


class Meeting(models.Model):
    """A tracking meeting of an area, or an urgent meeting by exception about one person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=choices(rules.Kind))
    state = models.CharField(
        max_length=10, choices=choices(rules.State), default=rules.State.PLANNED
    )
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=300, help_text="Where it is, or the link to join.")
    chair = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    quorum = models.PositiveSmallIntegerField(default=rules.USUAL_QUORUM)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True,
        help_text="Who an urgent meeting is about.",
    )  # fmt: skip
    referral_id = models.UUIDField(
        null=True, help_text="The RED referral, not yet triaged, that an urgent meeting is about."
    )
    reason = models.TextField(max_length=4000, blank=True, help_text="Why it is urgent.")
    opened_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    closed_at = models.DateTimeField(null=True, help_text="When it ended or was cancelled.")
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    cancel_reason = models.TextField(max_length=1000, blank=True)
    not_held_reason = models.TextField(
        max_length=1000, blank=True, db_default="", help_text="Why it was opened and not held."
    )
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="meetings", null=True)
    slot_on = models.DateField(
        null=True, help_text="Which turn of its series it is, however far it is moved."
    )
    minutes = models.PositiveSmallIntegerField(
        default=USUAL_MINUTES, db_default=USUAL_MINUTES, help_text="How long it lasts."
    )
    move_reason = models.TextField(max_length=1000, blank=True, db_default="")
    sequence = models.PositiveIntegerField(
        default=0, db_default=0, help_text="How often its calendar entry has changed."
    )

    objects = MeetingQuerySet.as_manager()
    history = tracked()

    class Meta:
        indexes = [models.Index(fields=["area", "-starts_at"], name="meeting_of_area")]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=rules.TO_COME),
                name="meeting_urgent_once",
            ),
            models.CheckConstraint(
                condition=Q(kind=rules.Kind.TRACKING, person__isnull=True, reason="")
                | Q(kind=rules.Kind.URGENT, person__isnull=False),
                name="meeting_urgent_about_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state=rules.State.PLANNED, opened_at=None, closed_at=None)
                | Q(state=rules.State.OPEN, opened_at__isnull=False, closed_at=None)
                | Q(state__in=rules.OVER, opened_at__isnull=False, closed_at__isnull=False)
                | Q(state=rules.State.CANCELLED, opened_at=None, closed_at__isnull=False),
                name="meeting_state_dated",
            ),
            models.CheckConstraint(
                condition=(Q(state=rules.State.NOT_HELD) & ~Q(not_held_reason=""))
                | (~Q(state=rules.State.NOT_HELD) & Q(not_held_reason="")),
                name="meeting_not_held_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(opened_at=None, opened_by=None)
                | Q(opened_at__isnull=False, opened_by__isnull=False),
                name="meeting_opened_paired",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="meeting_closed_paired",
            ),
            models.CheckConstraint(condition=Q(quorum__gte=1), name="meeting_quorum_of_somebody"),
            models.UniqueConstraint(
                fields=["series", "slot_on"],
                condition=Q(series__isnull=False),
                name="meeting_slot_once",
            ),
            models.CheckConstraint(
                condition=Q(series=None, slot_on=None)
                | Q(series__isnull=False, slot_on__isnull=False, kind=rules.Kind.TRACKING),
                name="meeting_slot_of_a_series",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def is_urgent(self) -> bool:
        """Whether it was convened by exception, about one person."""
        return self.kind == rules.Kind.URGENT

    @property
    def is_planned(self) -> bool:
        """Whether it has not been opened or cancelled."""
        return self.state == rules.State.PLANNED

    @property
    def is_open(self) -> bool:
        """Whether it is going on now."""
        return self.state == rules.State.OPEN

    @property
    def is_held(self) -> bool:
        """Whether it was held and is over."""
        return self.state == rules.State.HELD

    @property
    def is_not_held(self) -> bool:
        """Whether it was opened and abandoned."""
        return self.state == rules.State.NOT_HELD

    @property
    def is_over(self) -> bool:
        """Whether it was opened and has ended: what was decided at it is there to follow up."""
        return self.state in rules.OVER

    @property
    def is_cancelled(self) -> bool:
        """Whether it was cancelled before it was opened."""
        return self.state == rules.State.CANCELLED

    @property
    def is_to_come(self) -> bool:
        """Whether it is planned or open."""
        return self.state in rules.TO_COME


class Attendee(models.Model):
    """Someone invited to a meeting: a user, or a named person of a service without an account."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendees")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    name = models.CharField(max_length=120, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True
    )
    part = models.CharField(max_length=120, blank=True, help_text="Such as chair or keyworker.")
    presence = models.CharField(
        max_length=10, choices=choices(rules.Presence), default=rules.Presence.INVITED
    )

    objects = AttendeeQuerySet.as_manager()
    history = tracked()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "user"], name="attendee_once"),
            models.CheckConstraint(
                condition=Q(user__isnull=False) | ~Q(name=""), name="attendee_is_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"Attendee {self.pk}"

    @property
    def shown_name(self) -> str:
        """The name of the user, or of the person without an account."""
        return self.user.full_name if self.user else self.name


class PutBack(AppendOnly):
    """A mistake about a meeting was undone: it is planned again, or open again after its end.

    `from_state` is what it had been by mistake, `since` from when.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="put_backs")
    from_state = models.CharField(max_length=10, choices=choices(rules.State))
    since = models.DateTimeField(help_text="When it had been opened, cancelled or ended.")
    reason = models.TextField(max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="put_back_with_reason"),
            models.CheckConstraint(
                condition=~Q(from_state=rules.State.PLANNED),
                name="put_back_from_a_state",
            ),
        ]

    def __str__(self) -> str:
        return f"PutBack {self.pk}"

    @property
    def opened_again(self) -> bool:
        """Whether the meeting had ended and is open again, and not planned again."""
        return self.from_state in rules.OVER


class AttendanceCorrection(AppendOnly):
    """Who was at a meeting now over was recorded wrongly: what it said, what is right, and why.

    It is written before the attendee is changed, and stands beside approved minutes: the
    database takes no other change of attendance once they are approved.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    attendee = models.ForeignKey(Attendee, on_delete=models.PROTECT, related_name="corrections")
    was = models.CharField(
        max_length=10, choices=choices(rules.Presence), blank=True,
        help_text="Empty for someone who was there and not on the list.",
    )  # fmt: skip
    presence = models.CharField(max_length=10, choices=choices(rules.Presence))
    reason = models.TextField(max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="attendance_corrected_why"),
        ]

    def __str__(self) -> str:
        return f"AttendanceCorrection {self.pk}"
