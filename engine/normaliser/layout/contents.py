"""What lies in one process or subprocess, as a graph to be drawn."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from engine.diagram import names
from engine.diagram.model import is_bpmn, local
from engine.normaliser.layout.sizes import ARTIFACTS, EVENT, label_of, size_of

if TYPE_CHECKING:
    from engine.normaliser.layout.plan import Plan

Size = tuple[float, float]


@dataclass(eq=False)
class Item:
    """Something with a place in the grid: a flow node with what is attached to it."""

    element: "etree._Element"
    width: float
    height: float
    label: Size | None
    lane: int = 0
    inner: "Plan | None" = None
    hosted: "list[Item]" = field(default_factory=list)  #: boundary events
    notes: "list[Item]" = field(default_factory=list)  #: data and annotations drawn above it
    component: int = 0
    column: int = 0
    row: int = 0

    @property
    def ident(self) -> str:
        return self.element.get("id") or ""

    @property
    def is_gateway(self) -> bool:
        return local(self.element) in names.GATEWAYS

    @property
    def starts(self) -> bool:
        return local(self.element) == "startEvent"


@dataclass(eq=False)
class Link:
    """A sequence flow; `port` is the boundary event that it leaves from."""

    element: "etree._Element"
    source: Item
    target: Item
    port: Item | None
    label: Size | None
    back: bool = False

    @property
    def ident(self) -> str:
        return self.element.get("id") or ""


@dataclass(eq=False)
class Contents:
    """The graph of one scope."""

    items: list[Item] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    lanes: "list[etree._Element]" = field(default_factory=list)  #: those without lanes inside, from the top


def children(element: "etree._Element", *kinds: str) -> "Iterator[etree._Element]":
    """BPMN children, of these kinds if any are named."""
    for child in element:
        if isinstance(child.tag, str) and is_bpmn(child) and (not kinds or local(child) in kinds):
            yield child


def leaf_lanes(element: "etree._Element") -> "list[etree._Element]":
    """The lanes that hold no other lanes, from the top."""
    found: list[etree._Element] = []
    for lane_set in children(element, "laneSet", "childLaneSet"):
        for lane in children(lane_set, "lane"):
            found.extend(leaf_lanes(lane) or [lane])
    return found


def associations(scope: "etree._Element") -> "Iterator[tuple[etree._Element, str, str]]":
    """Associations and data associations of the scope with the ids at their ends."""
    for child in children(scope):
        if local(child) == "association":
            yield child, child.get("sourceRef") or "", child.get("targetRef") or ""
        for data in children(child, "dataInputAssociation", "dataOutputAssociation"):
            own = child.get("id") or ""
            if local(data) == "dataInputAssociation":
                for source in children(data, "sourceRef"):
                    yield data, (source.text or "").strip(), own
                    break
            else:
                for target in children(data, "targetRef"):
                    yield data, own, (target.text or "").strip()


def contents_of(scope: "etree._Element") -> Contents:
    """The graph of a process or subprocess; the insides of subprocesses are left to the caller."""
    contents = Contents(lanes=leaf_lanes(scope))
    lane_of = {
        (ref.text or "").strip(): place
        for place, lane in enumerate(contents.lanes)
        for ref in children(lane, "flowNodeRef")
    }
    known: dict[str, Item] = {}
    ports: dict[str, tuple[Item, Item]] = {}
    elements = [child for child in children(scope) if child.get("id")]
    for element in elements:
        if local(element) in names.FLOW_NODES and local(element) != "boundaryEvent":
            item = _item(element)
            item.lane = lane_of.get(item.ident, len(contents.lanes))
            known[item.ident] = item
            contents.items.append(item)
    for element in sorted(elements, key=lambda e: e.get("id") or ""):
        if local(element) == "boundaryEvent":
            _attach(element, known, ports, contents)
    _link(elements, known, ports, contents)
    _note(scope, elements, known, contents)
    return contents


def _item(element: "etree._Element") -> Item:
    width, height = size_of(element)
    return Item(element, width, height, label_of(element))


def _attach(
    element: "etree._Element",
    known: dict[str, Item],
    ports: dict[str, tuple[Item, Item]],
    contents: Contents,
) -> None:
    host = known.get(element.get("attachedToRef") or "")
    item = Item(element, EVENT, EVENT, label_of(element))
    if host is None:
        known[item.ident] = item
        contents.items.append(item)
        return
    host.hosted.append(item)
    ports[item.ident] = (host, item)


def _link(
    elements: "list[etree._Element]",
    known: dict[str, Item],
    ports: dict[str, tuple[Item, Item]],
    contents: Contents,
) -> None:
    for element in sorted(elements, key=lambda e: e.get("id") or ""):
        if local(element) != "sequenceFlow":
            continue
        source_id, target_id = element.get("sourceRef") or "", element.get("targetRef") or ""
        host, port = ports.get(source_id, (known.get(source_id), None))
        target = known.get(target_id) or ports.get(target_id, (None, None))[0]
        if host is not None and target is not None:
            contents.links.append(Link(element, host, target, port, label_of(element)))


def _note(
    scope: "etree._Element",
    elements: "list[etree._Element]",
    known: dict[str, Item],
    contents: Contents,
) -> None:
    """Data and annotations: above the first node that they are connected to, else among the nodes."""
    ends: dict[str, list[str]] = {}
    for _, source, target in associations(scope):
        ends.setdefault(source, []).append(target)
        ends.setdefault(target, []).append(source)
    flows = {link.ident: link.source for link in contents.links}
    ported = {port.ident: item for item in contents.items for port in item.hosted}
    for element in elements:
        if local(element) not in ARTIFACTS:
            continue
        item = _item(element)
        near = [
            known.get(end) or flows.get(end) or ported.get(end) for end in sorted(ends.get(item.ident, ()))
        ]
        holder = next((other for other in near if other is not None), None)
        if holder is not None:
            holder.notes.append(item)
        else:
            item.lane = len(contents.lanes)
            contents.items.append(item)
