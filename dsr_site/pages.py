"""Pages for the public: they say what the register is and how to say no."""

from django.urls import URLPattern

app_name = "pages"
urlpatterns: list[URLPattern] = []
