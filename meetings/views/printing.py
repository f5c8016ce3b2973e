"""The papers of a meeting: as a page to print, and as a PDF pack. Who sees them is logged."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.rules import Permission
from core import pdf
from meetings import reading, undoing, workflow
from meetings.forms import ConfirmForm
from meetings.views import verbs
from meetings.views.pages import AboutMeeting


class Papers(AboutMeeting):
    """Base of what shows a sheet of paper for each person."""

    abstract = True

    def papers(self) -> dict[str, Any]:
        """Return what stands on the papers, having noted in the read log whom they show."""
        lines = self.lines()
        self.saw([line.person_id for line in lines], purpose="print")
        return {
            "meeting": self.meeting,
            "sheets": reading.sheets(self.meeting, lines),
            "closed_part": self.closed_part(),
            "attendees": reading.attendees(self.meeting),
            "approval": reading.approval(self.meeting),
            "corrections": undoing.attendance_corrections(self.meeting),
            "printed_at": self.now,
            "printed_by": self.user,
        }


class PrintPage(Papers):
    """The agenda or the minutes on paper: one person a sheet, marked, with who printed it."""

    permission = Permission.MEETING_VIEW
    template_name = "meetings/print.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs | self.papers())


class Pack(Papers, verbs.AboutMeeting):
    """The same as a PDF; where this machine cannot draw one, the browser prints the page."""

    permission = Permission.MEETING_VIEW
    form_class = ConfirmForm
    template_name = "meetings/verb.html"
    heading = "Make a PDF pack"
    intro = (
        "One person a page, marked OFFICIAL-SENSITIVE, with your name and the time on every page. "
        "That you made it is logged. Keep the file and the paper safe, and shred both."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"act": "Make the PDF pack"}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Return the PDF. Its name says what it is and of which day, and no one's name."""
        papers = self.papers()
        workflow.note_printed(
            meeting=self.meeting, sheets=len(papers["sheets"]), by=self.user, at=self.now
        )
        name = f"dsr-{self.meeting.kind}-meeting-{self.meeting.starts_at:%Y-%m-%d}"
        try:
            return pdf.response(self.request, "meetings/pack.html", papers, name)
        except pdf.PdfMissing:
            messages.info(
                self.request,
                "This server cannot draw PDF. Print this page from your browser instead.",
            )
            return HttpResponseRedirect(reverse("meetings:print", args=[self.meeting.pk]))
