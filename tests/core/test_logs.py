"""Log lines: one event, one line, nobody's data and nobody's token."""

import logging
import sys

from core.logs import OneLine


def _line(message: str, **more: object) -> str:
    record = logging.LogRecord("django.request", logging.WARNING, "x.py", 1, message, (), None)
    record.__dict__.update(more)
    return OneLine().format(record)


def test_typed_newlines_cannot_forge_another_line() -> None:
    assert "\n" not in _line("asked for x\nERROR all is lost")


def test_an_error_is_told_without_its_words() -> None:
    try:
        raise ValueError("Key (nhs_number)=(9990000018) already exists")
    except ValueError:
        told = _line("failed", exc_info=sys.exc_info())
    assert "ValueError at" in told
    assert "9990000018" not in told


def test_a_token_in_an_address_is_not_logged() -> None:
    token = "eyJhbGciOiJ:" + "x" * 60
    told = _line(f"Not Found: /accounts/set-password/{token}/")
    assert token not in told
    assert "/accounts/set-password/…/" in told


def test_a_record_id_in_an_address_is_logged() -> None:
    address = "/people/2f1c9a52-5d0e-4f0b-9a53-0f6f8e2d6c11/"
    assert address in _line(f"Not Found: {address}")
