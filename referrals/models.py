"""Referrals with their sections, what was sent, tool results and the steps of triage."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import Area, choices
from core.history import tracked
from core.models import AppendOnly, new_id
from referrals import rules
from referrals.querysets import ReferralQuerySet, SectionQuerySet, ToolResultQuerySet
from register.models import Person
from register.rules import Level


class Referral(models.Model):
    """A request to include somebody on the register. Holds no name: its answers are apart."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=13, unique=True)
    start_key = models.UUIDField(
        unique=True, help_text="Issued with the first page, so that sending it twice starts once."
    )
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    referrer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="referrals"
    )
    person_was_known = models.BooleanField(
        default=False, help_text="The NHS number was known before this referral was sent."
    )
    state = models.CharField(max_length=20, choices=choices(rules.State))
    basis = models.CharField(max_length=40, help_text="Which lawful basis; a code of consent.")
    learning_disability = models.CharField(max_length=12)
    autism = models.CharField(max_length=12)
    risk = models.CharField(max_length=10, choices=choices(rules.Risk))
    level = models.CharField(
        max_length=5, blank=True, choices=choices(Level), help_text="The clinician's rating."
    )
    suggested_level = models.CharField(max_length=5, blank=True, choices=choices(Level))
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    triage_due_on = models.DateField(null=True)
    paused_at = models.DateTimeField(null=True, help_text="Since when an answer is awaited.")
    acknowledged_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = ReferralQuerySet.as_manager()
    history = tracked()

    class Meta:
        indexes = [
            models.Index(
                fields=["area", "submitted_at"],
                name="referral_waiting",
                condition=Q(state__in=["submitted", "information_asked"]),
            ),
            models.Index(fields=["area", "-started_at", "-id"], name="referral_of_area"),
            models.Index(fields=["referrer", "-started_at", "-id"], name="referral_of_referrer"),
            models.Index(fields=["person"], name="referral_of_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in rules.State]),
                name="referral_state_known",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, person__isnull=True)
                | (Q(submitted_at__isnull=False, person__isnull=False) & ~Q(level="")),
                name="referral_sent_whole",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(submitted_at__isnull=False),
                name="referral_state_sent",
            ),
            models.CheckConstraint(
                condition=Q(state="information_asked", paused_at__isnull=False)
                | (~Q(state="information_asked") & Q(paused_at__isnull=True)),
                name="referral_pause_paired",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) | Q(decided_at__gte=F("started_at")),
                name="referral_decided_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """Return the address of its task list while a draft, of its page once sent."""
        return reverse("referrals:referral", args=[self.pk])

    @property
    def stands(self) -> rules.State:
        """The state, with its words."""
        return rules.State(self.state)

    @property
    def is_draft(self) -> bool:
        """Whether it is still being written."""
        return self.state == rules.State.DRAFT

    @property
    def is_awaiting_triage(self) -> bool:
        """Whether it was sent and is not decided."""
        return self.state in rules.AWAITING_TRIAGE

    @property
    def is_paused(self) -> bool:
        """Whether an answer of the referrer is awaited."""
        return self.state == rules.State.INFORMATION_ASKED

    @property
    def is_red(self) -> bool:
        """Whether the clinician sees an immediate risk."""
        return self.level == Level.RED


class ReferralSection(models.Model):
    """One section of a draft, saved as its writer goes; gone once the referral is sent.

    No history is kept: what is recorded is the copy of what was sent. `version` lets two
    windows notice one another.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="sections")
    key = models.CharField(max_length=20, choices=choices(rules.SectionKey))
    answers = models.JSONField(default=dict)
    complete = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField()

    objects = SectionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["referral", "key"], name="referral_section_once"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.pk}"


class SubmittedCopy(AppendOnly):
    """What was sent, frozen: answers with their questions as they stood.

    `content` is a list of sections, each with key, title, rows of question and answer, and the
    answers as data. The names are those that the referrer typed, not those of the register.
    """

    referral = models.OneToOneField(
        Referral, on_delete=models.PROTECT, primary_key=True, related_name="copy"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    birth_date = models.DateField()
    nhs_number = models.CharField(max_length=10, blank=True)
    content = models.JSONField()
    declared = models.TextField(help_text="The declaration as it was worded.")
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    submitted_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "submitted copies"

    def __str__(self) -> str:
        return f"Copy of {self.referral_id}"

    @property
    def name(self) -> str:
        """Given and family name as typed."""
        return f"{self.given_name} {self.family_name}"

    def data(self, key: str) -> dict[str, Any]:
        """Return the answers of one section, as data."""
        for section in self.content:
            if section["key"] == key:
                return dict(section["data"])
        return {}


class ToolResult(AppendOnly):
    """A clinical support tool as it was completed, with the version and questions of that day.

    The tool suggests and explains; `level` is the named clinician's own rating (domain 7.3).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tool_results")
    referral = models.ForeignKey(
        Referral, on_delete=models.PROTECT, null=True, related_name="tool_results"
    )
    tool = models.CharField(max_length=80)
    tool_version = models.CharField(max_length=80)
    tool_title = models.CharField(max_length=200)
    items = models.JSONField(help_text="Each item's id, question, option, its words and evidence.")
    suggested = models.CharField(max_length=5, blank=True, choices=choices(Level))
    reasons = models.JSONField(help_text="Why it suggests so, or why it cannot suggest.")
    level = models.CharField(max_length=5, choices=choices(Level))
    level_reason = models.TextField(max_length=4000, blank=True)
    mdt = models.JSONField(help_text="Who took part: name and role of each.")
    completed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    completed_at = models.DateTimeField()

    objects = ToolResultQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "-completed_at"], name="tool_result_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(level__in=[level.value for level in Level]),
                name="tool_result_level_known",
            ),
            models.CheckConstraint(
                condition=Q(suggested="") | Q(suggested__in=[level.value for level in Level]),
                name="tool_result_suggestion_known",
            ),
        ]

    def __str__(self) -> str:
        return f"Tool result {self.pk}"

    @property
    def differs(self) -> bool:
        """Whether the clinician decided otherwise than the tool suggested."""
        return bool(self.suggested) and self.suggested != self.level


class TriageStep(AppendOnly):
    """One step of a referral's story after it was sent, in the words that were written."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=15, choices=choices(rules.StepKind))
    words = models.TextField(max_length=4000, blank=True)
    level = models.CharField(max_length=5, blank=True, choices=choices(Level))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]
        indexes = [models.Index(fields=["referral", "at"], name="triage_step_of_referral")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in rules.StepKind]),
                name="triage_step_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
