"""Views of lists that somebody saved for themselves."""

from datetime import datetime

from django.db import transaction

from accounts.models import SavedView, User
from core import events
from core.errors import RuleBroken

MOST = 20
"""Views that one person may keep of one page: more are not found again."""


@transaction.atomic
def save_view(*, page: str, name: str, query: str, by: User, at: datetime) -> SavedView:
    """Keep the filters `query` of `page` under `name`; the same name again replaces them."""
    User.objects.select_for_update().get(pk=by.pk)
    name = " ".join(name.split())
    if not name:
        raise RuleBroken("Enter a name for this view", field="name")
    if not query:
        raise RuleBroken("Choose at least one filter before you save a view")
    mine = SavedView.objects.of(by, page)
    view = mine.filter(name__iexact=name).first()
    if view is None:
        if mine.count() >= MOST:
            raise RuleBroken(f"You have {MOST} saved views. Remove one first.", field="name")
        view = SavedView(user=by, page=page)
    elif (view.name, view.query) == (name, query):
        return view
    view.name, view.query = name, query
    view.save()
    events.publish("accounts.view_saved", by=by, at=at, saved_view=view.pk, page=page)
    return view


@transaction.atomic
def remove_view(*, view: SavedView, by: User, at: datetime) -> None:
    """Forget a saved view; what it showed is not touched."""
    events.publish("accounts.view_removed", by=by, at=at, saved_view=view.pk, page=view.page)
    view.delete()
