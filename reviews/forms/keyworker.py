"""Forms of the decision about a keyworker and of what the service made of it."""

from core import nhsuk
from reviews import rules
from reviews.details import KeyworkerNews


class KeyworkerForm(nhsuk.Form):
    """What was decided about a keyworker."""

    submit = "Record this decision"

    outcome = nhsuk.ChoiceRadios(
        "What was decided about a keyworker?",
        choices=[(one.value, one.label) for one in rules.KeyworkerOutcome],
        reveals={"declined": ["reason"]},
        missing="Select what was decided",
    )
    reason = nhsuk.LongTextField(
        "Why is the person not referred?",
        called="The reason",
        missing="Enter why the person is not referred",
        max_length=1000,
        rows=3,
    )
    decided_on = nhsuk.DateField("When?", called="Date", hint="For example, 15 3 2026", past=True)


class FollowUpForm(nhsuk.Form):
    """What the keyworker service made of a referral."""

    submit = "Record what the service said"

    state = nhsuk.ChoiceRadios(
        "What did the keyworker service say?",
        choices=[(one.value, one.label) for one in rules.KeyworkerState],
        reveals={"not_accepted": ["reason"], "allocated": ["service"]},
        missing="Select what the service said",
    )
    reason = nhsuk.LongTextField(
        "Why was the referral not accepted?",
        called="The reason",
        missing="Enter why the service did not accept the referral",
        max_length=1000,
        rows=3,
    )
    service = nhsuk.PlainTextField(
        "Which service works with the person?",
        called="The name of the service",
        hint="In some areas keyworkers are called navigators.",
        missing="Enter the name of the service",
        max_length=150,
    )
    happened_on = nhsuk.DateField(
        "When did the service say so?", called="Date", hint="For example, 15 3 2026", past=True
    )
    next_on = nhsuk.DateField(
        "When will you ask the service again?",
        called="Date to ask again",
        hint="Leave empty when there is nothing more to ask",
        future=True,
        required=False,
    )

    def news(self) -> KeyworkerNews:
        """Return what was typed."""
        values = self.cleaned_data
        return KeyworkerNews(
            state=rules.KeyworkerState(values["state"]),
            reason=values["reason"],
            service=values["service"],
            happened_on=values["happened_on"],
            next_on=values["next_on"],
        )
