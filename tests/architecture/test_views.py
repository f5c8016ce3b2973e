"""Every view stands behind the gate, and reads what its user may read."""

import ast
import inspect

import pytest
from django.urls import get_resolver

from accounts.gate import GateView
from accounts.rules import ROLE_PERMISSIONS, Permission
from tests.access.addresses import LIBRARY, addresses
from tests.architecture.source import calls, modules, name_of

BEHIND_THE_GATE = {
    ("consent/views/", "Decision"): "the decisions about a person who came through the gate",
    ("consent/views/", "LegalHold"): "the holds on a withdrawal that came through the gate",
    ("consent/views/", "ErasureCertificate"): "the certificate of a withdrawal that came through",
    ("dsr_site/demo/", "DemoMail"): "the mailbox of a made-up region",
    ("oversight/views.py", "Duty"): "the duties about a stay that came through the gate",
    ("oversight/views.py", "OversightVisit"): "the visits of a stay that came through the gate",
    ("reviews/views/", "Duty"): "the duties about a person who came through the gate",
    ("reviews/views/", "Action"): "the actions of a review that came through the gate",
    ("reviews/views/", "OversightVisit"): "the visits of a stay that came through the gate",
    ("referrals/views/", "Referral"): "the names of rows whose ids came through the gate",
    ("referrals/views/", "Standing"): "the rating of a person who came through the gate",
    ("referrals/views/", "Area"): "areas that may be chosen in a form; they are no secret",
    ("referrals/views/", "TrainingSession"): "the dates that the public page lists",
    ("referrals/views/", "Redirect"): "the redirects of a referral that came through the gate",
    ("actions/views/", "Chase"): "the chases of an action that came through the gate",
    ("meetings/views/", "AgendaItem"): "the agenda of a meeting that came through the gate",
    ("meetings/views/", "Attendee"): "the attendees of a meeting that came through the gate",
    ("meetings/views/", "Meeting"): "the urgent meeting about a person who came through the gate",
    ("meetings/views/", "Involvement"): "those named on a person who came through the gate",
    ("meetings/views/", "Outcome"): "the minutes of a line that came through the gate",
    ("meetings/views/", "Standing"): "the rating of a person who came through the gate",
    ("register/views/", "Standing"): "the rating of a person who came through the gate",
    ("register/views/", "InpatientStay"): "the stay of a person who came through the gate",
    ("register/views/", "Area"): "the area that a person who came through the gate is in",
    ("*", "User"): "colleagues who may be chosen in a form; names of colleagues are no secret",
}
"""What a view may read without `permitted` or `find`: what hangs on a record that came through."""


def _reads(tree: ast.Module) -> list[tuple[int, str, bool]]:
    """Return each use of `Model.objects`: its line, the model, whether the gate is asked."""
    gated: set[int] = set()
    for call in calls(tree):
        name = name_of(call.func)
        if name.endswith(".permitted") or name in {"self.find", "self.load_from"}:
            gated |= {id(node) for node in ast.walk(call)}
        elif isinstance(call.func, ast.Attribute) and call.func.attr == "permitted":
            gated |= {id(node) for node in ast.walk(call.func)}
    gated |= _passed_on(tree)
    return [
        (node.lineno, name_of(node.value), id(node) in gated)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "everyone", "history"}
        and isinstance(node.value, ast.Name) and node.value.id[:1].isupper()
    ]  # fmt: skip


def _passed_on(tree: ast.Module) -> set[int]:
    """Return the nodes of `rows = Model.objects…` in a function that hands `rows` to the gate."""
    found: set[int] = set()
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        handed = {
            argument.id
            for call in calls(function)
            if name_of(call.func) == "self.find" or name_of(call.func).endswith(".permitted")
            for part in [*call.args, call.func]
            for argument in ast.walk(part)
            if isinstance(argument, ast.Name)
        }
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and name_of(node.targets[0]) in handed:
                found |= {id(one) for one in ast.walk(node.value)}
    return found


def _is_view_module(path: str) -> bool:
    return "/views/" in path or path.endswith("/views.py")


def _excused(path: str, model: str) -> bool:
    return any(
        model == one and (place == "*" or path.startswith(place)) for place, one in BEHIND_THE_GATE
    )


def test_a_view_reads_through_the_gate_or_hangs_on_what_came_through_it() -> None:
    found = [
        f"{path}:{line} {model}.objects"
        for path, tree in modules().items()
        if _is_view_module(path)
        for line, model, gated in _reads(tree)
        if not gated and not _excused(path, model)
    ]
    assert not found, f"ask permitted() or find(): {found}"


def test_no_view_knows_those_who_are_restricted() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path, tree in modules().items()
        if _is_view_module(path) and not path.startswith("consent/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"everyone", "_base_manager"}
    ]
    assert not found, found


def test_every_address_leads_to_a_view_behind_the_gate_or_to_the_sign_in_library() -> None:
    loose = [
        one.name
        for one in addresses()
        if one.name not in LIBRARY
        and not (inspect.isclass(one.view) and issubclass(one.view, GateView))
    ]
    assert not loose, loose


def test_every_view_names_one_permission_that_somebody_can_hold() -> None:
    held = set().union(*ROLE_PERMISSIONS.values()) | {Permission.PUBLIC, Permission.HOME}
    for one in addresses():
        if one.name not in LIBRARY:
            assert one.view.permission in held, one.name


def test_a_view_that_names_no_permission_does_not_start() -> None:
    from django.core.exceptions import ImproperlyConfigured

    with pytest.raises(ImproperlyConfigured, match="names no permission"):
        type("Careless", (GateView,), {"__module__": __name__})


def test_every_permission_opens_something() -> None:
    """A permission that no view, workflow or list asks for is a promise that nobody keeps."""
    used = {
        node.attr
        for path, tree in modules().items()
        if path != "accounts/rules.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and name_of(node.value) in {"Permission", "P"}
    }
    assert {one.name for one in Permission} <= used


def test_no_address_ends_without_a_slash_or_holds_a_number() -> None:
    for one in addresses():
        if one.name not in LIBRARY:
            assert one.route == "" or one.route.endswith("/"), one.route
            assert "<int:" not in one.route, one.route
    assert get_resolver().resolve("/people/").view_name == "register:people"
