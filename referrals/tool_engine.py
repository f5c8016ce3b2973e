"""What answers to a clinical support tool suggest, and why.

A tool suggests and explains; a named clinician decides (domain.md section 7.3). Pure, exact
(whole numbers and decimals) and total: any answers to a valid tool give a suggestion or say
why there can be none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from referrals.tool_model import Item, Option, Override, Population, Tool

ORDER = ("GREEN", "AMBER", "RED")
MOST_ANSWERS = 1000


class AnswersError(ValueError):
    """Answers do not fit the tool. `problems` has one (key, message) for each that does not."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(f"{key}: {message}" for key, message in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What a tool suggests, and why.

    `level` is None where it cannot suggest; `cannot_suggest_reason` then says why. `drivers`
    are the items that led to it, the strongest first, and `unknown` those without an answer.
    `could_be` is the highest level that the unknown answers could still lead to.
    """

    level: str | None
    reasons: tuple[str, ...]
    drivers: tuple[str, ...]
    unknown: tuple[str, ...]
    score: Decimal | None
    could_be: str | None
    cannot_suggest_reason: str
    tool: str
    version: int
    digest: str

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain values for JSON; the score as text, so that it stays exact."""
        return {
            "tool": self.tool,
            "version": self.version,
            "digest": self.digest,
            "level": self.level,
            "reasons": list(self.reasons),
            "drivers": list(self.drivers),
            "unknown": list(self.unknown),
            "score": None if self.score is None else str(self.score),
            "could_be": self.could_be,
            "cannot_suggest_reason": self.cannot_suggest_reason or None,
        }


@dataclass(frozen=True, slots=True)
class Change:
    """An item answered otherwise than last time; an option of None is "not answered"."""

    item: Item
    was: Option | None
    now: Option | None

    @property
    def direction(self) -> str:
        """Whether the answer went "up", "down" or, where one is not known, just "changed"."""
        was = self.item.rank(self.was.id) if self.was else None
        now = self.item.rank(self.now.id) if self.now else None
        if was is None or now is None or was == now:
            return "changed"
        return "up" if now > was else "down"


def read_answers(tool: Tool, given: object) -> dict[str, str]:
    """Return `given` as item id to option id; raise AnswersError listing all that do not fit.

    An item may be named by its id or number, an option by its id or label; None or an empty
    text is no answer.
    """
    if not isinstance(given, Mapping) or len(given) > MOST_ANSWERS:
        raise AnswersError([("answers", "must be an object of items and options")])
    items = {str(item.number): item for item in tool.items} | {one.id: one for one in tool.items}
    found: dict[str, str] = {}
    problems: list[tuple[str, str]] = []
    for key, value in given.items():
        item = items.get(_plain(key))
        if item is None:
            problems.append((_printable(key), f"{tool.title} has no such item"))
        elif item.id in found:
            problems.append((item.id, "is answered twice"))
        elif value is not None and value != "":
            option = _option_named(item, value)
            if option is None:
                known = ", ".join(one.id for one in item.options)
                problems.append((item.id, f"has no option {_printable(value)}; known: {known}"))
            else:
                found[item.id] = option.id
    if problems:
        raise AnswersError(problems)
    return found


def suggest(
    tool: Tool, answers: Mapping[str, Any], *, whom: Population = Population.ALL
) -> Suggestion:
    """Return what `answers` suggest for somebody of the population `whom`.

    An override outranks the score and never lowers it. Raises AnswersError for answers that
    do not belong to the tool, and nothing else.
    """
    chosen = _chosen(tool, read_answers(tool, answers), whom)
    unknown = tuple(
        item.id for item in tool.items_for(whom) if item.id not in chosen or chosen[item.id].unknown
    )
    met = [one for one in tool.overrides if _is_met(tool, one, chosen)]
    if tool.scored:
        return _scored(tool, chosen, unknown, met)
    return _unscored(tool, chosen, unknown, met)


