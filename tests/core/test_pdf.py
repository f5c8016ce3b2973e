"""Pages as PDF: tagged, of our own files only, with a name about nobody."""

import builtins
import re
import zlib
from typing import Any

import pytest
from django.templatetags.static import static
from django.test import RequestFactory

from core import pdf

PAGE = "<!DOCTYPE html><html lang='en-GB'><head><title>Pack</title>{}</head><body><h1>One</h1>"


def opened(made: bytes) -> bytes:
    """Return a PDF with its compressed parts written out."""
    packed = re.findall(rb"stream\r?\n(.*?)endstream", made, re.S)
    return made + b"".join(
        zlib.decompressobj().decompress(one) for one in packed if one[:1] == b"x"
    )


def test_a_pdf_is_tagged_and_says_its_language() -> None:
    made = pdf.render(PAGE.format(""))
    assert made.startswith(b"%PDF-")
    inside = opened(made)
    for mark in (b"/MarkInfo", b"/StructTreeRoot", b"en-GB", b"pdfuaid"):
        assert mark in inside, mark


def test_a_style_sheet_is_read_by_its_usual_address() -> None:
    link = f"<link rel='stylesheet' href='{static('dsr/pack.css')}'>"
    assert b"OFFICIAL" not in opened(pdf.render(PAGE.format("")))
    assert len(pdf.render(PAGE.format(link))) > len(pdf.render(PAGE.format("")))


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/x.css", "file:///etc/hostname"])
def test_a_pdf_reads_nothing_but_our_own_files(address: str) -> None:
    with pytest.raises(ValueError, match="our own files only"):
        pdf.render(PAGE.format(f"<link rel='stylesheet' href='{address}'>"))


def test_a_static_file_is_found_and_nothing_above_the_folder_is() -> None:
    assert pdf.static_file("dsr/dsr.css").is_file()
    for name in ("../manage.py", "dsr/nothing.css"):
        with pytest.raises(FileNotFoundError):
            pdf.static_file(name)


@pytest.mark.parametrize("name", ["Agenda Sample Person", "a/b", 'a"b', ""])
def test_a_name_that_could_tell_of_somebody_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="small letters"):
        pdf.response(RequestFactory().get("/"), "base.html", {}, name)


def test_without_the_systems_libraries_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(pdf.PdfMissing):
        pdf.render(PAGE.format(""))
