"""Data associations, read as assignments between variables."""

import re

from lxml.etree import _Element

from engine.spiff.parser.names import BPMN, local, text
from engine.spiff.parser.trouble import Unsupported
from engine.spiff.specs.extras import Assignment

_NAME = re.compile(r"[^\W\d][\w-]*")
_NAMED = ("dataObject", "dataObjectReference", "property")
_ASSOCIATIONS = ("dataInputAssociation", "dataOutputAssociation")


def associations(
    node: _Element, ids: dict[str, _Element]
) -> tuple[tuple[Assignment, ...], tuple[Assignment, ...]]:
    """What a node's data associations copy before and after its work. Raises Unsupported."""
    before, after = (_of(node, tag, ids) for tag in _ASSOCIATIONS)
    return before, after


def _of(node: _Element, tag: str, ids: dict[str, _Element]) -> tuple[Assignment, ...]:
    found: list[Assignment] = []
    for association in node.iterchildren(BPMN + tag):
        parts = [_assignment(part, ids) for part in association.iterchildren(f"{BPMN}assignment")]
        source, target = text(association, "sourceRef"), text(association, "targetRef")
        transformation = text(association, "transformation")
        if parts:
            found += parts
        elif target and transformation:
            found.append(Assignment(transformation, variable_of(target, ids)))
        elif target and source:
            found.append(Assignment(variable_of(source, ids), variable_of(target, ids), is_copy=True))
    return tuple(found)


def _assignment(part: _Element, ids: dict[str, _Element]) -> Assignment:
    source, target = text(part, "from"), text(part, "to")
    if not source or not target or not _NAME.fullmatch(target):
        raise Unsupported("data", "A data assignment must give an expression to one variable, named plainly.")
    return Assignment(source, variable_of(target, ids))


def variable_of(reference: str, ids: dict[str, _Element]) -> str:
    """The variable behind a data element: the name of the data object, else the id."""
    element = ids.get(reference)
    if element is not None:
        element = ids.get(element.get("dataObjectRef", ""), element)
    if element is None:
        return reference
    return (element.get("name") if local(element) in _NAMED else None) or element.get("id") or reference
