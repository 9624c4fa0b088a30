"""A value of an object that is made when it is first asked for: `functools.cached_property` without its lock.

That lock (in Python 3.11) costs more than most of these values, and one thread alone reads a mail.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

_Value = TypeVar("_Value")


class lazy(Generic[_Value]):  # noqa: N801 - used like `property`
    """Decorates a method without arguments; its result takes its place in the object."""

    def __init__(self, make: Callable[[Any], _Value]) -> None:
        self._make = make
        self._name = make.__name__
        self.__doc__ = make.__doc__

    def __get__(self, owner: Any, _: type | None = None) -> _Value:
        value = owner.__dict__[self._name] = self._make(owner)
        return value
