"""The papers of a meeting: as a page to print, and as a PDF pack. Each printing is logged."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.rules import Permission
from core import pdf
from meetings import reading, workflow
from meetings.views.pages import AboutMeeting


class PrintPage(AboutMeeting):
    """The agenda or the minutes on paper: one person a sheet, marked, with who printed it."""

    permission = Permission.MEETING_VIEW
    template_name = "meetings/print.html"
    form = "page"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = self.lines()
        self.saw([line.person_id for line in lines], purpose="print")
        workflow.note_printed(
            meeting=self.meeting, sheets=len(lines), form=self.form, by=self.user, at=self.now
        )
        given = {
            "meeting": self.meeting,
            "sheets": reading.sheets(self.meeting, lines),
            "attendees": reading.attendees(self.meeting),
            "approval": reading.approval(self.meeting),
            "printed_at": self.now,
            "printed_by": self.user,
        }
        return super().get_context_data(**kwargs | given)


class Pack(PrintPage):
    """The same as a PDF; where this machine cannot draw one, the browser prints the page."""

    permission = Permission.MEETING_VIEW
    template_name = "meetings/pack.html"
    form = "pdf"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return the PDF. Its name says what it is and of which day, and nobody's name."""
        name = f"dsr-{self.meeting.kind}-meeting-{self.meeting.starts_at:%Y-%m-%d}"
        try:
            return pdf.response(request, self.template_name, self.get_context_data(), name)
        except pdf.PdfMissing:
            messages.info(
                request, "This server cannot draw PDF. Print this page from your browser instead."
            )
            return HttpResponseRedirect(reverse("meetings:print", args=[self.meeting.pk]))
