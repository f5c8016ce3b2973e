"""Pages under load: requests a second of the register beside the same SQL and beside the admin."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode, urlsplit

from bench import region
from bench.bench import Bench
from bench.figures import Goal, Row, Spread, at_least, in_turn
from bench.loading import request
from bench.servers import Web

UNIT = "/s"


def people_list(bench: Bench) -> list[Row]:
    """The list of an area, by rating and due date: fifty rows of everybody."""
    asked = {
        key: one[0] for key, one in parse_qs(urlsplit(bench.page("list")["path"]).query).items()
    }
    query = urlencode(
        {"area__id__exact": asked["area"], "shown__exact": asked["rating"], "o": "8.7"}
    )
    ours, bare, admin = _load(bench, "list", admin=f"/admin/register/standing/?{query}")
    return [
        _row(f"list, 50 of {bench.large.people:,}: admin", ours, admin, at_least(12)),
        _row(f"list, 50 of {bench.large.people:,}: its SQL", ours, bare, at_least(0.25)),
    ]


def search(bench: Bench) -> list[Row]:
    """A name with a typing mistake; the admin looks for what was typed as it stands."""
    query = urlencode({"q": region.TYPED})
    ours, bare, admin = _load(bench, "search", admin=f"/admin/register/standing/?{query}")
    return [
        _row("search with a typo: admin", ours, admin, at_least(20)),
        _row("search with a typo: its SQL", ours, bare, None),
    ]


def person(bench: Bench) -> list[Row]:
    """The page of somebody with a long story."""
    ours, bare, _ = _load(bench, "person")
    return [_row("person page: its SQL", ours, bare, at_least(0.25))]


def worklist(bench: Bench) -> list[Row]:
    """The duties that are overdue."""
    ours, bare, _ = _load(bench, "worklist")
    return [_row("worklist, overdue: its SQL", ours, bare, at_least(0.4))]


def _load(bench: Bench, name: str, admin: str = "") -> tuple[Spread, Spread, Spread | None]:
    """Load a page, its SQL and, where there is one, the admin's, in turn."""
    page = bench.page(name)
    visitor = bench.visitor(page["persona"])
    sides: list[tuple[Web, str]] = [
        (bench.ours, visitor.request(page["path"], page["body"])),
        (bench.bare, request("GET", f"/bare/{name}/")),
    ]
    if admin:
        sides.append((bench.admin, request("GET", admin, cookies=visitor.cookies)))
    for web, text in sides:
        web.warm(text)
    runs = [
        (lambda web=web, text=text: float(web.load(text, bench.pace.seconds)["rate"]))
        for web, text in sides
    ]
    ours, bare, *rest = [Spread.of(some) for some in in_turn(runs, rounds=bench.pace.rounds)]
    return ours, bare, rest[0] if rest else None


def _row(name: str, ours: Spread, beside: Spread | None, goal: Goal | None) -> Row:
    if beside is None:
        raise ValueError("nothing stands beside it")
    return Row(
        name, ours.said(UNIT), beside.said(UNIT), value=ours.median / beside.median, goal=goal
    )
