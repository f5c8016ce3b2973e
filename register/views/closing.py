"""Leaving the register, page by page, and the ways back."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from accounts.rules import Permission
from core import keyset
from core.dates import age_on, local_day
from core.errors import RuleBroken
from register import open_work, rules, workflow
from register.forms import (
    CheckForm,
    CorrectClosingForm,
    CorrectDeathForm,
    DiedForm,
    LeftForm,
    Page,
    ReasonForm,
    ReopenForm,
    WorkForm,
)
from register.models import Standing
from register.open_work import Choices
from register.rules import ClosureReason
from register.views.verbs import AboutPerson

REASON, ABOUT, WORK, CHECK = "reason", "about", "work", "check"


@dataclass(slots=True)
class Answers:
    """What the pages have told so far."""

    reason: ClosureReason | None = None
    about: dict[str, Any] = field(default_factory=dict)
    choices: Choices | None = None
    lines: list[dict[str, str]] = field(default_factory=list)

    @property
    def died(self) -> bool:
        """Whether the person has died."""
        return self.reason is ClosureReason.DIED

    @property
    def keeps(self) -> bool:
        """Whether an agreed action can still make sense."""
        return self.reason in rules.KEEPS_ACTIONS

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Return the answers as rows of a summary list."""
        when = "Date of death" if self.died else "Date they left"
        on = self.about.get("died_on" if self.died else "left_on")
        words = "What people should know" if self.died else "Why, and who agreed"
        return [
            {"key": "Reason", "value": self.reason.label if self.reason else ""},
            {"key": when, "value": on or "Not known"},
            {"key": words, "value": self.about.get("words")},
        ]


