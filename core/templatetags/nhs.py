"""Pieces of pages: ratings, dates, identity, task lists, summary lists, tables, paging.

Each tag's docstring shows how a template calls it. What a list repeats for every row (rating tag,
dates, NHS number) is a plain function and costs no template.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from core import nhs_number as numbers
from core.charts import Chart
from core.dates import age_on
from core.nhsuk import components, rating, say
from core.nhsuk.html import element, join

register = template.Library()


@register.filter
def nhs_date(day: date | None) -> str:
    """`{{ person.birth_date|nhs_date }}` gives 6 August 2018; nothing where there is no date."""
    return say.date_words(day) if day else ""


@register.filter
def nhs_datetime(at: datetime | None) -> str:
    """`{{ rating.set_at|nhs_datetime }}` gives 6 August 2018 at 5:30pm, on London's clock."""
    return say.moment_words(at) if at else ""


@register.filter
def nhs_time(at: time | datetime | None) -> str:
    """`{{ meeting.starts_at|nhs_time }}` gives 5:30pm or midday."""
    if isinstance(at, datetime):
        at = say.local(at).time()
    return say.time_words(at) if at else ""


@register.filter
def nhs_when(when: date | datetime | None) -> str:
    """`{{ item.when|nhs_when }}`: a moment with its time, a day without."""
    return nhs_datetime(when) if isinstance(when, datetime) else nhs_date(when)


@register.filter
def ago(when: date | datetime | None) -> str:
    """`{{ rating.set_at|ago }}` gives today, 3 days ago or in 2 weeks."""
    return say.ago_words(_day(when), timezone.localdate()) if when else ""


@register.filter
def age(birth: date | None, on: date | None = None) -> str:
    """`{{ person.birth_date|age }}` gives 17 years; below two years, in months."""
    day = on or timezone.localdate()
    if not birth or birth > day:
        return ""
    years = age_on(birth, day)
    if years >= 2:
        return f"{years} years"
    months = (day.year - birth.year) * 12 + day.month - birth.month - (day.day < birth.day)
    return f"{months} month{'' if months == 1 else 's'}"


@register.filter
def nhs_number(digits: str | None) -> SafeString:
    """`{{ person.nhs_number|nhs_number }}` gives 999 000 0018, kept on one line."""
    shown = numbers.show(digits) if digits else "Not known"
    return element("span", {"class": "dsr-nowrap"}, shown)


@register.simple_tag
def nhs_icon(name: str, title: str = "") -> SafeString:
    """`{% nhs_icon "user" %}` draws one of the design system's icons."""
    return components.icon(name, title)


@register.simple_tag
def rating_tag(level: object) -> SafeString:
    """`{% rating_tag entry.level %}`: word, shape, colour and, hidden, what it rates."""
    return rating.rating_tag(level)


@register.simple_tag
def rating_with_age(level: object, set_at: date | datetime | None) -> SafeString:
    """`{% rating_with_age entry.level entry.rated_at %}`: tag, what it rates, since when."""
    tag = rating.rating_tag(level)
    if not set_at:
        return tag
    day = f"{nhs_date(_day(set_at))} ({ago(set_at)})"
    inpatient = str(level).upper() == "BLUE"
    words = f"Inpatient since {day}" if inpatient else f"{rating.RISK.capitalize()}, set {day}"
    return join(tag, " ", element("span", {"class": "dsr-rating-age"}, words))


@register.simple_tag
def rating_since(level: object, since: datetime, rated_at: datetime) -> SafeString:
    """`{% rating_since standing.level standing.since standing.rated_at %}`: tag, what it rates,
    since when without a break and, where that is another day, when it was last rated."""
    words = f"{rating.RISK.capitalize()}, since {nhs_date(_day(since))} ({ago(since)})"
    if _day(rated_at) != _day(since):
        words += f", last rated {nhs_date(_day(rated_at))}"
    aged = element("span", {"class": "dsr-rating-age"}, words)
    return join(rating.rating_tag(level), " ", aged)


