"""People and those involved with them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import Area, Organisation, choices
from core.history import tracked
from core.models import new_id
from core.names import NO_FIXED_HOME, folded, full_name, listed_name, sort_key
from register import rules
from register.querysets import EveryonesManager, InvolvementQuerySet, PersonManager


class Person(models.Model):
    """Somebody with a learning disability, autistic or both, known with a lawful basis."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    nhs_number = models.CharField(
        max_length=10, null=True, unique=True, help_text="Confirmed: no other record has it."
    )
    typed_number = models.CharField(
        max_length=10,
        blank=True,
        db_default="",
        help_text="An NHS number as a referral typed it, not confirmed; others may have it too.",
    )
    family_name = models.CharField(max_length=100)
    given_name = models.CharField(
        max_length=100, blank=True, help_text="Empty for people with one name only."
    )
    preferred_name = models.CharField(max_length=100, blank=True)
    birth_date = models.DateField()
    died_on = models.DateField(null=True, help_text="Recorded when the record is closed.")
    gender = models.CharField(max_length=1, blank=True, help_text="NHS gender identity code")
    ethnicity = models.CharField(
        max_length=2, blank=True, db_default="", help_text="NHS ethnic category code, as stated."
    )
    address = models.TextField(max_length=500, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    responsible_icb = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True
    )
    ordinary_residence_la = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True
    )
    gp_practice = models.CharField(max_length=150, blank=True)
    learning_disability = models.CharField(max_length=12, choices=choices(rules.Diagnosis))
    autism = models.CharField(max_length=12, choices=choices(rules.Diagnosis))
    ehc_plan = models.BooleanField(null=True, help_text="Education, health and care plan")
    communication_needs = models.TextField(max_length=4000, blank=True)
    reasonable_adjustments = models.TextField(max_length=4000, blank=True)
    lead_professional = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    restricted_at = models.DateTimeField(
        null=True, help_text="Since when no one may see or use the record: consent withdrawn."
    )
    commissioner_view_formed_on = models.DateField(
        null=True,
        help_text="When the responsible commissioner formed the view that the person is autistic "
        "or has a learning disability, where that was recognised later.",
    )
    version = models.PositiveIntegerField(default=1)

    objects = PersonManager()
    everyone = EveryonesManager()
    history = tracked()

    class Meta:
        base_manager_name = "everyone"
        default_manager_name = "everyone"
        indexes = [
            models.Index(fields=["lead_professional"], name="person_of_lead"),
            models.Index(fields=["birth_date"], name="person_by_birth"),
            models.Index(
                fields=["typed_number"],
                name="person_by_typed_number",
                condition=Q(typed_number__gt=""),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(nhs_number__isnull=True) | Q(nhs_number__regex=r"^[0-9]{10}$"),
                name="person_nhs_number_form",
            ),
            models.CheckConstraint(
                condition=Q(typed_number="")
                | Q(typed_number__regex=r"^[0-9]{10}$", nhs_number__isnull=True),
                name="person_typed_number_form",
            ),
            models.CheckConstraint(
                condition=Q(died_on__isnull=True) | Q(died_on__gte=F("birth_date")),
                name="person_died_after_birth",
            ),
            models.CheckConstraint(condition=~Q(family_name=""), name="person_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"Person {self.pk}"

    def get_absolute_url(self) -> str:
        """The person's page."""
        return reverse("register:person", args=[self.pk])

    @property
    def name(self) -> str:
        """Given and family name, as the person is called on pages."""
        return full_name(self.given_name, self.family_name)

    @property
    def listed_name(self) -> str:
        """Family name first, as lists have it."""
        return listed_name(self.family_name, self.given_name)

    @property
    def sort_name(self) -> str:
        """The key that lists are ordered by."""
        return sort_key(self.family_name, self.given_name)

    @property
    def called(self) -> str:
        """What letters call the person: the name they like, else their first, or only, name."""
        return self.preferred_name or self.given_name or self.family_name

    @property
    def has_no_fixed_home(self) -> bool:
        """Whether the postcode is the one that stands for no fixed home."""
        return folded(self.postcode) == folded(NO_FIXED_HOME)

    @property
    def shown_id(self) -> str:
        """The start of the identifier; safe where a name is not."""
        return str(self.pk)[:8].upper()


class Involvement(models.Model):
    """Somebody named on a person's record: a partner, a contact, or a meeting's attendee.

    A user named here may see the person until `until`; a partner without an account is a
    contact only.
    """

    class Basis(models.TextChoices):
        NAMED = "named", "Named partner"
        MEETING = "meeting", "Attends a meeting about the person"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="involvements")
    basis = models.CharField(max_length=10, choices=Basis.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True
    )
    name = models.CharField(max_length=120, blank=True)
    part = models.CharField(max_length=120, blank=True, help_text="Their part, such as keyworker.")
    contact = models.CharField(max_length=200, blank=True)
    attends_cetr = models.BooleanField(
        default=False, help_text="Would need to be involved in a C(E)TR, if one were required."
    )
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    objects = InvolvementQuerySet.as_manager()
    history = tracked()

    class Meta:
        indexes = [
            models.Index(fields=["user", "person"], name="involved_user"),
            models.Index(fields=["person"], name="involved_person"),
        ]

    def __str__(self) -> str:
        return f"{self.get_basis_display()} {self.pk}"
