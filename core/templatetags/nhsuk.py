"""What the crispy template pack `nhsuk` and the page layouts need of forms."""

from typing import Any

from django import template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

from core.nhsuk import summary
from core.nhsuk.bound import draw

register = template.Library()


@register.simple_tag
def nhsuk_field(bound: BoundField) -> SafeString:
    """Draw one field of a form, by hand: `{% nhsuk_field form.note %}`."""
    return draw(bound)


@register.simple_tag
def error_summary(*forms: Any) -> SafeString:
    """Show the errors of these forms, unless they were shown above."""
    return summary.error_summary(*forms)


@register.simple_tag(takes_context=True)
def page_error_summary(context: template.Context) -> SafeString:
    """Show the errors of the page's `form`, `formset` and `forms`."""
    return summary.error_summary(*_forms(context))


@register.simple_tag(takes_context=True)
def page_has_errors(context: template.Context) -> bool:
    """Say whether one of the page's forms was sent with errors."""
    return summary.has_errors(*_forms(context))


def _forms(context: template.Context) -> list[Any]:
    several = context.get("forms")
    found = list(several) if isinstance(several, (list, tuple)) else []
    return [context.get("form"), context.get("formset"), *found]