class Close(AboutPerson):
    """Leaving the register: why, when, what becomes of open work, a check, and perhaps a pause.

    Each page carries the answers of the others; nothing is kept or changed before the last.
    """

    permission = Permission.RATE
    form_class = forms.Form
    template_name = "register/close.html"

    def load(self) -> None:
        super().load()
        self.entry = self.person.entries.open().first()
        self.standing = Standing.objects.filter(person=self.person).first()
        self.answers = Answers()

    @cached_property
    def work(self) -> list[open_work.OpenWork]:
        """What is open about the person now."""
        return open_work.open_work(self.person.pk, at=self.now)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask why; whoever is not on the register is shown as they are."""
        return self._page(REASON) if self.entry else self._already()

    def _already(self) -> HttpResponse:
        messages.info(self.request, "This record is already closed.")
        return HttpResponseRedirect(self.get_success_url())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Check the pages in turn and show the first that is not answered, or close the record."""
        sent, back = request.POST.get("stage", REASON), request.POST.get("back")
        if self.entry is None and sent != CHECK:
            return self._already()
        for stage in (REASON, ABOUT, WORK):
            if stage == WORK and not self._asks_about_work():
                continue
            form = self._form(stage)
            answered = stage == sent or self._was_sent(stage, form)
            if stage == back or not answered or not self._takes(stage, form):
                return self._page(stage, form if answered else None)
        if sent != CHECK:
            return self._page(CHECK)
        if self._pauses() and "checked" not in request.POST:
            return self._asked_again(CheckForm(request.POST), "register/close_sure.html")
        return self._close()

    def _asks_about_work(self) -> bool:
        return self.answers.keeps and any(one.lines for one in self.work)

    def _form(self, stage: str, *, sent: bool = True) -> Page:
        """Return the form of a page: with what was sent, or as it is first shown."""
        data = self.request.POST if sent else None
        if stage == WORK:
            return WorkForm(data, work=self.work)
        if stage == ABOUT and not self.answers.died:
            return LeftForm(data, initial={"left_on": local_day(self.now)})
        return {REASON: ReasonForm, ABOUT: DiedForm, CHECK: CheckForm}[stage](data)

    def _was_sent(self, stage: str, form: Page) -> bool:
        """Whether the answers of a page are among what was sent from another."""
        names = {"reason", "known", "left_on_day"}
        first = [name for name in form.names() if name in names or name.startswith("do_")]
        return any(name in self.request.POST for name in first)

    def _takes(self, stage: str, form: Page) -> bool:
        """Keep the answers of a page; False, with the error on it, where they cannot be."""
        if not form.is_valid():
            return False
        try:
            self._take(stage, form)
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, broken.message)
            return False
        return True

    def _take(self, stage: str, form: Page) -> None:
        told, today = form.cleaned_data, local_day(self.now)
        if stage == REASON:
            self.answers.reason = ClosureReason(told["reason"])
            if self.answers.keeps:
                self.answers.choices = Choices()
            if self.entry is not None:
                workflow.check_closing(person=self.person, reason=self.answers.reason, at=self.now)
        elif stage == ABOUT:
            self.answers.about = told
            if told.get("died_on"):
                birth = self.person.birth_date
                rules.check_died_on(told["died_on"], birth_date=birth, on=today)
            if told.get("left_on") and self.entry is not None:
                opened = local_day(self.entry.opened_at)
                rules.check_left_on(told["left_on"], opened_on=opened, on=today)
        else:
            self.answers.choices = cast(WorkForm, form).choices()
            self.answers.lines = cast(WorkForm, form).said()

    def _page(self, stage: str, form: Page | None = None) -> HttpResponse:
        """Show a page of the journey, with the answers of the others carried along."""
        form = form or self._form(stage, sent=False)
        before = {ABOUT: REASON, WORK: ABOUT, CHECK: WORK if self._asks_about_work() else ABOUT}
        form.previous, form.cancel = before.get(stage, ""), self.back_url()
        sent = {name: self.request.POST[name] for name in self.request.POST}
        sent.setdefault("seen", str(self.entry.pk) if self.entry else "")
        carried = {name: value for name, value in sent.items() if name not in _NOT_CARRIED}
        form.carry(carried | {"stage": stage})
        name = f"register/close_{'died' if stage == ABOUT and self.answers.died else stage}.html"
        back = {"back_url": ""} if form.previous else {}  # the button keeps what was typed
        context = self.get_context_data(form=form, **back)
        return TemplateResponse(self.request, name, context)

    def _pauses(self) -> list[str]:
        """Return why the closing is asked about once more: RED, in hospital, a child."""
        shown = self.standing.shown if self.standing else ""
        years = age_on(self.person.birth_date, local_day(self.now))
        risk = "" if self.answers.died else ": an immediate risk of admission"
        return [
            words
            for words, so in (
                (f"is rated RED{risk}", shown == rules.Level.RED),
                ("is in a mental health hospital now (BLUE)", shown == rules.BLUE),
                (f"is a child or young person, aged {years}", years < rules.ADULT),
            )
            if so
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{
                "answers": self.answers,
                "work": self.work,
                "stops": [one.words for one in self.work if not one.lines] + self._ending(),
                "pauses": self._pauses(),
            }
            | kwargs
        )

    def _ending(self) -> list[str]:
        """Return, in words, how many lines of open work were not kept."""
        lines = sum(len(one.lines) for one in self.work)
        kept = self.answers.choices
        count = lines - (len(kept.keep) + len(kept.give) if kept is not None else 0)
        return ["1 agreed action" if count == 1 else f"{count} agreed actions"] if count else []

    def _close(self) -> HttpResponse:
        answers = self.answers
        try:
            workflow.close(
                person=self.person,
                reason=cast(ClosureReason, answers.reason),
                words=answers.about.get("words") or "",
                left_on=answers.about.get("left_on"),
                died_on=answers.about.get("died_on"),
                choices=answers.choices,
                seen=keyset.identifier(self.request.POST.get("seen")),
                by=self.user,
                at=self.now,
            )
        except RuleBroken as broken:
            form = CheckForm(self.request.POST)
            form.add_error(None, broken.message)
            return self._page(CHECK, form)
        told = "We have told the people who supported them." if answers.died else ""
        messages.success(self.request, f"The record is closed. {told}".strip())
        return HttpResponseRedirect(self.get_success_url())