@register.simple_tag
def status_tag(words: str, colour: str = "") -> SafeString:
    """`{% status_tag "Overdue" "red" %}`; colours are those of the design system's tag."""
    named = f"nhsuk-tag nhsuk-tag--{colour}" if colour else "nhsuk-tag"
    return element("strong", {"class": named}, words)


@register.inclusion_tag("components/identity.html")
def identity_banner(person: Any, url: str = "") -> dict[str, Any]:
    """`{% identity_banner person url %}`: name, date of birth with age and NHS number.

    `person` has `name`, `birth_date` and `nhs_number`, and perhaps a `level` to show.
    """
    birth = getattr(person, "birth_date", None)
    died_on = getattr(person, "died_on", None)
    who = {
        "name": getattr(person, "name", None) or str(person),
        "birth_date": birth,
        "age": "" if died_on else age(birth),
        "died_on": died_on,
        "nhs_number": getattr(person, "nhs_number", None),
        "typed_number": getattr(person, "typed_number", ""),
        "url": url,
        "level": getattr(person, "level", None),
    }
    return {"who": who}


STATUSES = {
    "Completed": "nhsuk-tag--no-colour nhsuk-tag--no-border nhsuk-u-font-weight-normal",
    "Cannot start yet": (
        "nhsuk-tag--no-colour nhsuk-tag--no-border nhsuk-u-font-weight-normal "
        "nhsuk-u-secondary-text-colour"
    ),
    "Incomplete": "nhsuk-tag--blue",
    "Needs attention": "nhsuk-tag--red",
}


@register.inclusion_tag("components/task_list.html")
def task_list(tasks: Iterable[Mapping[str, Any]], prefix: str = "task") -> dict[str, Any]:
    """`{% task_list tasks %}`: mappings of title, url (none: cannot start), status, hint.

    A status is one of `STATUSES`, or brings its own `colour`.
    """
    shown = []
    for task in tasks:
        status = task.get("status") or "Incomplete"
        classes = STATUSES.get(status, f"nhsuk-tag--{task.get('colour', 'blue')}")
        shown.append({**task, "status": status, "classes": classes})
    return {"tasks": shown, "prefix": prefix}


