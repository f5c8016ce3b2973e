"""Signing in to a running server as a person would, and the requests that follow."""

from __future__ import annotations

import http.client
import re
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from bench.loading import request
from bench.servers import Failed

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Visitor:
    """One signed-in person: keeps cookies, reads the token of a form, sends it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.jar: dict[str, str] = {}

    def sign_in(self, persona: str) -> None:
        """Become a persona of the demo."""
        status, _ = self.send("/demo/personas/", "/demo/personas/", {"persona": persona})
        if status != 302 or not any("session" in name for name in self.jar):
            raise Failed(f"signing in as {persona} answered {status}")

    def get(self, path: str) -> tuple[int, str]:
        """Open a page."""
        return self._ask("GET", path)

    def send(self, page: str, path: str, form: dict[str, str]) -> tuple[int, str]:
        """Open `page`, then send its form to `path` with these answers."""
        return self.post(path, form | {"csrfmiddlewaretoken": self.token(page)})

    def post(self, path: str, form: dict[str, str]) -> tuple[int, str]:
        """Send a form."""
        return self._ask("POST", path, urlencode(form))

    def token(self, page: str) -> str:
        """Return the forgery token of a page's form."""
        _, text = self.get(page)
        found = TOKEN.search(text)
        if found is None:
            raise Failed(f"{page} has no form")
        return found.group(1)

    @property
    def cookies(self) -> str:
        """Return the cookies as a browser sends them."""
        return "; ".join(f"{name}={value}" for name, value in self.jar.items())

    def request(self, path: str, form: str = "") -> str:
        """Return the text of a request as this visitor, for the load generator."""
        if not form:
            return request("GET", path, cookies=self.cookies)
        token = urlencode({"csrfmiddlewaretoken": self.token(path)})
        return request("POST", path, cookies=self.cookies, body=f"{form}&{token}")

    def _ask(self, method: str, path: str, body: str = "") -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Host": "localhost", "Cookie": self.cookies}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body=body or None, headers=headers)
        answer = connection.getresponse()
        text = answer.read().decode(errors="replace")
        for line in answer.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.jar[name] = morsel.value
        connection.close()
        return answer.status, text
