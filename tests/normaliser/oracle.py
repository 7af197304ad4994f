"""Compares a trace with the drawing that it came from, without the engine's own reading of it.

Everything is read from the original file. A node may complete no more often than what leads to it, a parallel
join no more often than the rarest of the flows into it, and what an exclusive gateway leads to not more often
than the gateway.
"""

from collections import Counter
from collections.abc import Iterable

from lxml import etree

_NODES = ("Event", "Gateway", "Task", "task", "Activity", "subProcess", "transaction", "SubProcess")
_ACTIVITY = ("Task", "task", "Activity", "subProcess", "transaction", "SubProcess")
_MANY = ("multiInstanceLoopCharacteristics", "standardLoopCharacteristics")


def local(xml: etree._Element) -> str:
    return etree.QName(xml).localname


class Drawing:
    """The original file, as a graph of ids."""

    def __init__(self, data: bytes) -> None:
        root = etree.fromstring(data, etree.XMLParser(remove_comments=True, remove_pis=True))
        elements = [e for e in root.iter("{*}*") if "BPMN/20100524/MODEL" in str(e.tag)]
        self.nodes = {e.get("id"): e for e in elements if e.get("id") and local(e).endswith(_NODES)}
        self.callable = {e.get("id") for e in elements if local(e).startswith("global")}
        self.flows = [
            (f.get("sourceRef"), f.get("targetRef")) for f in elements if local(f) == "sequenceFlow"
        ]
        self.before: dict[str, list[str]] = {}
        self.after: dict[str, list[str]] = {}
        for source, target in self.flows:
            if source in self.nodes and target in self.nodes:
                self.before.setdefault(target, []).append(source)
                self.after.setdefault(source, []).append(target)
        self._links()

    def _links(self) -> None:
        """A throwing link leads to the catching one of its name."""
        caught: dict[str, str] = {}
        thrown: list[tuple[str, str]] = []
        for ident, node in self.nodes.items():
            for link in node.findall("{*}linkEventDefinition"):
                name = link.get("name") or node.get("name") or ""
                if local(node) == "intermediateCatchEvent":
                    caught[name] = ident
                else:
                    thrown.append((name, ident))
        for name, ident in thrown:
            target = caught.get(name) or (next(iter(caught.values())) if len(caught) == 1 else None)
            if target:
                self.before.setdefault(target, []).append(ident)

    def repeated(self, ident: str) -> bool:
        """Whether the node may run more often than it is reached: a loop, or inside of one."""
        here: etree._Element | None = self.nodes[ident]
        while here is not None:
            if (
                any(here.find(f"{{*}}{name}") is not None for name in _MANY)
                or local(here) == "adHocSubProcess"
            ):
                return True
            here = here.getparent()
        return False

    def free(self, ident: str) -> bool:
        """Whether it may start without anything before it."""
        node = self.nodes[ident]
        return (
            ident not in self.before
            or local(node) in ("startEvent", "boundaryEvent")
            or node.get("isForCompensation") == "true"
        )


def differences(original: bytes, result: bytes, completed: Iterable[str]) -> list[str]:
    """What a trace does that the drawing does not let it; ids of the result alone are passed over."""
    drawing, new = Drawing(original), Drawing(result)
    inserted = new.nodes.keys() - drawing.nodes.keys()
    found: list[str] = []
    counts: Counter[str] = Counter()
    for ident in completed:
        # The inside of a global task is named after it.
        if ident in inserted or ident.removesuffix(".task") in drawing.callable:
            continue
        if ident not in drawing.nodes:
            found.append(f"{ident} is not in the drawing")
            continue
        counts[ident] += 1
        found += _too_often(drawing, counts, ident)
    found += _two_ways(drawing, counts)
    return list(dict.fromkeys(found))


def _too_often(drawing: Drawing, counts: Counter[str], ident: str) -> list[str]:
    node = drawing.nodes[ident]
    if local(node) == "boundaryEvent":
        return _edge(drawing, node)
    if drawing.free(ident) or drawing.repeated(ident):
        return []
    before = drawing.before[ident]
    if local(node) == "parallelGateway":
        rarest = min(counts[source] for source in before)
        return [f"{ident} joined without all of its flows"] if counts[ident] > rarest else []
    if counts[ident] > sum(counts[source] for source in before):
        return [f"{ident} ran without anything before it"]
    return []


def _edge(drawing: Drawing, node: etree._Element) -> list[str]:
    host = node.get("attachedToRef")
    return [] if host in drawing.nodes else [f"{node.get('id')} sits nowhere"]


def _two_ways(drawing: Drawing, counts: Counter[str]) -> list[str]:
    """An exclusive gateway leads one way each time."""
    found = []
    for ident, count in counts.items():
        if local(drawing.nodes[ident]) != "exclusiveGateway":
            continue
        only = [
            t for t in drawing.after.get(ident, []) if len(drawing.before[t]) == 1 and not drawing.repeated(t)
        ]
        if sum(counts[target] for target in only) > count:
            found.append(f"{ident} went several ways")
    return found
