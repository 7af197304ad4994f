"""How far a case has come, in a word or two, by the milestones of ISO 10002."""

from collections.abc import Mapping
from datetime import datetime

from engine.model.complaint import MILESTONES
from web.texts import _

_OPEN = {
    "received": "received",
    "acknowledged": "to be assessed",
    "assessed": "being looked into",
    "investigated": "being decided",
    "responded": "answer under way",
    "decided": "decided, to be finished",
    "reviewed": "reviewed, to be finished",
    "referred": "with a body outside",
    "cause-recorded": "being closed",
    "closed": "opened again",
}
"""What an open case waits for, by the furthest milestone; later lines are further."""

_ORDER = {name: number for number, name in enumerate(_OPEN)}
NAMES = {
    "received": "received",
    "acknowledged": "acknowledged",
    "assessed": "assessed",
    "investigated": "investigated",
    "responded": "answer agreed",
    "decided": "decision sent",
    "closed": "closed",
    "escalated": "escalated",
    "reviewed": "reviewed internally",
    "referred": "referred outside",
    "surveyed": "survey answered",
    "cause-recorded": "cause recorded",
    "updated": "progress told",
}
"""Milestones as people call them."""


def phase(milestones: Mapping[str, datetime]) -> str:
    """Where an open case is; a process with milestones of its own is shown by the latest of them."""
    known = [name for name in milestones if name in _OPEN]
    if known:
        return _(_OPEN[max(known, key=_ORDER.__getitem__)])
    own = max(milestones, key=lambda name: milestones[name], default="")
    return milestone_name(own) if own else _("open")


def milestone_name(name: str) -> str:
    """A milestone in words."""
    return _(NAMES.get(name, name.replace("-", " ").replace("_", " ")))


def in_order(milestones: Mapping[str, datetime]) -> list[tuple[str, datetime]]:
    """Milestones by time; those of one instant in the order of ISO 10002."""
    order = {name: number for number, name in enumerate(MILESTONES)}
    return sorted(milestones.items(), key=lambda pair: (pair[1], order.get(pair[0], len(order))))
