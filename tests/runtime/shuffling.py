"""A diagram with its elements in another order of the file; what it says stays the same."""

from random import Random

from lxml import etree

from tests.runtime.drawing import BPMN

_SCOPES = ("process", "subProcess", "transaction", "adHocSubProcess")
_SHUFFLED = f"{{{BPMN}}}"


def shuffled(diagram: bytes, seed: int) -> bytes:
    """The same diagram: each node lists its flows, then everything in every scope changes its place."""
    root = etree.fromstring(diagram)
    _list_flows(root)
    random = Random(seed)
    _shuffle(root, random)
    for scope in list(root.iter(*(f"{_SHUFFLED}{name}" for name in _SCOPES))):
        _shuffle(scope, random)
    return etree.tostring(root)


def _list_flows(root: etree._Element) -> None:
    nodes = {node.get("id"): node for node in root.iter() if node.get("id")}
    places: dict[str | None, int] = {}
    for flow in root.iter(f"{_SHUFFLED}sequenceFlow"):
        source = flow.get("sourceRef")
        node = nodes.get(source)
        if node is None or (node.find(f"{_SHUFFLED}outgoing") is not None and source not in places):
            continue
        listed = etree.Element(f"{_SHUFFLED}outgoing")
        listed.text = flow.get("id")
        places[source] = places.get(source, int(node.find(f"{_SHUFFLED}extensionElements") is not None)) + 1
        node.insert(places[source] - 1, listed)


def _shuffle(scope: etree._Element, random: Random) -> None:
    """Change the places of what can stand anywhere; a scope's own attributes stay in front."""
    moving = [part for part in scope if part.get("id")]
    order = list(range(len(moving)))
    random.shuffle(order)
    marks = [etree.Element("mark") for _ in moving]
    for part, mark in zip(moving, marks, strict=True):
        scope.replace(part, mark)
    for place, mark in zip(order, marks, strict=True):
        scope.replace(mark, moving[place])
