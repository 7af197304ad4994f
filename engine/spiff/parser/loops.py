"""Loop characteristics of an activity."""

from copy import deepcopy
from typing import TYPE_CHECKING

from lxml.etree import Element, _Element
from SpiffWorkflow.bpmn.specs import defaults

from engine.spiff.parser.events import EventParser
from engine.spiff.parser.extras import repeat_of
from engine.spiff.parser.names import BPMN, child, is_true, local, text
from engine.spiff.parser.trouble import Unsupported
from engine.spiff.specs.definitions import (
    ErrorEventDefinition,
    EscalationEventDefinition,
    EventDefinition,
    MessageEventDefinition,
    SignalEventDefinition,
)
from engine.spiff.specs.loop import Loop

if TYPE_CHECKING:
    from engine.spiff.parser.process import ScopeParser


_THROWN = (
    MessageEventDefinition,
    SignalEventDefinition,
    EscalationEventDefinition,
    ErrorEventDefinition,
)


def loop_of(node: _Element, scope: "ScopeParser") -> Loop | None:
    """How often the activity runs; None: once. Raises Unsupported."""
    standard = child(node, "standardLoopCharacteristics")
    multiple = child(node, "multiInstanceLoopCharacteristics")
    if standard is not None:
        if multiple is not None:
            raise Unsupported("loop", "It is drawn both as a loop and as a multi-instance.")
        return _standard(standard)
    if multiple is not None or repeat_of(node) is not None:
        return _multiple(node, multiple, scope)
    return None


def _standard(loop: _Element) -> Loop:
    maximum, condition = loop.get("loopMaximum"), text(loop, "loopCondition")
    if maximum is not None and (not maximum.isdecimal() or int(maximum) < 1):
        raise Unsupported("loop", "The loop's maximum must be a whole number from 1.")
    if maximum is None and condition is None:
        raise Unsupported("loop", "The loop has neither a condition nor a maximum: it would never end.")
    return Loop(
        multiple=False,
        condition=condition,
        test_before=is_true(loop, "testBefore"),
        maximum=None if maximum is None else int(maximum),
    )


def _multiple(node: _Element, loop: _Element | None, scope: "ScopeParser") -> Loop:
    source = node if loop is None else loop
    cardinality, collection, item = text(source, "loopCardinality"), text(source, "loopDataInputRef"), None
    variable = None if collection is None else scope.data_variable(collection)
    repeat = repeat_of(source) or repeat_of(node)
    if repeat is not None:
        (collection, item), variable = repeat, None
    if (cardinality is None) == (collection is None):
        raise Unsupported(
            "multi-instance", "The multi-instance needs either a number of instances or a collection."
        )
    if cardinality is not None and cardinality.startswith("-") and cardinality[1:].isdigit():
        raise Unsupported("multi-instance", "The number of instances is negative.")
    return Loop(
        multiple=True,
        sequential=is_true(source, "isSequential"),
        condition=text(source, "completionCondition"),
        cardinality=cardinality,
        collection=collection,
        collection_variable=variable,
        item=item or _item(source, "inputDataItem"),
        output=_output(source, scope),
        output_item=_item(source, "outputDataItem"),
        behavior=source.get("behavior", "All"),
        throws=_throws(node, source, scope),
    )


def _output(loop: _Element, scope: "ScopeParser") -> str | None:
    reference = text(loop, "loopDataOutputRef")
    return None if reference is None else scope.data_variable(reference) or reference


def _item(loop: _Element, tag: str) -> str | None:
    element = child(loop, tag)
    return None if element is None else element.get("name") or element.get("id")


def _throws(
    node: _Element, loop: _Element, scope: "ScopeParser"
) -> tuple[tuple[str | None, EventDefinition], ...]:
    """Events that completed instances throw to the activity's boundary. Source: BPMN 2.0.2, table 10.31."""
    reader = EventParser(scope, defaults.IntermediateThrowEvent, node, scope.nsmap, lane=scope.lane)
    behavior = loop.get("behavior", "All")
    if behavior not in ("None", "One", "All", "Complex"):
        raise Unsupported("multi-instance", f"Instances cannot behave as “{behavior}” when they complete.")
    if behavior == "Complex":
        found = []
        for part in loop.iterchildren(f"{BPMN}complexBehaviorDefinition"):
            event = child(part, "event")
            if event is not None:
                found += [(text(part, "condition"), d) for d in reader.definitions(event)]
        return _throwable(found)
    attribute = {"None": "noneBehaviorEventRef", "One": "oneBehaviorEventRef"}.get(behavior)
    reference = loop.get(attribute) if attribute else None
    if not reference:
        return ()
    for candidate in scope.document_root.iter(f"{BPMN}*"):
        if candidate.get("id") == reference and local(candidate).endswith("EventDefinition"):
            box = Element("box")
            box.append(deepcopy(candidate))
            return _throwable([(None, definition) for definition in reader.definitions(box)])
    raise Unsupported("reference", f"The event “{reference}” of the multi-instance is not in the file.")


def _throwable(
    found: list[tuple[str | None, EventDefinition]],
) -> tuple[tuple[str | None, EventDefinition], ...]:
    """The same, if a completed instance can throw them. Raises Unsupported."""
    if not all(isinstance(definition, _THROWN) for _, definition in found):
        message = "A completed instance can throw a message, a signal, an escalation or an error only."
        raise Unsupported("multi-instance", message)
    return tuple(found)
