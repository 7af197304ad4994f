"""What has happened, in the past tense. The history keeps each as an entry or as a step of one.

`element` is the id of a diagram's flow node, `name` its label. Values are FEEL values.
An event's kind in the history is its class name in kebab-case, its data all other fields.
"""

import re
from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache
from typing import ClassVar

_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened at one instant."""

    at: datetime
    element: str | None = None
    name: str | None = None
    personal: ClassVar[frozenset[str]] = frozenset()  #: fields whose text values may name people
    spare: ClassVar[frozenset[str]] = frozenset()  #: fields that are told only where they hold something
    steps: tuple["Event", ...] = ()  #: what followed of it in the same instant, where one entry tells it all

    @classmethod
    def kind(cls) -> str:
        """The event's kind as the history writes it, e.g. `element-completed`."""
        return _kind(cls.__name__)

    def data(self) -> dict[str, object]:
        """All fields but the instant, element, name, steps, and the spare ones that are empty."""
        names = _own.get(type(self))
        if names is None:
            names = tuple(f.name for f in fields(self) if f.name not in _COLUMNS)
            _own[type(self)] = names
        told = {name: getattr(self, name) for name in names}
        for name in self.spare:
            if not told[name]:
                del told[name]
        return told


_COLUMNS = ("at", "element", "name", "steps")
_own: dict[type[Event], tuple[str, ...]] = {}
"""The fields that are an event's data, by its class."""


@cache
def _kind(name: str) -> str:
    return _CAPITAL.sub("-", name).lower()
