"""Reads what a page offers: the addresses of its links and forms, and what a form sends."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve


@dataclass
class Form:
    """A form of a page: where it goes, and what a browser would send of it as it stands."""

    action: str
    method: str
    values: dict[str, str] = field(default_factory=dict)


class Page(HTMLParser):
    """The links of a page, and its forms."""

    def __init__(self, address: str, html: str) -> None:
        super().__init__()
        self.address = address
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._area = self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "a" and told.get("href", "").startswith("/"):
            self.links.append(told["href"])
        elif tag == "form":
            self.forms.append(
                Form(told.get("action") or self.address, told.get("method", "get").lower())
            )
        elif self.forms:
            self._field(tag, told)

    def _field(self, tag: str, told: dict[str, str]) -> None:
        values = self.forms[-1].values
        name, value = told.get("name", ""), told.get("value", "")
        if tag == "input" and name:
            ticked = told.get("type") not in {"checkbox", "radio"} or "checked" in told
            if ticked and told.get("type") not in {"submit", "file"}:
                values[name] = value
        elif tag == "button" and "formaction" in told:
            self.forms.append(Form(told["formaction"], "post", dict(values)))
        elif tag == "button" and name == "checked":
            values[name] = value
        elif tag == "textarea" and name:
            self._area, values[name] = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and "selected" in told and self._select:
            values[self._select] = value

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1].values[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            values = self.forms[-1].values
            values[self._area] = values[self._area].removeprefix("\n")
            self._area = ""
        elif tag == "select":
            self._select = ""

    def offered(self) -> list[str]:
        """Return every address to which a link or a posted form of the page leads."""
        return self.links + [one.action for one in self.forms if one.method == "post"]

    def way_to(self, name: str, ids: set[str]) -> str:
        """Return the address of the page `name` that is about one of `ids`; empty if none is."""
        for address in self.offered():
            match = _resolved(address)
            if match is not None and match.view_name == name:
                values = {str(value) for value in match.kwargs.values()}
                if not values or values & ids or address == self.address:
                    return address
        return ""

    def form_to(self, address: str) -> Form:
        """Return the form that posts to an address."""
        path = urlsplit(address).path
        fit = [one for one in self.forms if one.method == "post"]
        fit = [one for one in fit if urlsplit(one.action).path == path]
        assert fit, f"no form of {self.address} posts to {address}"
        return fit[0]


def _resolved(address: str) -> Any:
    try:
        return resolve(urlsplit(address).path)
    except Resolver404:
        return None
