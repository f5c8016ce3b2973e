"""Decisions about being on the register, with their parts, and the count of those who said no."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import Area, choices
from consent import rules
from consent.querysets import DecisionQuerySet, PartQuerySet, RefusalCountQuerySet
from core.models import AppendOnly, new_id
from register.models import Fact, FactManager, Person

DecisionManager = FactManager.from_queryset(DecisionQuerySet)


class CapacityAssessment(AppendOnly):
    """Whether the person could make one decision at one time (MCA ss.2 and 3)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decision_asked = models.TextField(max_length=1000)
    steps_taken = models.TextField(max_length=4000)
    understands = models.BooleanField()
    understands_evidence = models.TextField(max_length=4000)
    retains = models.BooleanField()
    retains_evidence = models.TextField(max_length=4000)
    weighs = models.BooleanField()
    weighs_evidence = models.TextField(max_length=4000)
    communicates = models.BooleanField()
    communicates_evidence = models.TextField(max_length=4000)
    impairment = models.BooleanField()
    impairment_evidence = models.TextField(max_length=4000, blank=True)
    causal_link = models.BooleanField()
    causal_link_evidence = models.TextField(max_length=4000, blank=True)
    fluctuating = models.BooleanField()
    assessor = models.CharField(max_length=200)
    assessed_on = models.DateField()
    still_holds = models.TextField(
        max_length=1000, blank=True, default="", db_default="",
        help_text="Why it holds for a decision that was taken long after it.",
    )  # fmt: skip

    objects = PartQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Capacity assessment {self.pk}"


class BestInterestsDecision(AppendOnly):
    """The checklist of section 4, and what an attorney or deputy said."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    no_assumptions = models.BooleanField()
    circumstances = models.TextField(max_length=4000)
    regain = models.BooleanField()
    regain_when = models.TextField(max_length=1000, blank=True)
    participation = models.TextField(max_length=4000)
    wishes = models.TextField(max_length=4000)
    beliefs = models.TextField(max_length=4000)
    other_factors = models.TextField(max_length=4000, blank=True)
    less_restrictive = models.TextField(max_length=4000)
    attorney = models.CharField(max_length=10, choices=choices(rules.Attorney))
    attorney_name = models.CharField(max_length=200, blank=True)
    attorney_valid = models.BooleanField(
        null=True, help_text="Registered or appointed, for health and welfare, document seen."
    )
    attorney_document = models.CharField(max_length=200, blank=True)
    attorney_view = models.CharField(max_length=12, choices=choices(rules.AttorneyView), null=True)
    advocate = models.CharField(max_length=12, choices=choices(rules.Advocate))
    advocate_reason = models.TextField(max_length=1000, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(attorney=rules.Attorney.NONE)
                | Q(attorney_valid=False)
                | ~Q(attorney_view=rules.AttorneyView.REFUSES),
                name="best_interests_not_against_refusal",
            ),
        ]

    def __str__(self) -> str:
        return f"Best-interests decision {self.pk}"


class ChildDecision(AppendOnly):
    """Under 16: whether the child is competent and, if not, who holds parental responsibility."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    mature = models.BooleanField()
    understands_issues = models.BooleanField()
    understands_risks = models.BooleanField()
    knows_alternatives = models.BooleanField()
    weighs_advice = models.BooleanField()
    reasons = models.BooleanField()
    competence_evidence = models.TextField(max_length=4000)
    child_view = models.TextField(max_length=4000)
    holder_name = models.CharField(max_length=200, blank=True)
    holder_relation = models.CharField(max_length=20, choices=choices(rules.Relation), null=True)
    holder_confirmed = models.CharField(max_length=200, blank=True)

    objects = PartQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Child's decision {self.pk}"


class Decision(Fact, AppendOnly):
    """On what basis somebody is on the register, and for what. Superseded, never edited."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="decisions")
    basis = models.CharField(max_length=20, choices=choices(rules.Basis))
    on_register = models.BooleanField()
    share_partners = models.BooleanField()
    cetr = models.BooleanField()
    keyworker = models.BooleanField()
    information_given = models.TextField(max_length=4000)
    information_formats = ArrayField(
        models.CharField(max_length=20, choices=choices(rules.Format)), default=list
    )
    leaflet_version = models.CharField(max_length=60, blank=True)
    consulted_who = ArrayField(
        models.CharField(max_length=20, choices=choices(rules.Consulted)), default=list
    )
    consulted = models.TextField(max_length=4000, blank=True)
    dissent = models.TextField(max_length=4000, blank=True)
    decision_maker = models.CharField(max_length=200)
    decision_maker_role = models.CharField(max_length=200)
    decided_on = models.DateField()
    review_on = models.DateField(help_text="When it must be asked again at the latest.")
    evidence_reference = models.CharField(
        max_length=200, help_text="Where it is kept on the agency's own record."
    )
    capacity = models.OneToOneField(
        CapacityAssessment, on_delete=models.PROTECT, related_name="decision", null=True
    )
    best_interests = models.OneToOneField(
        BestInterestsDecision, on_delete=models.PROTECT, related_name="decision", null=True
    )
    child = models.OneToOneField(
        ChildDecision, on_delete=models.PROTECT, related_name="decision", null=True
    )
    follows = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="followed_by", null=True
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    objects = DecisionManager()
    recorded = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at"]
        indexes = [
            models.Index(fields=["person", "-recorded_at"], name="decision_of_person"),
            models.Index(fields=["review_on"], name="decision_by_review"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(follows__isnull=True, struck_out__isnull=True),
                name="decision_first_once",
            ),
            models.UniqueConstraint(
                fields=["follows"],
                condition=Q(struck_out__isnull=True),
                name="decision_followed_once",
            ),
            models.CheckConstraint(
                condition=Q(basis__in=[basis.value for basis in rules.Basis]),
                name="decision_basis_known",
            ),
            models.CheckConstraint(
                condition=Q(on_register=True), name="decision_agrees_to_register"
            ),
            models.CheckConstraint(
                condition=~Q(basis__in=sorted(basis.value for basis in rules.SURROGATE))
                | Q(capacity__isnull=False, best_interests__isnull=False),
                name="decision_surrogate_has_assessment",
            ),
            models.CheckConstraint(
                condition=~Q(basis__in=sorted(basis.value for basis in rules.CHILD))
                | Q(child__isnull=False),
                name="decision_child_has_competence",
            ),
        ]

    def __str__(self) -> str:
        return f"Decision {self.pk}"

    @property
    def formats_shown(self) -> str:
        """How information was given, in plain words."""
        return ", ".join(rules.Format(one).label for one in self.information_formats)


class RefusalCount(models.Model):
    """How many people said no, by month and area. Who they were is kept nowhere."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    month = models.DateField(help_text="The first day of the month.")
    count = models.PositiveIntegerField()

    objects = RefusalCountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "month"], name="refusals_once_a_month"),
            models.CheckConstraint(condition=Q(month__day=1), name="refusals_month_begins"),
        ]

    def __str__(self) -> str:
        return f"Refusals {self.month:%Y-%m}"
