"""The BLUE list, on the screen, on paper and as a file; views of it that somebody saved."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from accounts import workflow as accounts
from accounts.gate import GateView, PageView, VerbView
from accounts.models import SavedView
from accounts.rules import Permission
from core import events, keyset
from oversight import blue, export, work
from oversight.filters import CODES, IDS, Filters
from oversight.forms import ExportForm, RemoveViewForm, SaveViewForm

PAGE = "oversight:blue"
LABELS = {
    "due": "What is due", "stay": "Length of stay", "age": "Age", "terms": "Legal status",
    "leave": "Extended section 17 leave", "security": "Security", "area": "Area",
    "hospital": "Hospital", "commissioner": "Responsible commissioner",
}  # fmt: skip


class Listed(GateView):
    """Base of what shows the list: which filters the address names, and what they are called."""

    abstract = True

    def load(self) -> None:
        self.on = timezone.localdate(self.now)
        self.filters = Filters.asked(self.request.GET)

    def address(self, name: str) -> str:
        """Return the address of a page of the list with the same filters."""
        asked = f"?{self.filters.query}" if self.filters else ""
        return reverse(f"oversight:{name}") + asked

    def shown(self) -> list[str]:
        """Return the filters in words."""
        if not self.filters:
            return []
        places = blue.places(self.user, self.permission)
        return self.filters.words({pk: name for some in places.values() for pk, name in some})


class Blue(Listed, PageView):
    """Who is in a mental health hospital, what is due soonest first."""

    permission = Permission.OVERSIGHT_VIEW
    template_name = "oversight/blue.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines, found = blue.page(
            self.user,
            self.permission,
            filters=self.filters,
            on=self.on,
            after=keyset.identifier(self.request.GET.get("after")),
            before=keyset.identifier(self.request.GET.get("before")),
        )
        left = blue.lately_left(self.user)
        self.saw([*(line.person_id for line in lines), *(stay.person_id for stay in left)])
        places = blue.places(self.user, self.permission)
        return super().get_context_data(
            lines=lines,
            left=left,
            following=found.following,
            previous=found.previous,
            counts=work.blue_cards(
                blue.figures(self.user, self.permission, on=self.on, filters=self.filters)
            ),
            choices=self._choices(places),
            filtered=self.filters.words({pk: name for one in places.values() for pk, name in one}),
            saved=list(SavedView.objects.permitted(self.user, self.permission).filter(page=PAGE)),
            save_url=self.address("save_view"),
            export_url=self.address("export"),
            print_url=self.address("print_blue"),
            may_export=self.user.holds(Permission.OVERSIGHT_EXPORT),
            as_at=self.now,
            **kwargs,
        )

    def _choices(self, places: dict[str, list[tuple[str, str]]]) -> list[dict[str, Any]]:
        """Return each filter with its choices; a place is asked only where there are two."""
        known = {name: list(codes.items()) for name, codes in CODES.items()}
        known |= {name: places[name] for name in IDS if len(places[name]) > 1}
        return [
            {"name": name, "label": label, "options": known[name],
             "chosen": self.filters.codes.get(name, "")}
            for name, label in LABELS.items()
            if name in known
        ]  # fmt: skip


class PrintBlue(Listed, PageView):
    """The list on paper; who printed it is logged with whom it shows."""

    permission = Permission.OVERSIGHT_EXPORT
    template_name = "oversight/print_blue.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = blue.everything(self.user, self.permission, filters=self.filters, on=self.on)
        self.saw([line.person_id for line in lines], purpose="print")
        return super().get_context_data(
            lines=lines,
            filtered=self.shown(),
            marking=export.MARKING,
            back_url=self.address("blue"),
            as_at=self.now,
            **kwargs,
        )


class Export(Listed):
    """The list as a file, once the purpose is said; who took it and why is logged."""

    permission = Permission.OVERSIGHT_EXPORT

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask for the purpose."""
        return self._ask(ExportForm(initial={"format": "xlsx"}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Give the file."""
        form = ExportForm(request.POST)
        if not form.is_valid():
            return self._ask(form)
        kind = form.cleaned_data["format"]
        lines = blue.everything(self.user, self.permission, filters=self.filters, on=self.on)
        if kind == "xlsx":
            content = export.as_workbook(lines, at=self.now, filters=self.shown())
        else:
            content = export.as_csv(lines)
        self.saw([line.person_id for line in lines], purpose=form.cleaned_data["purpose"])
        with transaction.atomic():
            events.publish(
                "oversight.exported", by=self.user, at=self.now, rows=len(lines), format=kind
            )
        response = HttpResponse(content, content_type=TYPES[kind])
        response["Content-Disposition"] = f'attachment; filename="blue-list.{kind}"'
        return response

    def _ask(self, form: ExportForm) -> HttpResponse:
        context = {"form": form, "back_url": self.address("blue"), "filtered": self.shown()}
        return TemplateResponse(self.request, "oversight/export.html", context)


TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class SaveView(Listed, VerbView):
    """Keep the filters of the list under a name."""

    permission = Permission.OVERSIGHT_VIEW
    form_class = SaveViewForm
    template_name = "oversight/save_view.html"
    heading = "Save this view of the BLUE list"
    done = "The view is saved."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(filtered=self.shown(), **kwargs)

    def perform(self, form: Any) -> SavedView:
        return accounts.save_view(
            page=PAGE, name=form.cleaned_data["name"], query=self.filters.query, by=self.user,
            at=self.now,
        )  # fmt: skip

    def get_success_url(self) -> str:
        return self.address("blue")


class RemoveView(VerbView):
    """Forget a saved view."""

    permission = Permission.OVERSIGHT_VIEW
    form_class = RemoveViewForm
    template_name = "oversight/save_view.html"
    heading = "Remove a saved view"
    done = "The view is removed."

    def load(self) -> None:
        self.view = self.find(SavedView.objects.filter(page=PAGE), pk=self.kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(view_name=self.view.name, **kwargs)

    def perform(self, form: Any) -> None:
        accounts.remove_view(view=self.view, by=self.user, at=self.now)

    def get_success_url(self) -> str:
        return reverse("oversight:blue")
