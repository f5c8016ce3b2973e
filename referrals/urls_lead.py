"""Addresses of the lead professional's side: copies of what was sent, and updates."""

from django.urls import path

from referrals.views import frozen, updates, updating

urlpatterns = [
    path("<uuid:pk>/print/", frozen.PrintCopy.as_view(), name="print_copy"),
    path("<uuid:pk>/file/<slug:kind>/", frozen.FileOfCopy.as_view(), name="file_of_copy"),
    path("updates/", updates.Updates.as_view(), name="updates"),
    path("updates/sent/<uuid:pk>/", updates.SentUpdate.as_view(), name="update_sent"),
    path("updates/sent/<uuid:pk>/keep/", updates.KeepRating.as_view(), name="keep_rating"),
    path("updates/<uuid:person>/", updating.UpdatePerson.as_view(), name="update"),
    path("updates/<uuid:person>/discard/", updating.DiscardUpdate.as_view(), name="discard_update"),
    path("updates/<uuid:person>/<slug:part>/", updating.Part.as_view(), name="update_part"),
]
