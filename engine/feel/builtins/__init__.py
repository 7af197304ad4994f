"""The functions that every expression knows; importing the package registers them."""

from engine.feel.builtins import (
    aggregation,
    boolean,
    contexts,
    conversion,
    lists,
    numeric,
    ranges,
    sorting,
    strings,
    temporal,
)
from engine.feel.builtins.registry import BUILTINS

__all__ = [
    "BUILTINS",
    "aggregation",
    "boolean",
    "contexts",
    "conversion",
    "lists",
    "numeric",
    "ranges",
    "sorting",
    "strings",
    "temporal",
]
