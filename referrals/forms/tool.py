"""The clinical support tool as a form: each item with its options, and the evidence for it."""

from collections.abc import Mapping
from typing import Any

from core import nhsuk
from core.nhsuk.layout import Part
from referrals import tooling
from referrals.forms.tables import SectionForm
from referrals.tool_model import Item


class ToolForm(SectionForm):
    """The clinical support tool: each item with its options, and the evidence for it."""

    def __init__(
        self,
        *args: Any,
        asked: tooling.Questionnaire,
        earlier: Mapping[str, str] | None = None,
        **options: Any,
    ) -> None:
        """`earlier` says, by item, what was answered last time."""
        self.asked, self.earlier = asked, earlier or {}
        super().__init__(*args, **options)

    def build(self) -> None:
        """Add a choice and a text for each item of the tool."""
        for item in self.asked.items:
            title = f"{item.number}. {item.text}"
            self.fields[f"item_{item.id}"] = nhsuk.ChoiceRadios(
                title,
                hint=self._hint(item),
                choices=tooling.options_of(item),
                missing=f"Select an answer to {title}",
            )
            self.fields[f"evidence_{item.id}"] = nhsuk.LongTextField(
                "Evidence", called=f"Evidence for {item.number}", required=False, rows=2,
                max_length=2000, count=False,
            )  # fmt: skip

    def _hint(self, item: Item) -> str:
        before = self.earlier.get(item.id, "")
        return f"{item.guidance} {before}".strip() if before else item.guidance

    def layout_parts(self) -> list[Part | str]:
        """The items in their order."""
        names = [name for name in self._as_declared() if name != "completed"]
        return [*names, *self.end()]

    def answers(self) -> dict[str, Any]:
        """Return options and evidence by item."""
        data = self.cleaned_data
        ids = [item.id for item in self.asked.items]
        return {
            "answers": {one: data[f"item_{one}"] for one in ids if data.get(f"item_{one}")},
            "evidence": {
                one: data[f"evidence_{one}"] for one in ids if data.get(f"evidence_{one}")
            },
        }

    @classmethod
    def initial_of(cls, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Return options and evidence by field name."""
        return {f"item_{one}": value for one, value in answers.get("answers", {}).items()} | {
            f"evidence_{one}": value for one, value in answers.get("evidence", {}).items()
        }
