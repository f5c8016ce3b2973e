"""A referral: a request to include somebody on the register."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import Area, choices
from core.history import tracked
from core.models import new_id
from referrals import rules
from referrals.querysets import ReferralQuerySet
from register.models import IdentityFinding, Person
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
    about = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        help_text="Whose record the referrer began it from, so that it can be filled in.",
    )
    person_was_known = models.BooleanField(
        default=False, help_text="The NHS number was known before this referral was sent."
    )
    joined_by = models.ForeignKey(
        IdentityFinding,
        on_delete=models.PROTECT,
        null=True,
        related_name="referrals",
        help_text="The finding by which it is about another record than the one made for it.",
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
    draft_warned_at = models.DateTimeField(
        null=True, help_text="When its writer was told that the draft would expire."
    )
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
            models.Index(fields=["started_at"], name="referral_drafts", condition=Q(state="draft")),
            models.Index(
                fields=["state", "decided_at", "person"],
                name="referral_not_taken_on",
                condition=Q(state__in=["declined", "withdrawn"], submitted_at__isnull=False),
            ),
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
    def state_words(self) -> str:
        """The state as people say it, with what the team has done meanwhile."""
        if self.state != rules.State.SUBMITTED:
            return self.stands.label
        known = getattr(self, "was_answered", None)
        answered = self.steps.filter(kind="answered").exists() if known is None else known
        return rules.received_words(answered=answered, seen=self.acknowledged_at is not None)

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
