"""Which variables a file sets for sure, whatever people fill in and whatever messages bring."""

from engine.diagram.expressions import HOST_NAMES, bare, collection_of, expressions, mappings, own_elements
from engine.diagram.model import Diagram, Node
from engine.diagram.names import BPMN
from engine.diagram.variables import context_keys
from engine.feel import FeelSyntaxError, parse

_LEFT_TO_PEOPLE = frozenset(["userTask", "manualTask", "task"])


def surely_set(diagram: Diagram) -> frozenset[str]:
    """What scripts, results, loops and mappings set; of mappings only those with something to map."""
    sure = {key for found in expressions(diagram) if found.is_script for key in context_keys(found.text)}
    for item in diagram.xml.iter(f"{{{BPMN}}}inputDataItem"):
        sure |= {value for value in (item.get("name"), item.get("id")) if value}
    waiting: list[tuple[str, frozenset[str]]] = []
    for node in diagram.nodes:
        sure |= _by(node)
        waiting += _mapped(node)
    while ready := {target for target, reads in waiting if reads <= sure} - sure:
        sure |= ready
    return frozenset(sure)


def _by(node: Node) -> set[str]:
    """What a node sets by itself."""
    found = {box.get("item") for box in own_elements(node, "repeat")}
    if repeat := node.own("repeat"):
        found.add(collection_of(repeat)[1])
    if node.type not in _LEFT_TO_PEOPLE:
        found.add(node.own("result"))
    return {name for name in found if name}


def _mapped(node: Node) -> list[tuple[str, frozenset[str]]]:
    """Targets of a node's mappings, and what their sources read; a called process knows its own."""
    found = []
    for many in ("inputs", "outputs"):
        foreign = many == "outputs" and node.type == "callActivity"
        for entry in mappings(node, many):
            if target := entry.get("target"):
                found.append((target, frozenset() if foreign else _reads(entry.get("source") or "")))
    return found


def _reads(feel: str) -> frozenset[str]:
    try:
        return frozenset(parse(bare(feel), names=HOST_NAMES).references()) - HOST_NAMES
    except FeelSyntaxError:
        return frozenset([feel])  # what cannot be read sets nothing
