"""What a form's layout may hold besides the names of its fields."""

from typing import Any

from crispy_forms.utils import render_field
from django.utils.safestring import SafeString

from core.nhsuk import components
from core.nhsuk.html import element, join


class Part:
    """A piece of a layout around field names and other pieces, as crispy forms expects one."""

    def __init__(self, *fields: "Part | str") -> None:
        self.fields = list(fields)

    def inside(self, form: Any, context: Any, **options: Any) -> SafeString:
        """Return the fields inside, drawn."""
        return join(*(render_field(field, form, context, **options) for field in self.fields))

    def render(self, form: Any, context: Any, **options: Any) -> SafeString:
        """Return the piece with what is inside."""
        return self.inside(form, context, **options)

    def names(self) -> list[str]:
        """Return the names of the fields inside, at any depth."""
        found: list[str] = []
        for field in self.fields:
            found += field.names() if isinstance(field, Part) else [field]
        return found


class Section(Part):
    """A heading and perhaps a sentence above fields; not a fieldset, so nothing is read twice."""

    def __init__(self, title: str, *fields: Part | str, intro: str = "", level: int = 2) -> None:
        super().__init__(*fields)
        self.title, self.intro, self.level = title, intro, level

    def render(self, form: Any, context: Any, **options: Any) -> SafeString:
        """Return heading, sentence and fields."""
        return join(
            element(f"h{self.level}", {"class": "nhsuk-heading-m"}, self.title),
            element("p", {}, self.intro) if self.intro else "",
            self.inside(form, context, **options),
        )


class Fieldset(Part):
    """Fields that make one question together, such as an address."""

    def __init__(
        self, legend: str, *fields: Part | str, size: str = "m", heading: bool = False
    ) -> None:
        super().__init__(*fields)
        self.legend: dict[str, object] = {"text": legend, "size": size}
        if heading:
            self.legend["heading"] = {"level": 1, "size": size}

    def render(self, form: Any, context: Any, **options: Any) -> SafeString:
        """Return the fieldset."""
        body = self.inside(form, context, **options)
        return components.fieldset({"legend": self.legend, "html": body})


class Text(Part):
    """A paragraph."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words

    def render(self, form: Any, context: Any, **options: Any) -> SafeString:
        """Return the paragraph."""
        return element("p", {}, self.words)


class Inset(Text):
    """A paragraph set apart from the others."""

    def render(self, form: Any, context: Any, **options: Any) -> SafeString:
        """Return the inset text."""
        hidden = element("span", {"class": "nhsuk-u-visually-hidden"}, "Information: ")
        return element("div", {"class": "nhsuk-inset-text"}, hidden, element("p", {}, self.words))


class Details(Part):
    """Help or fields that open on demand; open from the start where a field in it is wrong."""

    def __init__(self, summary: str, *fields: Part | str, words: str = "") -> None:
        super().__init__(*fields)
        self.summary, self.words = summary, words

    def render(self, form: Any, context: Any, **options: Any) -> SafeString:
        """Return the expander."""
        title = element("span", {"class": "nhsuk-details__summary-text"}, self.summary)
        return element(
            "details",
            {"class": "nhsuk-details", "open": any(one in form.errors for one in self.names())},
            element("summary", {"class": "nhsuk-details__summary"}, title),
            element(
                "div",
                {"class": "nhsuk-details__text"},
                element("p", {}, self.words) if self.words else "",
                self.inside(form, context, **options),
            ),
        )


class Button(Part):
    """A submit button, or a link (`href`) that stands beside one.

    `variant` is "", "secondary" or "warning"; `name` and `value` tell two buttons apart.
    """

    def __init__(
        self, words: str, *, name: str = "", value: str = "", variant: str = "", href: str = ""
    ) -> None:
        super().__init__()
        self.words, self.href = words, href
        self.params: dict[str, object] = {
            "text": words,
            "variant": variant,
            "name": name or None,
            "value": value or None,
            "prevent_double_click": True,
        }

    def render(self, form: Any, context: Any, **options: Any) -> SafeString:
        """Return the button or link."""
        if self.href:
            return element("a", {"class": "nhsuk-link", "href": self.href}, self.words)
        return components.button(self.params)


class Buttons(Part):
    """Buttons beside one another; the first says the act."""

    def render(self, form: Any, context: Any, **options: Any) -> SafeString:
        """Return the group; a button alone needs none."""
        body = self.inside(form, context, **options)
        if len(self.fields) < 2:
            return body
        return element("div", {"class": "nhsuk-button-group"}, body)
