"""The gate: every view names one permission, and what it opens comes through one filter.

A view class that names none does not start. Nobody signed in: to the sign-in page. A role
without the permission: 403, "not your job". A record outside one's scope, or none at all: the
same 404, "not your person".
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar, cast
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.generic import FormView, TemplateView, View

from accounts.models import User
from accounts.rules import Permission
from accounts.scope import M, ScopedQuerySet
from core import readlog
from core.errors import Conflict, RuleBroken
from core.nhsuk import say

if TYPE_CHECKING:
    _FormView = FormView[forms.Form]
else:
    _FormView = FormView


class GateView(View):
    """Base of every view. Name `permission`; set `abstract = True` only on bases."""

    permission: ClassVar[Permission]
    abstract: ClassVar[bool] = True

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.abstract = bool(cls.__dict__.get("abstract", False))
        if not cls.abstract and not isinstance(getattr(cls, "permission", None), Permission):
            raise ImproperlyConfigured(f"{cls.__module__}.{cls.__name__} names no permission.")

    @property
    def user(self) -> User:
        """The signed-in user."""
        return cast(User, self.request.user)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now: datetime = timezone.now()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.permission is not Permission.PUBLIC:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if self.permission is not Permission.HOME and not self.user.holds(self.permission):
                raise PermissionDenied
        if type(self).abstract:
            raise ImproperlyConfigured(f"{type(self).__name__} is a base, not a view.")
        self.load()
        response = super().dispatch(request, *args, **kwargs)
        if isinstance(response, TemplateResponse):
            # Rendered here, inside the request's transaction: a page is shown whole, with its
            # read-log row, or not at all.
            response.render()
        return response

    def load(self) -> None:
        """Load what the address names, through `find`. Override in views about one record."""

    def find(self, rows: ScopedQuerySet[M], **lookup: Any) -> M:
        """Return the row of `rows` on which this user holds the view's permission, else 404."""
        return get_object_or_404(rows.permitted(self.user, self.permission), **lookup)

    def saw(self, persons: Iterable[UUID], purpose: str = "") -> None:
        """Note in the read log whom this page shows."""
        readlog.record(
            user=self.user,
            view=self.request.resolver_match.view_name if self.request.resolver_match else "",
            persons=persons,
            at=self.now,
            purpose=purpose,
        )


class PageView(GateView, TemplateView):
    """A page that only shows: permission, template, `get_context_data`."""

    abstract = True


class WorkflowView(GateView, _FormView):
    """A form for one verb: permission, form, template and `perform`, which calls the workflow.

    A broken rule becomes an error of the form, here and nowhere else; what was typed is kept.
    """

    abstract = True

    def perform(self, form: forms.Form) -> Any:
        """Call the one workflow function; what it returns is kept as `self.result`."""
        raise NotImplementedError

    def form_valid(self, form: forms.Form) -> HttpResponse:
        refused = self.refused(form)
        return HttpResponseRedirect(self.get_success_url()) if refused is None else refused

    def refused(self, form: forms.Form, *, only_try: bool = False) -> HttpResponse | None:
        """Call the verb; return the page that says why it was refused, None where it was not.

        With `only_try` all that it did is taken back, so that a page can ask before the act.
        """
        try:
            with transaction.atomic():
                result = self.perform(form)
                transaction.set_rollback(only_try)
        except Conflict as conflict:
            return self._show_both(form, conflict)
        except RuleBroken as broken:
            field = broken.field if broken.field in form.fields else None
            form.add_error(field, broken.message)
            return self.form_invalid(form)
        if not only_try:
            self.result = result
        return None

    def _show_both(self, form: forms.Form, conflict: Conflict) -> HttpResponse:
        """Show what was typed with what is on the record by now beside it.

        The page now carries what it has seen, so sending it again saves what is typed.
        """
        self.load()
        typed, now = dict(form.cleaned_data), self.get_initial()
        form.add_error(conflict.field if conflict.field in form.fields else None, conflict.message)
        data = cast(Any, form.data).copy()
        for name, field in form.fields.items():
            if name in SEEN and name in now:
                data[form.add_prefix(name)] = str(now[name] or "")
            elif name in typed and name in now and _plain(typed[name]) != _plain(now[name]):
                form.add_error(name, f"The record now says: {_said(field, now[name])}")
        form.data = data
        return self.form_invalid(form)


SEEN = frozenset({"version", "follows", "token", "key", "fact"})
"""Hidden fields that say what the page had shown, for telling when someone was first.

With them the name of the submission: what is sent after a conflict is sent anew.
"""


def _plain(value: Any) -> str:
    """Return a value so that what was typed and what is kept can be compared."""
    return str(getattr(value, "pk", value) if value is not None else "").strip()


def _said(field: forms.Field, value: Any) -> str:
    """Return a kept value in the words of its field."""
    for given, words in getattr(field, "choices", ()):
        if _plain(given) == _plain(value):
            return str(words)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return say.date_words(value) if isinstance(value, date) else _plain(value) or "nothing"


class VerbView(WorkflowView):
    """A page of one verb: a heading, its form, and `done` said on the page it returns to.

    Where the verb would be refused whatever is typed, `check_now` says so before the form is
    shown. Before an unusual step `interruption` names a template that asks once more, with what
    was typed kept; "checked" answers yes, "reconsider" goes back to the form. No one is asked to
    check what would be refused: the act is tried first, and taken back.
    """

    abstract = True
    heading: ClassVar[str] = ""
    intro: ClassVar[str] = ""
    done: ClassVar[str] = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form; from an old link or after Back, say why the verb cannot be done now."""
        try:
            self.check_now()
        except RuleBroken as broken:
            messages.info(request, broken.message)
            return HttpResponseRedirect(self.back_url())
        return super().get(request, *args, **kwargs)

    def check_now(self) -> None:
        """Raise `RuleBroken` for what the verb refuses whatever is typed, as the verb does."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = {"heading": self.heading, "intro": self.intro, "back_url": self.back_url()}
        return super().get_context_data(**given | kwargs)

    def back_url(self) -> str:
        """Return the address that Back and Cancel lead to: where the verb returns to."""
        return self.get_success_url()

    def interruption(self, form: forms.Form) -> str:
        """Return the template that asks once more before an unusual step; none as a rule."""
        return ""

    def form_valid(self, form: forms.Form) -> HttpResponse:
        if "reconsider" in self.request.POST:  # back to the page, with what was typed
            return self.render_to_response(self.get_context_data(form=form))
        template = self.interruption(form)
        if template and "checked" not in self.request.POST:
            asked = self._asked_again(form, template)
            refused = self.refused(form, only_try=True)
            return asked if refused is None else refused
        response = super().form_valid(form)
        if isinstance(response, HttpResponseRedirect) and self.done:
            messages.success(self.request, self.done)
        return response

    def _asked_again(self, form: forms.Form, template: str) -> HttpResponse:
        """Return the page that asks once more, drawn before the act is tried and taken back."""
        typed = [
            (name, values)
            for name, values in self.request.POST.lists()
            if name != "csrfmiddlewaretoken"
        ]
        context = self.get_context_data(form=form, typed=typed)
        return TemplateResponse(self.request, template, context).render()
