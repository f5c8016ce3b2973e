"""Jinja2, Django's second engine here: for the rows of long tables, nothing else."""

from typing import Any

from jinja2 import Environment

from core import nhs_number
from core.nhsuk import rating, say


def environment(**options: Any) -> Environment:
    """Return the environment: escaped always, with the few words that rows need."""
    options.pop("autoescape", None)
    made = Environment(autoescape=True, **options)
    made.trim_blocks = made.lstrip_blocks = True
    made.filters["nhs_date"] = say.date_words
    made.filters["nhs_number"] = nhs_number.show
    made.globals["rating_tag"] = rating.rating_tag
    return made
