"""The same world as the access tests: one of everything, in a transaction that is undone."""

from tests.access.conftest import shared_world, world

__all__ = ["shared_world", "world"]
