"""Addresses of the team's side of referrals, below /referrals/."""

from django.urls import path

from referrals.views import (
    calibration,
    identity,
    inclusion,
    letters,
    redirecting,
    tools,
    training,
)

urlpatterns = [
    path("redirects/", redirecting.Redirects.as_view(), name="redirects"),
    path("redirects/<uuid:pk>/take/", redirecting.TakeRedirect.as_view(), name="take"),
    path("redirects/<uuid:pk>/return/", redirecting.ReturnRedirect.as_view(), name="give_back"),
    path("<uuid:pk>/redirect/", redirecting.RedirectReferral.as_view(), name="redirect"),
    path("<uuid:pk>/letter/", letters.Letter.as_view(), name="letter"),
    path("<uuid:pk>/letter/easy-read/", letters.EasyLetter.as_view(), name="letter_easy"),
    path("<uuid:pk>/letter/given/", letters.GiveLetter.as_view(), name="give_letter"),
    path("<uuid:pk>/compare/<uuid:other>/", identity.CompareAtTriage.as_view(), name="compare"),
    path("naming/", identity.NamingRequests.as_view(), name="naming_requests"),
    path("naming/ask/", identity.AskToBeNamed.as_view(), name="ask_to_be_named"),
    path("naming/asked/", identity.NamingAsked.as_view(), name="naming_asked"),
    path("naming/<uuid:pk>/", identity.DecideNaming.as_view(), name="naming"),
    path("asked/", inclusion.Inclusions.as_view(), name="inclusions"),
    path("asked/<uuid:pk>/", inclusion.OneInclusion.as_view(), name="inclusion"),
    path("asked/<uuid:pk>/lead/", inclusion.FindLead.as_view(), name="find_lead"),
    path("asked/<uuid:pk>/close/", inclusion.CloseInclusion.as_view(), name="close_inclusion"),
    path("training/", training.Training.as_view(), name="training"),
    path("training/plan/", training.PlanTraining.as_view(), name="plan_training"),
    path("training/<uuid:pk>/", training.OneTraining.as_view(), name="training_session"),
    path("training/<uuid:pk>/cancel/", training.CancelTraining.as_view(), name="cancel_training"),
    path("training/places/<uuid:pk>/give/", training.GivePlace.as_view(), name="give_place"),
    path("training/places/<uuid:pk>/cancel/", training.CancelPlace.as_view(), name="cancel_place"),
    path("calibration/", calibration.Calibration.as_view(), name="calibration"),
    path("tools/", tools.Tools.as_view(), name="tools"),
    path("tools/areas/<uuid:pk>/", tools.ChooseTool.as_view(), name="choose_tool"),
    path("tools/<slug:tool>/", tools.PreviewTool.as_view(), name="preview_tool"),
]
