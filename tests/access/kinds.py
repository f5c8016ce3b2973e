"""What stands in an address, by the word that the matrix uses for it."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

Kwargs = dict[str, Any]


def _one(thing: str, part: str = "pk") -> Callable[[dict[str, Any]], Kwargs]:
    return lambda things: {part: things[thing]}


KINDS: dict[str, Callable[[dict[str, Any]], Kwargs]] = {
    "person": _one("person"),
    "person of": _one("person", "person"),
    "inpatient": _one("inpatient"),
    "partner": lambda t: {"pk": t["person"], "involvement": t["partner"]},
    "stay": _one("stay"),
    "stay of": lambda t: {"pk": t["inpatient"], "stay": t["stay"]},
    "fact": lambda t: {"pk": t["wrongly_admitted"], "kind": "stay", "fact": t["wrong_stay"]},
    "struck-out fact": lambda t: {"pk": t["person"], "struck": t["struck_out"]},
    "rating": lambda t: {"pk": t["person"], "fact": t["rating"]},
    "status": lambda t: {"pk": t["wrongly_admitted"], "fact": t["change"]},
    "leave": lambda t: {"pk": t["wrongly_admitted"], "fact": t["leave"]},
    "move": lambda t: {"pk": t["wrongly_admitted"], "fact": t["move"]},
    "concern": lambda t: {"pk": t["wrongly_admitted"], "fact": t["concern"]},
    "named partner": lambda t: {"pk": t["person"], "fact": t["partner"]},
    "stay to visit": _one("stay", "stay"),
    "saved view": _one("saved_view"),
    "review": _one("review"),
    "review request": _one("review_request"),
    "report copy": _one("report_copy"),
    "recommendation": _one("recommendation"),
    "keyworker": _one("keyworker"),
    "visit": _one("visit"),
    "review to correct": lambda t: {"pk": t["reviewed"], "fact": t["review"]},
    "visit to correct": lambda t: {"pk": t["inpatient"], "fact": t["visit"]},
    "keyworker to correct": lambda t: {"pk": t["reviewed"], "fact": t["keyworker"]},
    "keyworker answer": lambda t: {"pk": t["reviewed"], "fact": t["keyworker_news"]},
    "decision": _one("decision"),
    "advice": _one("advice"),
    "basis": lambda t: {"pk": t["person"], "basis": "consent"},
    "withdrawal": _one("withdrawal"),
    "certificate": _one("certificate"),
    "removal request": _one("removal_request"),
    "hold": _one("hold"),
    "disposal": _one("disposal"),
    "person who left": _one("person_who_left"),
    "person who died": _one("person_who_died"),
    "token": _one("token", "token"),
    "password token": _one("password_token", "token"),
    "request": _one("request"),
    "user": _one("user"),
    "left": _one("left"),
    "locked": _one("locked"),
    "role": _one("role"),
    "organisation": _one("organisation"),
    "area": _one("area"),
    "action": _one("action"),
    "done action": _one("done_action"),
    "cancelled action": _one("cancelled_action"),
    "cover": _one("cover"),
    "owner": _one("owner", "user"),
    "answer token": _one("answer_token", "token"),
    "duty": _one("duty"),
    "duty decision": _one("duty_decision"),
    "detained stay": _one("detained_stay", "stay"),
    "transition decision": _one("transition_decision"),
    "proposal": _one("proposal"),
    "draft": _one("draft"),
    "section": lambda t: {"pk": t["draft"], "key": "person"},
    "file of sent": lambda t: {"pk": t["sent"], "kind": "csv"},
    "update": _one("update"),
    "person to update": _one("person", "person"),
    "part of update": lambda t: {"person": t["person"], "part": "story"},
    "sent": _one("sent"),
    "sent referral": _one("sent", "referral"),
    "asked": _one("asked"),
    "question of asked": lambda t: {"pk": t["asked"], "step": t["question"]},
    "answer of answered": lambda t: {"pk": t["answered"], "step": t["answer"]},
    "sent and person": lambda t: {"pk": t["sent"], "other": t["person"]},
    "redirect": _one("redirect"),
    "naming": _one("naming"),
    "inclusion": _one("inclusion"),
    "training": _one("training"),
    "training place": _one("training place"),
    "tool": lambda t: {"tool": "local-prompts"},
    "meeting": _one("meeting", "meeting"),
    "open meeting": _one("open_meeting", "meeting"),
    "held meeting": _one("held_meeting", "meeting"),
    "held line": lambda t: {"meeting": t["held_meeting"], "person": t["decided"]},
    "moved minutes": lambda t: {
        "meeting": t["meeting_with_moved"],
        "person": t["moved_to"],
        "moved": t["moved"],
    },
    "line": lambda t: {"meeting": t["open_meeting"], "person": t["discussed"]},
    "series": _one("series", "series"),
    "member": lambda t: {"series": t["series"], "member": t["member"]},
    "sample": _one("sample", "sample"),
    "attendee": lambda t: {"meeting": t["meeting"], "attendee": t["attendee"]},
    "alert": lambda t: {"subject": "rating", "pk": t["rating"]},
}


def stranger(kwargs: Kwargs) -> Kwargs:
    """Return the same address with identifiers that nothing has."""
    return {part: uuid4() if hasattr(value, "hex") else value for part, value in kwargs.items()}
