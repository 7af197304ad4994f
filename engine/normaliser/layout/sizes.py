"""How big things are drawn, as the common modelers do."""

import math

from lxml import etree

from engine.diagram import names
from engine.diagram.model import local

EVENT = 36.0
LABEL_WIDTH = 90.0
LINE_HEIGHT = 14.0
CHARACTER_WIDTH = 6.8

_SIZES = {
    "dataObjectReference": (36.0, 50.0),
    "dataStoreReference": (50.0, 50.0),
    "dataInput": (36.0, 50.0),
    "dataOutput": (36.0, 50.0),
}
ARTIFACTS = frozenset([*_SIZES, "textAnnotation"])


def size_of(element: "etree._Element") -> tuple[float, float]:
    """Width and height of an element that holds nothing."""
    kind = local(element)
    if kind in names.EVENTS:
        return EVENT, EVENT
    if kind in names.GATEWAYS:
        return 50.0, 50.0
    if kind == "textAnnotation":
        lines = math.ceil(len("".join(element.itertext()).strip()) * CHARACTER_WIDTH / 90) or 1
        return 100.0, max(30.0, min(lines, 12) * LINE_HEIGHT + 8)
    return _SIZES.get(kind, (100.0, 80.0))


def label_of(element: "etree._Element") -> tuple[float, float] | None:
    """Width and height of the label beside an element; None where it has none or carries it inside."""
    kind = local(element)
    beside = kind in names.EVENTS | names.GATEWAYS | {"sequenceFlow", "messageFlow"} or kind in _SIZES
    text = " ".join((element.get("name") or "").split())
    if not beside or not text:
        return None
    longest = max(len(word) for word in text.split())
    width = min(LABEL_WIDTH, max(longest, min(len(text), 13)) * CHARACTER_WIDTH + 8)
    length = len(text) * CHARACTER_WIDTH
    lines = math.ceil(length * 1.15 / width) if length + 8 > width else 1
    return round(width), min(lines, 6) * LINE_HEIGHT