def changes(tool: Tool, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """Return the items whose answer differs between `old` and `new`, in the tool's order."""
    before, after = read_answers(tool, old), read_answers(tool, new)
    return [
        Change(item, item.option(before.get(item.id, "")), item.option(after.get(item.id, "")))
        for item in tool.items
        if before.get(item.id) != after.get(item.id)
    ]


def snapshot(tool: Tool, answers: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return each question and answer in words as they stand now, to be kept with a result."""
    chosen = read_answers(tool, answers)
    return [
        {
            "item": item.id,
            "text": item.text,
            "option": chosen.get(item.id, ""),
            "answer": option.label
            if (option := item.option(chosen.get(item.id, "")))
            else "Not answered",
        }
        for item in tool.items
    ]


def _scored(
    tool: Tool, chosen: Mapping[str, Option], unknown: tuple[str, ...], met: list[Override]
) -> Suggestion:
    points = {
        name: weights[option.id]
        for name, option in chosen.items()
        if option.id in (weights := _item(tool, name).weights)
    }
    score = sum(points.values(), Decimal(0))
    highest = score + sum((_item(tool, name).most for name in unknown), Decimal(0))
    level: str | None = tool.level_of(score)
    could_be = tool.level_of(highest)
    reasons = [f"The score is {score}, which suggests {level}."]
    cannot = ""
    if len(unknown) > tool.most_unknown:
        level, reasons = None, []
        cannot = (
            f"Too much is not known: {_counted(len(unknown))} without an answer, "
            f"and this tool allows {tool.most_unknown}."
        )
    elif could_be != level:
        reasons.append(f"At least {level}: what is not known could make it {could_be}.")
    level, reasons = _with_overrides(level, reasons, met)
    drivers = sorted((name for name in points if points[name] > 0), key=lambda n: -points[n])
    return _suggestion(
        tool,
        level=level,
        reasons=[*reasons, *_driver_words(tool, drivers, points)],
        drivers=drivers or _items_of(met),
        unknown=unknown,
        score=score,
        could_be=max(could_be, level or could_be, key=ORDER.index),
        cannot="" if level else cannot,
    )


def _unscored(
    tool: Tool, chosen: Mapping[str, Option], unknown: tuple[str, ...], met: list[Override]
) -> Suggestion:
    current = [name for name, option in chosen.items() if option.counts]
    level, reasons = _with_overrides(None, [], met)
    if current:
        reasons.append(f"Answered as a risk now: {_names(tool, current)}.")
    if unknown:
        reasons.append(f"Not known: {_names(tool, list(unknown))}.")
    open_to = [one.level for one in tool.overrides if _could_be_met(tool, one, chosen)]
    cannot = "" if level else _cannot_without_score(tool, chosen)
    return _suggestion(
        tool,
        level=level,
        reasons=reasons,
        drivers=current,
        unknown=unknown,
        score=None,
        could_be=max(open_to, key=ORDER.index, default=None),
        cannot=cannot,
    )


def _suggestion(
    tool: Tool,
    *,
    level: str | None,
    reasons: list[str],
    drivers: list[str],
    unknown: tuple[str, ...],
    score: Decimal | None,
    could_be: str | None,
    cannot: str,
) -> Suggestion:
    notice = [tool.notice] if tool.notice and not tool.clinical_use else []
    return Suggestion(
        level=level,
        reasons=(*notice, *reasons),
        drivers=tuple(drivers),
        unknown=unknown,
        score=score,
        could_be=could_be,
        cannot_suggest_reason=cannot,
        tool=tool.id,
        version=tool.version,
        digest=tool.digest,
    )


def _with_overrides(
    level: str | None, reasons: list[str], met: list[Override]
) -> tuple[str | None, list[str]]:
    for one in met:
        if level is None or ORDER.index(one.level) > ORDER.index(level):
            level = one.level
        reasons = [f"{one.reason} This suggests {one.level}.", *reasons]
    return level, reasons


def _cannot_without_score(tool: Tool, chosen: Mapping[str, Option]) -> str:
    words = "This tool is not scored: it cannot suggest a rating here; the clinician decides."
    for one in tool.overrides:
        left = [name for name in one.items if _is_open(name, chosen)]
        if left and _could_be_met(tool, one, chosen):
            words += f" It would suggest {one.level} if these were also so: {_names(tool, left)}."
    return words


def _is_met(tool: Tool, override: Override, chosen: Mapping[str, Option]) -> bool:
    return all(_says(tool, name, override.option, chosen) for name in override.items)


def _could_be_met(tool: Tool, override: Override, chosen: Mapping[str, Option]) -> bool:
    return all(
        _is_open(name, chosen) or _says(tool, name, override.option, chosen)
        for name in override.items
    )


def _says(tool: Tool, name: str, wanted: str, chosen: Mapping[str, Option]) -> bool:
    """Whether the item is answered with the option `wanted` or one that says more risk."""
    if _is_open(name, chosen):
        return False
    item = _item(tool, name)
    said, asked = item.rank(chosen[name].id), item.rank(wanted)
    return said is not None and asked is not None and said >= asked


def _is_open(name: str, chosen: Mapping[str, Option]) -> bool:
    return name not in chosen or chosen[name].unknown


def _items_of(overrides: list[Override]) -> list[str]:
    return list(dict.fromkeys(name for one in overrides for name in one.items))


def _chosen(tool: Tool, answers: Mapping[str, str], whom: Population) -> dict[str, Option]:
    """Return the options chosen for the items that apply, in the tool's order."""
    found = {}
    for item in tool.items_for(whom):
        option = item.option(answers.get(item.id, ""))
        if option is not None:
            found[item.id] = option
    return found


def _driver_words(tool: Tool, drivers: list[str], points: Mapping[str, Decimal]) -> list[str]:
    return [f"{_item(tool, name).text} (+{points[name]})" for name in drivers]


def _names(tool: Tool, names: list[str]) -> str:
    return "; ".join(f"{_item(tool, name).number} {_item(tool, name).text}" for name in names)


def _counted(count: int) -> str:
    return f"{count} item is" if count == 1 else f"{count} items are"


def _item(tool: Tool, name: str) -> Item:
    return next(one for one in tool.items if one.id == name)


def _option_named(item: Item, value: object) -> Option | None:
    if not isinstance(value, str):
        return None
    named = _plain(value)
    return next(
        (one for one in item.options if named in {one.id, _plain(one.label)}),
        None,
    )


def _plain(text: object) -> str:
    return "-".join(str(text).casefold().replace("_", " ").replace("-", " ").split())


def _printable(value: object) -> str:
    return str(value).encode("ascii", "backslashreplace").decode()[:60]
