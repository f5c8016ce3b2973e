"""Pages that show: the list of meetings, one meeting with its agenda, minutes, the print."""

from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.safestring import SafeString, mark_safe

from accounts.gate import PageView
from accounts.rules import Permission
from core.dates import local_day
from meetings import agenda, left_over, reading, undoing
from meetings.agenda import Line
from meetings.models import AgendaItem, Meeting
from meetings.rules import ItemState

PAST_SHOWN = 20
DISCUSSED = ItemState.DISCUSSED.label


class Meetings(PageView):
    """The meetings this user may see: going on, coming, past."""

    permission = Permission.MEETING_VIEW
    template_name = "meetings/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Meeting.objects.permitted(self.user, self.permission).select_related("area", "chair")
        past = list(rows.past(before=self._before())[: PAST_SHOWN + 1])
        return super().get_context_data(
            coming=list(rows.coming()),
            past=past[:PAST_SHOWN],
            older=past[PAST_SHOWN - 1].starts_at if len(past) > PAST_SHOWN else None,
            may_run=self.user.holds(Permission.MEETING_RUN),
            as_at=self.now,
            **kwargs,
        )

    def _before(self) -> datetime | None:
        try:
            at = parse_datetime(self.request.GET.get("before", "").replace(" ", "+"))
        except ValueError:
            return None
        return at if at is not None and timezone.is_aware(at) else None


class AboutMeeting(PageView):
    """Base of the pages about one meeting: loads it through the gate."""

    abstract = True
    permission = Permission.MEETING_VIEW

    def load(self) -> None:
        self.meeting = self.find(
            Meeting.objects.select_related("area", "chair", "closed_by"), pk=self.kwargs["meeting"]
        )
        self.may_run = self.meeting.area_id in self.user.grants(Permission.MEETING_RUN).areas

    def lines(self) -> list[Line]:
        """Return the agenda that this user may see: live for the team, frozen for all."""
        if self.meeting.is_planned:
            if not self.may_run:
                return []
            on = local_day(max(self.now, self.meeting.starts_at))
            lines = agenda.live(self.meeting, on=on, today=local_day(self.now))
            agenda.lead_to_triage(lines)
        else:
            items = AgendaItem.objects.permitted(self.user, self.permission)
            lines = agenda.frozen(items.filter(meeting=self.meeting))
        agenda.mark_closed(lines)
        return lines

    def closed_part(self) -> int:
        """Return how many people are discussed without this user knowing who they are."""
        if self.may_run or self.meeting.is_planned:
            return 0
        return reading.closed_part(self.meeting, user=self.user)


class MeetingPage(AboutMeeting):
    """One meeting: who is invited, who is on the agenda and why."""

    template_name = "meetings/meeting.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = self.lines()
        removed = reading.taken_off(self.meeting) if self.may_run else []
        seen = [line.person_id for line in lines] + [edit.person_id for edit in removed]
        self.saw(seen, purpose="agenda")
        attendees = reading.attendees(self.meeting)
        given = {
            "meeting": self.meeting,
            "sections": [
                (heading, len(some), self._rows(some))
                for heading, some in agenda.sections(agenda.by_person(lines))
            ],
            "count": len({line.person_id for line in lines}),
            "closed_part": self.closed_part(),
            "any_closed": any(line.closed for line in lines),
            "first": next((line.person_id for line in lines if not line.carried), None),
            "removed": removed,
            "attendees": attendees,
            "mine": next((one for one in attendees if one.user_id == self.user.pk), None),
            "attended": sum(one.presence == "attended" for one in attendees),
            "may_run": self.may_run,
            "approval": reading.approval(self.meeting) if self.meeting.is_over else None,
            "corrections": undoing.attendance_corrections(self.meeting)
            if self.meeting.is_over
            else [],
            "approvable": self.meeting.is_held
            or any(line.agreed or line.state == DISCUSSED for line in lines),
            **self._going_back(),
            "put_backs": undoing.put_backs(self.meeting) if self.may_run else [],
            "to_check": undoing.moved_to_check(self.meeting) if self.may_run else [],
            "uninvited": reading.uninvited(self.meeting) if self.may_run else [],
            "waiting_rulings": reading.rulings_of(self.meeting) if self.may_run else 0,
            "as_at": self.now,
        }
        return super().get_context_data(**kwargs | given)

    def _going_back(self) -> dict[str, Any]:
        """Say how the team can go back from where the meeting is, and if not why not."""
        back = self.may_run and (self.meeting.is_open or self.meeting.is_cancelled)
        again = self.may_run and self.meeting.is_over
        not_back = undoing.not_put_back(self.meeting, at=self.now) if back else ""
        not_again = undoing.not_reopened(self.meeting) if again else ""
        return {
            "may_put_back": back and not not_back, "not_put_back": not_back,
            "may_reopen": again and not not_again, "not_reopened": not_again,
        }  # fmt: skip

    def _rows(self, lines: list[Line]) -> SafeString:
        """Return table rows, drawn by the second engine, which is faster at many of them."""
        before, after = self._address()
        rows = render_to_string(
            "meetings/agenda.html",
            {
                "lines": lines,
                "before": before,
                "after": after,
                "referrals": reverse("referrals:list"),
                "frozen": not self.meeting.is_planned,
                "off": reverse("meetings:meeting", args=[self.meeting.pk])
                if self.may_run and not self.meeting.is_urgent and self.meeting.is_to_come
                else "",
            },
            using="rows",
        )
        return mark_safe(rows)  # noqa: S308 - Jinja2 has escaped it

    def _address(self) -> tuple[str, str]:
        """Return what stands before and after a person's id in the address of a line."""
        if self.meeting.is_planned:
            return reverse("register:people"), "/"
        people = f"{reverse('meetings:meeting', args=[self.meeting.pk])}people/"
        return people, "/" if self.may_run and self.meeting.is_open else "/minutes/"


class MinutesPage(AboutMeeting):
    """The minutes about one person, to read."""

    template_name = "meetings/minutes.html"

    def load(self) -> None:
        super().load()
        lines = AgendaItem.objects.filter(meeting=self.meeting).about(self.kwargs["person"])
        self.item = self.find(lines.select_related("person"))
        self.item.meeting = self.meeting
        self.saw([self.item.person_id], purpose="minutes")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        about = reading.about(self.item, user=self.user)
        tasks = [left_over.tasks_of(one) if self.may_run else [] for one in about["struck_out"]]
        given = about | {
            "struck_with_tasks": [
                (one, left, left_over.is_all_done(left))
                for one, left in zip(about["struck_out"], tasks, strict=True)
            ],
            "may_run": self.may_run,
            "takes_minutes": self.meeting.is_open and self.item.state != ItemState.CARRIED,
            "is_approvable": self.meeting.is_over and not self.item.is_struck_out,
            "moved": undoing.moved_here(self.item) if self.may_run else [],
        }
        return super().get_context_data(**kwargs | given)
