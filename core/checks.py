"""Checks that stop start-up; higher floors add their own."""
