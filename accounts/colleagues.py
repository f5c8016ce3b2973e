"""Colleagues as they are picked: name, job and organisation, so that no two look the same."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.forms.models import ModelChoiceIterator, ModelChoiceIteratorValue

from accounts.models import User
from core import nhsuk


def told_apart(users: Iterable[User]) -> dict[UUID, str]:
    """Return each colleague as `User.described`, in the order given, no two in the same words.

    Those who would still look the same have their work email address too. It is shown to
    colleagues who choose between them and to no one else.
    """
    words = {user: user.described for user in users}
    seen = Counter(said.casefold() for said in words.values())
    return {
        user.pk: f"{said} ({user.email})" if seen[said.casefold()] > 1 else said
        for user, said in words.items()
    }


def choices_of(users: Iterable[User]) -> list[tuple[str, str]]:
    """Return colleagues as the choices of a field that takes their ids."""
    return [(str(pk), words) for pk, words in told_apart(users).items()]


def names_of(user_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the colleagues with these ids as a list of them shows them."""
    return told_apart(User.objects.filter(pk__in=user_ids).select_related("organisation"))


class _ToldApart(ModelChoiceIterator):  # type: ignore[type-arg]
    """The colleagues that a field offers, each in words of their own."""

    def __iter__(self) -> Iterator[tuple[Any, str]]:
        """Yield the empty choice where there is one, then every colleague."""
        if self.field.empty_label is not None:
            yield ("", str(self.field.empty_label))
        users = {user.pk: user for user in self.queryset.select_related("organisation")}
        for pk, words in told_apart(users.values()).items():
            left = "" if users[pk].is_active else " (account closed)"
            value = ModelChoiceIteratorValue(self.field.prepare_value(users[pk]), users[pk])
            yield value, f"{words}{left}"


class ColleagueSelect(nhsuk.ModelSelect):
    """One colleague, told apart from every other that the list offers."""

    iterator = _ToldApart


class ColleagueCheckboxes(nhsuk.ModelCheckboxes):
    """Any of several colleagues, told apart from each other."""

    iterator = _ToldApart
