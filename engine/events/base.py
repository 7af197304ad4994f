"""What has happened, in the past tense. The history keeps each as one entry.

`element` is the id of a diagram's flow node, `name` its label. Values are FEEL values.
An event's kind in the history is its class name in kebab-case, its data all other fields.
"""

import re
from dataclasses import dataclass, fields
from datetime import datetime
from typing import ClassVar

_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened at one instant."""

    at: datetime
    element: str | None = None
    name: str | None = None
    personal: ClassVar[frozenset[str]] = frozenset()  #: fields whose text values may name people

    @classmethod
    def kind(cls) -> str:
        """The event's kind as the history writes it, e.g. `element-completed`."""
        return _CAPITAL.sub("-", cls.__name__).lower()

    def data(self) -> dict[str, object]:
        """All fields but the instant, element and name."""
        return {
            f.name: getattr(self, f.name) for f in fields(self) if f.name not in ("at", "element", "name")
        }