@register.inclusion_tag("components/summary_list.html")
def summary_list(rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """`{% summary_list rows %}`: mappings of key, value, change_url, hidden (text of the link).

    Dates, lists and truth values are put into words, line breaks are kept, and nothing at all is
    shown as `absent`, "Not provided".
    """
    shown = [_row(row) for row in rows]
    return {"rows": shown, "any_actions": any(row.get("change_url") for row in shown)}


@register.inclusion_tag("components/table.html")
def simple_table(
    caption: str,
    columns: Iterable[str | Mapping[str, Any]],
    rows: Iterable[Iterable[Any]],
    empty: str = "There is nothing to show.",
) -> dict[str, Any]:
    """`{% simple_table "People by area" columns rows "Nobody is on the register yet." %}`.

    For small tables; a long list writes its own rows. A column is its heading, or a mapping of
    label and numeric. The first cell of a row is its header.
    """
    heads = [{"label": c} if isinstance(c, str) else dict(c) for c in columns]
    numeric = [bool(head.get("numeric")) for head in heads]
    cells = [
        [{"value": in_words(v), "numeric": n} for v, n in zip(row, numeric, strict=True)]
        for row in rows
    ]
    ident = f"table-{slugify(caption)}"
    return {"caption": caption, "columns": heads, "rows": cells, "empty": empty, "ident": ident}


@register.inclusion_tag("components/empty.html")
def empty_state(
    words: str, reason: str = "", as_at: datetime | None = None, shown: bool = True
) -> dict[str, Any]:
    """`{% empty_state "Nobody is rated RED." reason="2 areas are shown." %}`, with its time.

    An empty list says why it is empty and when it was read, so that a fault is not taken for calm.
    """
    return {"words": words, "reason": reason, "as_at": (as_at or timezone.now()) if shown else None}


@register.simple_tag(takes_context=True)
def sort_header(
    context: template.Context, label: str, key: str, default: str = "", numeric: bool = False
) -> SafeString:
    """`{% sort_header "Name" "name" default="name" %}`: a column head whose link sorts by `key`.

    The order is `?sort=name` or `?sort=-name`; paging starts again.
    """
    now = context["request"].GET.get("sort") or default
    down = now == key
    order = {key: "ascending", f"-{key}": "descending"}.get(now)
    url = _address(context, sort=f"-{key}" if down else key, after=None, before=None)
    named = f"nhsuk-table__header{' nhsuk-table__header--numeric' if numeric else ''}"
    link = element("a", {"class": "nhsuk-link", "href": url}, label)
    values = {
        "role": "columnheader",
        "class": named,
        "scope": "col",
        "data-sort": True,
        "aria-sort": order,
    }
    return element("th", values, link)


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(
    context: template.Context, previous: str = "", following: str = ""
) -> dict[str, Any]:
    """`{% pagination page.previous page.next %}`: links by keyset to either side."""
    back = _address(context, before=previous, after=None) if previous else ""
    on = _address(context, after=following, before=None) if following else ""
    return {"previous_url": back, "next_url": on}


@register.inclusion_tag("components/count_card.html")
def count_card(
    count: object, label: str, url: str, *, words: str = "", urgent: bool = False, level: int = 2
) -> dict[str, Any]:
    """`{% count_card 3 "actions overdue" url urgent=True %}`: a figure that leads to its list."""
    card = {"count": count, "label": label, "url": url, "words": words, "urgent": urgent}
    return {**card, "element": f"h{level}"}


@register.inclusion_tag("components/confirmation.html")
def confirmation_panel(
    heading: str, reference: str = "", reference_label: str = "Reference number"
) -> dict[str, Any]:
    """`{% confirmation_panel "Referral received, not yet reviewed" referral.reference %}`."""
    return {"heading": heading, "reference": reference, "reference_label": reference_label}


@register.inclusion_tag("components/timeline.html")
def timeline(items: Iterable[Any], level: int = 3) -> dict[str, Any]:
    """`{% timeline items %}`: items with when, title; perhaps by, words, url, level, struck (the
    strike-out of its words), put_right (what stands in for it), taken_back, and correct_url."""
    return {"items": items, "level": level}


@register.filter
def in_words(value: Any) -> Any:
    """`{{ value|in_words }}`: dates, moments, yes or no and lists as a page says them."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime | date):
        return nhs_when(value)
    if isinstance(value, time):
        return say.time_words(value)
    if isinstance(value, list | tuple | set):
        lines = (conditional_escape(in_words(one)) for one in value)
        return mark_safe("<br>".join(lines))  # noqa: S308 - each line is escaped
    return value


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    value = row.get("value")
    given = value is not None and value not in ("", [], ())
    key = str(row["key"])
    hidden = row.get("hidden") or (key if key[:2].isupper() else key[:1].lower() + key[1:])
    return {
        "absent": "Not provided",
        **row,
        "given": given,
        "value": in_words(value),
        "lines": isinstance(value, str) and "\n" in value,
        "hidden": hidden,
    }


def _day(when: date | datetime) -> date:
    return say.local(when).date() if isinstance(when, datetime) else when


def _address(context: template.Context, **changes: str | None) -> str:
    """Return the page's own query with `changes` made to it."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = value
    return f"?{urlencode(list(query.lists()), doseq=True)}"


@register.inclusion_tag("components/chart.html")
def chart(figures: Chart) -> dict[str, Chart]:
    """`{% chart admissions %}`: a chart with its reading and its table; see `core.charts`.

    The page loads `dsr/charts.css`.
    """
    return {"chart": figures}