_NOT_CARRIED = frozenset({"stage", "back", "checked", "csrfmiddlewaretoken"})


class AboutWhoLeft(AboutPerson):
    """Base of the verbs about someone who has left the register, or had left it before."""

    abstract = True

    def load(self) -> None:
        super().load()
        last = self.person.entries.select_related("closed_by").order_by("-opened_at").first()
        if last is None:
            raise Http404
        self.entry = last

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page; whoever is on the register is shown as they are."""
        if self.entry.closed_at is None:
            return HttpResponseRedirect(self.get_success_url())
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it; where the record was opened meanwhile, say on it who did so."""
        if self.entry.closed_at is None:
            messages.info(request, workflow.who_opened(self.entry))
            return HttpResponseRedirect(self.get_success_url())
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(entry=self.entry, **kwargs)


class Reopen(AboutWhoLeft):
    """A closed record is opened again: closed in error, or the person has come back."""

    permission = Permission.RATE
    form_class = ReopenForm
    heading = "Reopen this record"
    done = "The record is open again."
    template_name = "register/reopen.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"died": self.entry.ended_by_death}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        refusals = []
        if self.entry.closed_at is not None:
            refusals = open_work.reopening_refusals(self.person.pk, self.entry.pk, at=self.now)
        return super().get_context_data(refusals=refusals, **kwargs)

    def perform(self, form: forms.Form) -> Any:
        return workflow.reopen(
            entry=self.entry,
            how=rules.Reopening(form.cleaned_data["how"]),
            words=form.cleaned_data["words"],
            by=self.user,
            at=self.now,
        )


class CorrectClosing(AboutWhoLeft):
    """Why and when someone left is put right; they stay off the register."""

    permission = Permission.FACT_CORRECT
    form_class = CorrectClosingForm
    heading = "Correct why or when they left"
    intro = (
        "For a wrong reason, date or wording. The record stays closed. If it should not have been "
        "closed, or if the person died, reopen it instead. How long it is kept will be worked out "
        "again."
    )
    done = "The reason and date were corrected."

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page; a death has one of its own."""
        if self.entry.closed_at is not None and self.entry.ended_by_death:
            at = reverse("register:correct_death", args=[self.person.pk])
            return HttpResponseRedirect(at)
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        was = rules.ClosureReason(self.entry.closure_reason)
        free = [one for one in rules.LEAVES if one not in rules.CLOSES_A_STAY]
        reasons = [was] if was in rules.CLOSES_A_STAY else free
        return super().get_form_kwargs() | {"reasons": reasons}

    def get_initial(self) -> dict[str, Any]:
        return {
            "reason": self.entry.closure_reason,
            "left_on": self.entry.left_day,
            "words": self.entry.closure_words,
            "version": str(self.entry.history.first().pk),
        }

    def perform(self, form: forms.Form) -> Any:
        right = cast(CorrectClosingForm, form).right()
        return workflow.correct_closing(entry=self.entry, by=self.user, at=self.now, **right)


class CorrectDeath(AboutWhoLeft):
    """The date of a death is put right, or added once it is known."""

    permission = Permission.RATE
    form_class = CorrectDeathForm
    heading = "Correct the date of death"
    done = "The date of death was saved."

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"known": self.person.died_on is not None}

    def get_initial(self) -> dict[str, Any]:
        died_on = self.person.died_on
        return {"died_on": died_on, "was": died_on.isoformat() if died_on else ""}

    def perform(self, form: forms.Form) -> Any:
        return workflow.correct_death(
            person=self.person,
            died_on=form.cleaned_data["died_on"],
            was=cast(CorrectDeathForm, form).seen(),
            why=form.cleaned_data.get("why", ""),
            by=self.user,
            at=self.now,
        )
