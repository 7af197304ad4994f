"""Data associations, read as assignments between variables."""

import re
from collections.abc import Iterator

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
        parts = [a for part in association.iterchildren(f"{BPMN}assignment") for a in _assigned(part, ids)]
        source, target = text(association, "sourceRef"), text(association, "targetRef")
        transformation = text(association, "transformation")
        if parts:
            found += parts
        elif target and transformation:
            found += [Assignment(transformation, name) for name in names_of(target, ids)]
        elif target and source:
            found += [
                Assignment(given, name, is_copy=True)
                for given in reversed(names_of(source, ids))
                for name in names_of(target, ids)
            ]
    return tuple(found)


def _assigned(part: _Element, ids: dict[str, _Element]) -> list[Assignment]:
    source, target = text(part, "from"), text(part, "to")
    if not source or not target or not _NAME.fullmatch(target):
        raise Unsupported("data", "A data assignment must give an expression to one variable, named plainly.")
    return [Assignment(source, name) for name in names_of(target, ids)]


def own_inputs(node: _Element) -> frozenset[str]:
    """Variables of the data inputs that an activity declares for itself."""
    inputs = node.iterfind(f"{BPMN}ioSpecification/{BPMN}dataInput")
    return frozenset(name for element in inputs for name in _own_names(element))


def names_of(reference: str, ids: dict[str, _Element]) -> tuple[str, ...]:
    """The variables behind a data element, the first before the others.

    A data object is drawn by references, and an input or output is told apart by its id: where a name stands
    beside that only, both are variables.
    """
    found, drawn = variable_of(reference, ids), ids.get(reference)
    name = None if drawn is None else drawn.get("name")
    return (
        (found,)
        if not name or name == found or not _NAME.fullmatch(name) or _is_named(drawn, ids)
        else (found, name)
    )


def _own_names(element: _Element) -> Iterator[str]:
    for name in (element.get("id"), element.get("name")):
        if name and _NAME.fullmatch(name):
            yield name


def _is_named(drawn: _Element | None, ids: dict[str, _Element]) -> bool:
    """Whether it refers to a data object with a name of its own; the reference then only says its state."""
    if drawn is None or local(drawn) != "dataObjectReference":
        return False
    element = ids.get(drawn.get("dataObjectRef", ""))
    return element is not None and bool(element.get("name"))


def variable_of(reference: str, ids: dict[str, _Element]) -> str:
    """The variable behind a data element: the name of the data object, else the id."""
    element = ids.get(reference)
    if element is not None:
        element = ids.get(element.get("dataObjectRef", ""), element)
    if element is None:
        return reference
    return (element.get("name") if local(element) in _NAMED else None) or element.get("id") or reference
