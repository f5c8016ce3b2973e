"""Pages for the public: they say what the register is, who it is for and how to say no.

The words are templates, so that a region can put its own in their place; names, addresses and
numbers of the team are settings.
"""

from typing import Any, NamedTuple

from django.urls import path

from accounts.gate import PageView
from accounts.rules import Permission
from consent.views import AskForRemoval, RemovalAsked
from referrals.views.inclusion import AskToBeIncluded, InclusionAsked
from referrals.views.training import AskForPlace, PlaceAsked


class Page(NamedTuple):
    """One page: its name, its address and what its link says."""

    name: str
    address: str
    title: str


ABOUT = (
    Page("about", "about/", "About the register"),
    Page("ratings", "ratings/", "Ratings explained"),
    Page("your_choice", "consent-and-choice/", "Your choice: saying yes, no or changing your mind"),
    Page("leaflets", "leaflets/", "Information leaflets"),
    Page("easy_read", "easy-read/", "Easy read: the register and you"),
    Page("ask_to_be_included", "ask-to-be-included/", "Ask to be included"),
    Page("ask_for_removal", "ask-for-removal/", "Ask for my information to be removed"),
)
WORKING = (
    Page("tool_guidance", "clinical-support-tool/", "Guidance for the clinical support tool"),
    Page("training", "training/", "Training"),
)
SERVICE = (
    Page("contact", "contact/", "Contact the team"),
    Page("privacy", "privacy/", "Privacy notice"),
    Page("accessibility", "accessibility/", "Accessibility statement"),
)


class PublicPage(PageView):
    """A page of words that anybody may read."""

    abstract = True
    permission = Permission.PUBLIC
    title = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "title": self.title}


class Start(PublicPage):
    """The start page: what it is, who it is for, where to begin."""

    title = "Start"
    template_name = "pages/start.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "about": ABOUT, "working": WORKING}


class Words(PublicPage):
    """One of the pages named above."""

    template_name = "pages/words.html"


class Help(PageView):
    """How to do one's work with the register, role by role."""

    permission = Permission.HOME
    template_name = "pages/help.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = {role.role for role in self.user.roles_held}
        return {**super().get_context_data(**kwargs), "held": held}


app_name = "pages"
urlpatterns = [
    path("", Start.as_view(), name="start"),
    *(
        path(
            page.address,
            Words.as_view(template_name=f"pages/{page.name}.html", title=page.title),
            name=page.name,
        )
        for page in (*ABOUT, *WORKING, *SERVICE)
        if page.name not in {"ask_for_removal", "ask_to_be_included", "training"}
    ),
    path("ask-for-removal/", AskForRemoval.as_view(), name="ask_for_removal"),
    path("ask-for-removal/sent/", RemovalAsked.as_view(), name="removal_asked"),
    path("ask-to-be-included/", AskToBeIncluded.as_view(), name="ask_to_be_included"),
    path("ask-to-be-included/sent/", InclusionAsked.as_view(), name="inclusion_asked"),
    path("training/", AskForPlace.as_view(), name="training"),
    path("training/sent/", PlaceAsked.as_view(), name="training_asked"),
    path("help/", Help.as_view(), name="help"),
]
