"""Wiring of `dsr_site.demo`, done once at start-up."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Names the app and wires it."""

    name = "dsr_site.demo"
    label = "demo"
