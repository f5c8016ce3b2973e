"""Live minutes: one person a page, previous and next, two minute-takers at once."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.gate import VerbView
from accounts.rules import Permission
from core import autosave
from core.errors import Conflict, RuleBroken
from meetings import changes, reading, undoing, workflow
from meetings.forms import MinutesForm, WordsForm
from meetings.models import AgendaItem, Draft, Meeting, MovedMinutes, Outcome
from meetings.querysets import possible_owners
from meetings.rules import ItemState
from meetings.rules.after import AS_SEEN
from meetings.workflow import Minutes
from register.models import Standing
from register.rules import Floor, Level, is_unusual
from register.views.floors import AsksAgainstFloor, floor_below


class Minuting(VerbView):
    """Base of the pages that write about one person at a meeting."""

    abstract = True
    permission = Permission.MEETING_RUN
    done = "Saved."
    clashed = False

    def load(self) -> None:
        self.meeting = self.find(
            Meeting.objects.select_related("area", "chair"), pk=self.kwargs["meeting"]
        )
        # Whoever is typing when the line goes is told so, and what they typed is kept.
        lines = AgendaItem.objects.filter(meeting=self.meeting)
        found = lines.about(self.kwargs["person"], gone=True)
        self.item = self.find(found.select_related("person"))
        self.item.meeting = self.meeting
        self.saw([self.item.person_id], purpose="minutes")

    @cached_property
    def outcome(self) -> Outcome | None:
        """The minutes as they are saved."""
        return reading.minutes_in_force(self.item)

    def get_initial(self) -> dict[str, Any]:
        saved = {name: getattr(self.outcome, name) for name in self._names() if self.outcome}
        return saved | self.seen()

    def _names(self) -> list[str]:
        return [name for name in Minutes.__dataclass_fields__ if name in self.form_fields()]

    def form_fields(self) -> set[str]:
        """Return the names of the form's own fields."""
        return set(self.get_form_class().base_fields)

    def seen(self) -> dict[str, str]:
        """Return what the page shows of others' work."""
        return {"version": str(self.outcome.version if self.outcome else 0)}

    def perform(self, form: Any) -> Outcome:
        try:
            return self.record(form)
        except Conflict as conflict:
            self.clashed = conflict.field is None  # else it is about one action, not the minutes
            raise

    def record(self, form: Any) -> Outcome:
        """Call the workflow."""
        raise NotImplementedError

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        """Show the page again; after a clash, what is typed may be saved over what is shown."""
        if self.clashed:
            form.data = form.data.copy()  # type: ignore[attr-defined]
            form.data.update(self.seen())  # type: ignore[attr-defined]
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = reading.about(self.item, user=self.user) | {"clashed": self.clashed}
        return super().get_context_data(**given | kwargs)

    def back_url(self) -> str:
        return reverse("meetings:meeting", args=[self.meeting.pk])

    def address(self, name: str, person: Any) -> str:
        """Return the address of a page about someone at this meeting."""
        return reverse(name, args=[self.meeting.pk, person])


