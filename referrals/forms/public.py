"""Asking on the public page for somebody to be included, and what the team does with it."""

from typing import Any
from uuid import UUID, uuid4

from accounts.colleagues import ColleagueSelect
from accounts.models import User, choices
from accounts.querysets import AreaQuerySet, UserQuerySet
from core import nhsuk
from core.keyset import identifier
from referrals.codes import Agrees, InclusionState

ASKERS = [
    ("person", "I am asking for myself"),
    ("family", "I am family"),
    ("carer", "I care for the person"),
    ("other", "I know the person in another way"),
]
NO_AREA = "unknown"


class OnceForm(nhsuk.Form):
    """A public form that carries a token of its own, so that sending it twice asks once."""

    token = nhsuk.HiddenTextField(required=False, max_length=36)

    def key(self) -> UUID:
        """Return the key that the page was issued with; a fresh one where it was lost."""
        return identifier(self.cleaned_data.get("token")) or uuid4()


class AskToBeIncludedForm(OnceForm):
    """The public page: as little as the team needs to call back."""

    submit = "Send my request"

    asker = nhsuk.ChoiceRadios("Who is asking?", choices=ASKERS, missing="Select who is asking")
    asker_name = nhsuk.PlainTextField(
        "Your name", max_length=200, missing="Enter your name", autocomplete="name"
    )
    contact = nhsuk.PlainTextField(
        "How can we reach you?",
        hint="A phone number, an email or a postal address",
        called="How we can reach you",
        max_length=300,
        missing="Enter how we can reach you",
    )
    given_name = nhsuk.NameField(
        "First name of the person who needs help",
        called="The first name",
        hint="If you are asking for yourself, enter your own first name.",
        max_length=100,
        required=False,
    )
    family_name = nhsuk.NameField(
        "Last name of the person",
        called="The last name",
        hint="If the person has only one name, enter it here and leave the first name blank.",
        max_length=100,
        missing="Enter the last name of the person",
    )
    birth_date = nhsuk.DateField(
        "Their date of birth",
        hint="If you know it. For example, 15 3 1984",
        called="Date of birth",
        past=True,
        required=False,
    )
    area = nhsuk.ChoiceRadios(
        "Where does the person live?", choices=[], missing="Select where the person lives"
    )
    agrees = nhsuk.ChoiceRadios(
        "Does the person know that you ask, and do they agree?",
        hint="If you ask for yourself, select yes. You can also ask when you are not sure.",
        choices=choices(Agrees),
        inline=True,
        missing="Select whether the person knows and agrees",
    )
    words = nhsuk.LongTextField(
        "What are you worried about?",
        called="What you are worried about",
        hint="A few words are enough. We talk with you about the rest.",
        max_length=2000,
        required=False,
    )

    def __init__(self, *args: Any, areas: AreaQuerySet, **options: Any) -> None:
        super().__init__(*args, **options)
        named = [(str(area.pk), area.name) for area in areas]
        self.fields["area"].choices = [  # type: ignore[attr-defined]
            *named,
            (NO_AREA, "I do not know, or somewhere else"),
        ]


class FindLeadForm(nhsuk.Form):
    """Who talks with the person and starts the referral."""

    submit = "Ask this professional"

    lead = ColleagueSelect(
        "Who leads the request?",
        called="The professional",
        hint="Speak with them first. They see what was written, and start the referral.",
        queryset=User.objects.none(),
        missing="Select the professional",
    )

    def __init__(self, *args: Any, leads: UserQuerySet, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["lead"].queryset = leads  # type: ignore[attr-defined]


class CloseInclusionForm(nhsuk.Form):
    """What became of a request; a referral only where one was sent."""

    submit = "Close and wipe the request"

    outcome = nhsuk.ChoiceRadios(
        "What became of it?",
        choices=[
            (
                InclusionState.ADVISED.value,
                "I gave advice: other help fits better",
            ),
            (InclusionState.DECLINED.value, "The register is not the right help for this person"),
        ],
        missing="Select what became of it",
    )
    told = nhsuk.ConfirmField(
        "I have told whoever asked, kindly, why, and what help there is",
        missing="Tell whoever asked first, then tick the box",
    )

    def __init__(self, *args: Any, sent: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if sent:
            field = self.fields["outcome"]
            referred = (InclusionState.REFERRED.value, "A referral was sent")
            field.choices = [referred, *field.choices]  # type: ignore[attr-defined]
