"""Every place of a diagram where FEEL is written, and what it sees there."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from engine.calendars.host import FUNCTIONS
from engine.diagram.model import Diagram, Element, Flow, Node
from engine.diagram.names import BPMN, QUERELA, words
from engine.diagram.timers import is_iso

HOST_NAMES = frozenset({*FUNCTIONS, "complaint", "received at", "recorded at", "has address"})
"""Functions and facts that the engine lends to expressions of a case."""

COUNTERS = frozenset(
    "loopCounter numberOfInstances numberOfActiveInstances numberOfCompletedInstances "
    "numberOfTerminatedInstances".split()
)

_PLAIN_NAMES = re.compile(r"[^\W\d][\w.@+-]*(?: +[\w.@+-]+)*(?:\s*,\s*[^\W\d][\w.@+-]*(?: +[\w.@+-]+)*)*")
_LOOPS = ("multiInstanceLoopCharacteristics", "standardLoopCharacteristics")


@dataclass(frozen=True, eq=False)
class Expression:
    """One FEEL text, where it stands, and what it is for."""

    at: Element  #: what a finding about it points at
    what: str  #: as a sentence names it: “the condition of …”
    text: str  #: without blanks around it and without a leading `=`
    line: int | None  #: of its first character
    names: frozenset[str] = frozenset()  #: in scope here beside the variables
    open: bool = False  #: it also sees the values of a message, which nothing declares
    is_script: bool = False
    role: str = ""  #: what is made of its value: condition, timer, due, collection, count, context, output


@lru_cache(maxsize=2)
def expressions(diagram: Diagram) -> tuple[Expression, ...]:
    """All FEEL texts of a diagram, in its order."""
    found: list[Expression] = []
    for flow in diagram.flows:
        found += _of_flow(flow)
    for node in diagram.nodes:
        if len(node.xml) or node.is_extended:
            found += _of_events(node)
            found += _of_loops(node)
            found += _of_work(node)
            found += _of_attributes(node)
            found += _of_mappings(node)
    return tuple(found)


def bare(text: str) -> str:
    """The expression without blanks and without the leading `=` of some modelers."""
    text = text.strip()
    return text[1:].lstrip() if text.startswith("=") else text


def expression(
    at: Element,
    what: str,
    xml: "etree._Element | None",
    names: frozenset[str] = frozenset(),
    *,
    role: str = "condition",
) -> Iterator[Expression]:
    """The expression that an element holds as its text, if it holds one."""
    raw = "" if xml is None else "".join(xml.itertext())
    if xml is None or not raw.strip():
        return
    line = None
    if xml.sourceline is not None:
        line = xml.sourceline + raw[: len(raw) - len(raw.lstrip())].count("\n")
    yield Expression(at, what, bare(raw), line, names, is_script=role == "context", role=role)


def _of_flow(flow: Flow) -> Iterator[Expression]:
    ends = f"from {flow.source} to {flow.target}" if flow.source and flow.target else str(flow)
    yield from expression(flow, f"the condition of the flow {ends}", flow.condition)


def _of_events(node: Node) -> Iterator[Expression]:
    for event in node.events:
        if event.kind == "conditional":
            what = f"the condition of the event {node}"
            yield from expression(node, what, next(iter(event.children("condition")), None))
        if event.kind == "timer":
            for part in event.xml:
                raw = "".join(part.itertext()).strip()
                if raw and not is_iso(raw):
                    yield from expression(node, f"the timer of {node}", part, role="timer")


def _of_loops(node: Node) -> Iterator[Expression]:
    for name in _LOOPS:
        for loop in node.children(name):
            for part in ("loopCardinality", "completionCondition", "loopCondition"):
                role = "count" if part == "loopCardinality" else "condition"
                for xml in loop.findall(f"{{{BPMN}}}{part}"):
                    yield from expression(node, f"the {words(part)} of {node}", xml, COUNTERS, role=role)
    repeat = node.own("repeat")
    if repeat:
        yield _attribute(node, "repeat", collection_of(repeat)[0], "collection")
    for element in own_elements(node, "repeat"):
        if collection := element.get("collection"):
            what = f"the repetition of {node}"
            yield Expression(node, what, bare(collection), element.sourceline, role="collection")


def _of_work(node: Node) -> Iterator[Expression]:
    if node.type == "scriptTask":
        script = next(iter(node.children("script")), None)
        yield from expression(node, f"the script of {node}", script, role="context")
    if node.type == "adHocSubProcess":
        done = next(iter(node.children("completionCondition")), None)
        yield from expression(node, f"the completion condition of {node}", done)
    if node.type == "complexGateway":
        active = next(iter(node.children("activationCondition")), None)
        names = frozenset({"activationCount"})
        yield from expression(node, f"the activation condition of {node}", active, names)
    for name in ("dataInputAssociation", "dataOutputAssociation"):
        for association in node.children(name):
            for source in association.iterfind(f"{{{BPMN}}}assignment/{{{BPMN}}}from"):
                yield from expression(node, f"a data assignment of {node}", source, role="value")


def _of_attributes(node: Node) -> Iterator[Expression]:
    for name in ("assignee", "candidateGroups", "to"):
        text = node.own(name)
        if text and not is_plain_names(text):
            yield _attribute(node, name, text)
    due = node.own("due")
    if due and not is_iso(due):
        yield _attribute(node, "due", due, "due")
    for name in ("priority", "key"):
        if text := node.own(name):
            yield _attribute(node, name, text)


def _of_mappings(node: Node) -> Iterator[Expression]:
    open_here = "message" in node.kinds or node.type in ("receiveTask", "callActivity")
    for many, one in (("inputs", "input"), ("outputs", "output")):
        sees_more = open_here and many == "outputs"
        if context := node.own(many):
            what = f"the {many} of {node}"
            yield Expression(node, what, bare(context), node.line, open=sees_more, is_script=True, role=one)
        for entry in mappings(node, many):
            if source := entry.get("source"):
                what = f"an {one} of {node}"
                yield Expression(node, what, bare(source), entry.sourceline, open=sees_more, role=one)


def _attribute(node: Node, name: str, text: str, role: str = "") -> Expression:
    return Expression(node, f"querela:{name} of {node}", bare(text), node.line, role=role)


def is_plain_names(text: str) -> bool:
    """Whether an attribute holds names between commas rather than an expression."""
    return _PLAIN_NAMES.fullmatch(text.strip()) is not None


def collection_of(repeat: str) -> tuple[str, str | None]:
    """Collection and item variable of `querela:repeat`: `item in collection` or `collection, item`."""
    item, word, collection = repeat.partition(" in ")
    if word and item.strip().isidentifier():
        return collection.strip(), item.strip()
    before, comma, after = repeat.rpartition(",")
    if comma and after.strip().isidentifier():
        return before.strip(), after.strip()
    return repeat, None


def own_elements(node: Node, name: str) -> "Iterable[etree._Element]":
    """Elements of the engine's namespace among the node's extensions."""
    return node.xml.iterfind(f"{{{BPMN}}}extensionElements/{{{QUERELA}}}{name}")


def mappings(node: Node, many: str) -> "Iterator[etree._Element]":
    """The single mappings of `querela:inputs` or `querela:outputs`."""
    for box in own_elements(node, many):
        yield from box.iterfind(f"{{{QUERELA}}}{many.removesuffix('s')}")
