"""Forms of a hand-over to another area: proposed, accepted, returned, withdrawn."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.utils.text import capfirst

from accounts.colleagues import ColleagueSelect
from accounts.models import Area, Organisation, User
from accounts.rules import OrganisationKind
from core import nhsuk
from register.forms.open_lines import ENDS, GIVES, KEEPS, AsksOfLines, names_of
from register.forms.people import choose
from register.models import Involvement
from register.open_work import Choices, OpenWork


class ProposeMoveForm(nhsuk.Form):
    """Where someone moves, when and why."""

    submit = "Ask the other area to take them over"

    to_area = nhsuk.ModelSelect(
        "Which area are they moving to?", called="The area that they are moving to",
        queryset=Area.objects.none(), missing="Select the area that they are moving to",
    )  # fmt: skip
    moves_on = nhsuk.DateField(
        "When do they move?", called="The day they move", hint="This can be in the past."
    )
    reason = nhsuk.LongTextField(
        "Why are they moving?", called="Why they are moving", missing="Enter why they are moving",
        max_length=4000,
    )  # fmt: skip
    to_know = nhsuk.LongTextField(
        "What does the new team need to know?", called="What the new team needs to know",
        required=False, max_length=4000,
    )  # fmt: skip

    def __init__(self, *args: Any, areas: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "to_area", areas)


class ReturnMoveForm(nhsuk.Form):
    """Why a hand-over is returned."""

    submit = "Return the hand-over"
    words = nhsuk.LongTextField(
        "Why do you return it?", called="Why you return it",
        missing="Enter why you return the hand-over", max_length=4000,
    )  # fmt: skip


class WithdrawMoveForm(nhsuk.Form):
    """Why a hand-over is withdrawn."""

    submit = "Withdraw the hand-over"
    words = nhsuk.LongTextField(
        "Why do you withdraw it?", called="Why you withdraw it",
        missing="Enter why you withdraw the hand-over", max_length=4000,
    )  # fmt: skip


class AcceptMoveForm(AsksOfLines):
    """Everything that goes along with someone, one by one."""

    submit = "Accept the hand-over"

    lead = ColleagueSelect("Lead professional", queryset=User.objects.none())
    responsible_icb = nhsuk.ModelSelect(
        "Responsible integrated care board", queryset=Organisation.objects.none()
    )
    ordinary_residence_la = nhsuk.ModelSelect(
        "Local authority of ordinary residence", queryset=Organisation.objects.none(),
        required=False,
    )  # fmt: skip
    next_agenda = nhsuk.YesNoField(
        "Do you want to discuss them at your next tracking meeting?",
        missing="Select yes if you want to discuss them at your next tracking meeting",
        hint="If you select no, they may still be on the agenda because of their rating.",
    )  # fmt: skip

    def __init__(
        self, *args: Any, leads: Any, partners: Iterable[Involvement], work: Sequence[OpenWork],
        takers: Any, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        choose(self, "lead", leads)
        boards = Organisation.objects.open().filter(kind=OrganisationKind.ICB)
        choose(self, "responsible_icb", boards)
        authorities = Organisation.objects.open().filter(kind=OrganisationKind.LOCAL_AUTHORITY)
        choose(self, "ordinary_residence_la", authorities)
        self.partners = list(partners)
        self.along = [line for kind in work for line in kind.along]
        self.lines = [line for kind in work for line in kind.lines]
        for partner in self.partners:
            self.fields[f"partner_{partner.pk.hex}"] = nhsuk.ChoiceRadios(
                f"Named partner: {', '.join(filter(None, [partner.name, partner.part]))}",
                choices=[(KEEPS, "Stays named on the record"), (ENDS, "Is no longer named")],
                missing=f"Select whether {partner.name} stays named on the record",
            )
        for line in self.along:
            self.fields[names_of(line)[0]] = nhsuk.ChoiceRadios(
                line.words,
                hint=capfirst(line.due),
                choices=[(KEEPS, line.keeps), (ENDS, line.ends)],
                missing=f"Select what happens to this: {line.words}",
            )
        for number, line in enumerate(self.lines, start=1):
            self.ask(
                line,
                number,
                choices=[
                    (KEEPS, line.keeps),
                    (GIVES, "Give this action to someone in your area"),
                    (ENDS, line.ends),
                ],
                takers=takers,
            )
        self.order_fields([name for name in self.fields if name != "next_agenda"])

    def ended_partners(self) -> list[UUID]:
        """Return those who are no longer named."""
        said = self.cleaned_data
        return [one.pk for one in self.partners if said[f"partner_{one.pk.hex}"] == ENDS]

    def choices(self) -> Choices:
        """Return what was decided about each action, review and urgent meeting."""
        return self.choices_about((*self.along, *self.lines))
