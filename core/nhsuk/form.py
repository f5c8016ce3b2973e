"""The base of every form: its layout, its button and what its choices reveal."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms

from core.nhsuk.fields.choices import KeepsClosed
from core.nhsuk.layout import Button, Buttons, Part


class Form(forms.Form):
    """A form that `{% crispy form %}` draws whole.

    `submit` is the button, which says the act; `also` are buttons beside it; `cancel` (set in the
    class or by the view) is the address of a Cancel link; `autosave` is where a script posts what
    is typed (`core.autosave`). `layout` orders field names and the pieces of `core.nhsuk.layout`;
    without one the fields come as declared. A field that a choice
    reveals is drawn below that choice, is asked for only when the choice is made, and otherwise
    cleans to its empty value.
    """

    submit: ClassVar[str] = "Continue"
    submit_variant: ClassVar[str] = ""
    also: ClassVar[Sequence[Button]] = ()
    layout: ClassVar[Sequence[Part | str]] = ()
    method: ClassVar[str] = "post"
    label_size: ClassVar[str | None] = "s"
    marks_optional: ClassVar[bool] = True
    use_required_attribute = False
    cancel: str = ""
    action: str = ""
    autosave: str = ""

    @property
    def helper(self) -> Any:
        """How crispy forms draws the form."""
        helper = FormHelper()
        helper.form_method = self.method
        helper.form_action = self.action
        helper.attrs = {"novalidate": True}
        if self.autosave:
            helper.attrs["data-autosave"] = self.autosave
        helper.layout = Layout(*self.layout_parts())
        helper.render_hidden_fields = True
        return helper

    def layout_parts(self) -> list[Part | str]:
        """Return the whole layout; override where it depends on the instance."""
        return [*(self.layout or self._as_declared()), self.buttons()]

    def buttons(self) -> Part:
        """Return the buttons that end the form."""
        main = Button(self.submit, variant=self.submit_variant)
        links = [Button("Cancel", href=self.cancel)] if self.cancel else []
        return Buttons(main, *self.also, *links)

    def _as_declared(self) -> list[Part | str]:
        below = {name for names in self._reveals() for name in names[2]}
        return [
            name
            for name, field in self.fields.items()
            if name not in below and not field.widget.is_hidden
        ]

    def _reveals(self) -> Iterator[tuple[str, str, Sequence[str]]]:
        """Return the field, choice and revealed names of each reveal, in order of declaration."""
        for name, field in self.fields.items():
            look = getattr(field, "look", None)
            reveals: Mapping[str, Sequence[str]] = look.reveals if look else {}
            for value, names in reveals.items():
                yield name, value, names

    def __getitem__(self, name: str) -> Any:
        """Return the field as it is drawn and cleaned, with what is on record among its choices."""
        field = self.fields.get(name)
        if isinstance(field, KeepsClosed):
            field.keep(self.get_initial_for_field(field, name))
        return super().__getitem__(name)

    def _clean_fields(self) -> None:
        """Clean every field, then forget those that were not asked for.

        Django's own hook, between cleaning fields and `clean()`, so that `clean()` and `errors`
        only ever see what was asked.
        """
        super()._clean_fields()  # type: ignore[misc]
        above: dict[str, list[tuple[str, str]]] = {}
        for control, value, names in self._reveals():
            for name in names:
                above.setdefault(name, []).append((control, value))
        for name in [name for name in above if not self._asked(name, above)]:
            self.errors.pop(name, None)
            self.cleaned_data[name] = empty_value(self.fields[name])

    def _asked(self, name: str, above: Mapping[str, list[tuple[str, str]]]) -> bool:
        """Say whether one of the choices that reveal a field was made, and itself asked for."""
        return name not in above or any(
            value in self._picked(control) and self._asked(control, above)
            for control, value in above[name]
        )

    def _picked(self, name: str) -> set[str]:
        """Return the cleaned choice or choices of a field, as they stand in the page."""
        field = self.fields[name]
        value = field.prepare_value(self.cleaned_data.get(name))
        if isinstance(value, bool):
            return {"on"} if value else set()
        many = isinstance(value, (list, tuple, set))
        return {str(one) for one in (value if many else [value])}


class FilterForm(Form):
    """A form whose answers stay in the address: sent by GET, nothing is marked optional."""

    method = "get"
    submit = "Apply filters"
    submit_variant = "secondary"
    marks_optional = False


def empty_value(field: forms.Field) -> Any:
    """Return what the field cleans to when nothing was asked."""
    if isinstance(field, forms.ModelMultipleChoiceField):
        return field.queryset.none() if field.queryset is not None else []
    if isinstance(field, forms.MultipleChoiceField):
        return []
    return getattr(field, "empty_value", None if not isinstance(field, forms.ChoiceField) else "")
