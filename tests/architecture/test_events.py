"""Events tell codes and ids, are spelt one way, and every listener hears something."""

import ast
import importlib

from core import events
from tests.architecture.source import calls, modules, name_of, text_of

FREE_TEXT = {
    "name", "full_name", "family_name", "given_name", "preferred_name", "birth_place", "address",
    "postcode", "phone", "email", "nhs_number", "reason", "note", "notes", "words", "description",
    "text", "evidence", "message", "comment", "contact", "place", "headline", "view", "advice",
    "question", "answer", "title", "detail", "details",
}  # fmt: skip
"""Names of facts that would invite free text; a fact is a code, an id, a number or a date."""

CODES = {
    ("consent/workflow/advice.py", "advice"),
    ("register/workflow/earlier.py", "reason"),
    ("register/workflow/closing.py", "reason"),
    ("register/workflow/mistakes/acceptance.py", "reason"),
}
"""Facts with such a name that hold a code or an id; `publish` itself refuses anything else."""

TO_COME: dict[str, str] = {}
"""Kinds that policy rules already name and that no verb publishes yet, each with why."""


PUBLISHERS = {"events.publish", "events.publish_each", "publish"}


def _published() -> list[tuple[str, ast.Call]]:
    return [
        (path, call)
        for path, tree in modules().items()
        for call in calls(tree)
        if name_of(call.func) in PUBLISHERS and path != "core/events.py"
    ]


def _kinds() -> set[str]:
    """Return the kinds that a workflow names, itself or through a helper of its own."""
    found = set()
    for path, tree in modules().items():
        if "/workflow" in path:  # the package or the module
            texts = (text_of(node) for node in ast.walk(tree) if isinstance(node, ast.expr))
            app = path.split("/")[0]
            found |= {text for text in texts if text and text.startswith(f"{app}.")}
    return found


def test_no_event_has_a_fact_that_invites_free_text() -> None:
    found = {
        f"{path}:{call.lineno} {keyword.arg}"
        for path, call in _published()
        for keyword in call.keywords
        if keyword.arg in FREE_TEXT and (path, keyword.arg) not in CODES
    }
    assert not found, found


def test_every_event_names_its_actor_and_its_time() -> None:
    found = {
        f"{path}:{call.lineno}"
        for path, call in _published()
        if not {"by", "at"} <= {keyword.arg for keyword in call.keywords}
    }
    assert not found, found


def test_an_event_is_published_by_the_floor_that_it_is_named_after() -> None:
    found = set()
    for path, call in _published():
        for node in ast.walk(call.args[0]):
            text = text_of(node) if isinstance(node, ast.expr) else None
            if text and "." in text and not path.startswith(f"{text.split('.')[0]}/"):
                found.add(f"{path}:{call.lineno} publishes {text}")
    assert not found, found


def test_nobody_listens_for_an_event_that_is_never_published() -> None:
    for module in ("duties.listening", "alerts.subscribers"):
        importlib.import_module(module)
    heard = {kind for kind, listeners in events._subscribers.items() if listeners}
    never = heard - _kinds() - set(TO_COME)
    assert not never, f"never published: {sorted(never)}"


def test_a_kind_that_is_to_come_has_not_come_yet() -> None:
    assert not _kinds() & set(TO_COME)
