"""What people agreed: an action with its one owner, date and evidence."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Organisation, choices
from actions import rules
from actions.querysets import ActionQuerySet
from core.history import tracked
from core.models import new_id
from register.models import Person


class Action(models.Model):
    """Something that people agreed: one accountable owner, a date, and evidence in the end."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    description = models.TextField(max_length=2000)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    contact_name = models.CharField(
        max_length=120, blank=True, db_default="", help_text="An owner who has no account."
    )
    contact_email = models.EmailField(blank=True, db_default="")
    contact_round = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="Goes up with each answer, so that each link works once."
    )
    answer = models.CharField(
        max_length=10, blank=True, db_default="", choices=choices(rules.Answered),
        help_text="What the service answered and the team has not dealt with yet.",
    )  # fmt: skip
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+",
        help_text="The service that the owner acts for.",
    )  # fmt: skip
    due_on = models.DateField()
    first_due_on = models.DateField(help_text="The date first agreed.")
    times_extended = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(max_length=10, choices=choices(rules.ActionStatus))
    origin = models.CharField(max_length=10, choices=choices(rules.Origin))
    origin_id = models.UUIDField(null=True, help_text="The meeting's item, review or visit.")
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    agreed_at = models.DateTimeField()
    evidence = models.TextField(max_length=4000, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    done_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        help_text="Who confirmed or cancelled it.",
    )  # fmt: skip
    ended_at = models.DateTimeField(null=True)
    note = models.TextField(
        max_length=1000, blank=True, help_text="Why it was last sent back, moved or cancelled."
    )
    key = models.CharField(
        max_length=80, null=True, unique=True, help_text="Names one submission, however often sent."
    )

    objects = ActionQuerySet.as_manager()
    history = tracked()

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["person", "due_on"], name="action_of_person"),
            models.Index(
                fields=["owner", "due_on", "id"], name="action_open_of_owner",
                condition=Q(status__in=["open", "done"]),
            ),
            models.Index(
                fields=["due_on", "id"], name="action_open_by_due", condition=Q(status="open")
            ),
            models.Index(fields=["origin_id"], name="action_of_origin"),
            models.Index(
                fields=["due_on", "id"], name="action_answered_by_due",
                condition=Q(status="open") & ~Q(answer=""),
            ),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[one.value for one in rules.ActionStatus]),
                name="action_status_known",
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=False, contact_name="", contact_email="")
                | (
                    Q(owner__isnull=True, organisation__isnull=False)
                    & ~Q(contact_name="")
                    & ~Q(contact_email="")
                ),
                name="action_has_one_owner",
            ),
            models.CheckConstraint(
                # An owner without an account has done it by nobody's account.
                condition=Q(done_at__isnull=False) | Q(done_by__isnull=True),
                name="action_done_at_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=["open", "done"], ended_at__isnull=True, ended_by__isnull=True
                )
                | Q(
                    status__in=["closed", "cancelled"],
                    ended_at__isnull=False,
                    ended_by__isnull=False,
                ),
                name="action_end_paired",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["done", "closed"]) | Q(done_at__isnull=False),
                name="action_done_before_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"Action {self.pk}"

    @property
    def owner_name(self) -> str:
        """Who answers for it: a colleague, or a named person of a service without an account."""
        return self.owner.full_name if self.owner is not None else self.contact_name

    @property
    def done_by_name(self) -> str:
        """Who said that it is done, and for whom when that was not the owner themselves."""
        if self.done_by is None:
            return self.owner_name if self.done_at else ""
        if self.done_by_id == self.owner_id:
            return self.owner_name
        return f"{self.done_by.full_name}, for {self.owner_name}"

    @property
    def reference(self) -> str:
        """What an e-mail and the page of a signed link call it: it tells nothing about anybody."""
        return str(self.pk)[:8].upper()

    @property
    def is_open(self) -> bool:
        """Whether it is still to do."""
        return self.status == rules.ActionStatus.OPEN

    @property
    def is_done(self) -> bool:
        """Whether it waits for the DSR team to confirm it."""
        return self.status == rules.ActionStatus.DONE

    def is_overdue(self, on: date) -> bool:
        """Whether it is still to do and its date has passed on the day `on`."""
        return self.is_open and self.due_on < on
