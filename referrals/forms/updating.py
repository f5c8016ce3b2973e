"""The parts of an update, and what the team says to it."""

from core import nhsuk
from core.nhsuk.layout import Part
from referrals import questions
from referrals.forms.people import RatingForm
from referrals.forms.tables import SectionForm, TableForm
from referrals.forms.tool import ToolForm
from referrals.rules import UpdatePart


class StoryForm(TableForm):
    """What has changed, what was done, and what people say."""

    table = questions.UPDATE


FORMS: dict[UpdatePart, type[SectionForm]] = {
    UpdatePart.STORY: StoryForm,
    UpdatePart.TOOL: ToolForm,
    UpdatePart.RATING: RatingForm,
}


class SendForm(nhsuk.Form):
    """A button: what was written is sent."""

    submit = "Send the update"

    def layout_parts(self) -> list[Part | str]:
        """The button alone."""
        return [self.buttons()]


class DiscardUpdateForm(nhsuk.Form):
    """A button, and no question."""

    submit = "Discard this update"
    submit_variant = "warning"


class KeepForm(nhsuk.Form):
    """Why the rating in force stays."""

    submit = "Keep the rating"
    words = nhsuk.LongTextField(
        "Why does the rating stay as it is?",
        called="The reason",
        hint="The lead professional reads this.",
        missing="Enter why the rating stays as it is",
    )