class RecordOutcome(AsksAgainstFloor, Minuting):
    """Minute one person; someone who saves after someone else sees both before overwriting.

    What is typed is kept as a draft of the writer's own, which decides nothing. RED to GREEN in
    one step is asked about once more, as on the person's own page.
    """

    permission = Permission.MEETING_RUN
    form_class = MinutesForm
    template_name = "meetings/record_outcome.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form while the meeting is open, the minutes to read once it is over."""
        if self.item.state in {ItemState.REMOVED, ItemState.WITHDRAWN}:
            return HttpResponseRedirect(self.back_url())
        if not self.meeting.is_open or self.item.state == ItemState.CARRIED:
            return HttpResponseRedirect(self.address("meetings:minutes", self.item.person_id))
        if self.draft is not None:
            return self.as_typed(autosave.data_of(self.draft.typed, version=self._kept_version()))
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep what is typed, add a line for another action, or save."""
        if autosave.is_asked(request):
            return self._keep()
        if "more" in request.POST:
            self._keep()
            data = request.POST.copy()
            data["lines"] = str(MinutesForm.lines_of(data))
            del data["more"]
            return self.as_typed(data, more=True)
        return super().post(request, *args, **kwargs)

    @cached_property
    def draft(self) -> Draft | None:
        """What this writer typed and has not saved."""
        return reading.draft_of(self.item, self.user)

    def _kept_version(self) -> int:
        """Return the version that a draft is saved after: both are on the page to compare."""
        self.clashed = self.outcome is not None and self.outcome.version != self._typed_version()
        return self.outcome.version if self.outcome else 0

    def _typed_version(self) -> int:
        typed = self.draft.typed.get(AS_SEEN, ["0"])[0] if self.draft else "0"
        return int(typed) if typed.isascii() and typed.isdigit() else 0

    def as_typed(self, data: QueryDict, *, more: bool = False) -> HttpResponse:
        """Show the page with what was typed, asking for nothing yet."""
        kwargs = self.get_form_kwargs() | {"data": data, "more": more}
        form = autosave.without_errors(MinutesForm(**kwargs))
        return self.render_to_response(self.get_context_data(form=form))

    def _keep(self) -> HttpResponse:
        """Keep a draft and say so, and who else is writing; 409 where it cannot be kept."""
        version = str(self.request.POST.get("version", ""))
        typed = autosave.typed_in(self.request.POST) | {AS_SEEN: [version]}
        try:
            workflow.keep_draft(item=self.item, typed=typed, by=self.user, at=self.now)
        except RuleBroken as broken:
            return autosave.refused(broken.message)
        said = reading.kept(self.item, version=version, user=self.user, at=self.now)
        shown = int(version) if version.isascii() and version.isdigit() else 0
        return JsonResponse({"version": shown, "said": said})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft = self.draft if self.request.method == "GET" else None
        return super().get_context_data(**{"draft": draft, "moved": self.moved} | kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "owners": possible_owners(self.item),
            "services": reading.services(),
            "autosave": self.request.path,
        }

    def get_initial(self) -> dict[str, Any]:
        fresh = {"key": MinutesForm.new_key()}
        if self.outcome is None and self.request.method == "GET":
            changed = changes.since_last_time(self.item, at=self.now)
            fresh |= undoing.as_offered(self.moved[0]) if self.moved else {}
            fresh["changed"] = "\n".join(filter(None, [changed, fresh.get("changed")]))
        return super().get_initial() | fresh

    def seen(self) -> dict[str, str]:
        standing = Standing.objects.filter(person=self.item.person_id).first()
        return super().seen() | {
            "follows": str(standing.rating_id) if standing else "",
            "moved": " ".join(str(one.pk) for one in self.moved),
        }

    @cached_property
    def moved(self) -> list[MovedMinutes]:
        """The minutes that were moved here from the wrong person and wait to be checked."""
        return undoing.moved_here(self.item)

    def floor_below(self, form: forms.Form) -> Floor | None:
        typed, saved = form.cleaned_data, self.outcome
        same = saved and (saved.agreed_level, saved.reason) == (
            typed["agreed_level"], typed["reason"]
        )  # fmt: skip
        if not typed["agreed_level"] or same:
            return None
        standing = Standing.objects.filter(person=self.item.person_id).first()
        person, new = self.item.person_id, Level(typed["agreed_level"])
        return floor_below(person, standing=standing, new=new, at=self.now)

    def interruption(self, form: forms.Form) -> str:
        agreed = form.cleaned_data["agreed_level"]
        standing = Standing.objects.filter(person=self.item.person_id).first()
        if not agreed or standing is None:
            return ""
        unusual = is_unusual(current=Level(standing.level), new=Level(agreed))
        return "meetings/minutes_check.html" if unusual else ""

    def record(self, form: Any) -> Outcome:
        return workflow.record_outcome(
            item=self.item,
            minutes=form.minutes(),
            version=form.seen_version(),
            follows=form.seen_rating(),
            actions=form.new_actions(self.item.pk),
            moved=form.seen_moved(),
            against_floor=self.against_floor(),
            by=self.user,
            at=self.now,
        )

    def get_success_url(self) -> str:
        _, after, _, _ = reading.neighbours(self.item, user=self.user)
        if self.request.POST.get("then") != "next":
            return self.address("meetings:record_outcome", self.item.person_id)
        if after is None:
            return reverse("meetings:meeting", args=[self.meeting.pk])
        return self.address("meetings:record_outcome", after)


class Amend(Minuting):
    """Put the words of the minutes right, between the end of the meeting and their approval."""

    permission = Permission.MEETING_RUN
    form_class = WordsForm
    template_name = "meetings/amend.html"
    heading = "Correct the minutes"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form where there are minutes of a meeting that is over."""
        if self.outcome is None or not self.meeting.is_over:
            return HttpResponseRedirect(self.back_url())
        return super().get(request, *args, **kwargs)

    def record(self, form: Any) -> Outcome:
        return workflow.amend(
            item=self.item,
            minutes=form.minutes(),
            version=form.seen_version(),
            by=self.user,
            at=self.now,
        )

    def get_success_url(self) -> str:
        return self.address("meetings:minutes", self.item.person_id)
