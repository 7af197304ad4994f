"""Parts of a diagram that its drawing lacks, put beside those that it has."""

from lxml import etree

from engine.diagram import names
from engine.diagram.model import local
from engine.normaliser.layout.contents import associations, children
from engine.normaliser.layout.drawn import Drawn, planes
from engine.normaliser.layout.geometry import Box, around
from engine.normaliser.layout.joining import draw_lines
from engine.normaliser.layout.plan import PADDING, TITLE, Plan, plan_of
from engine.normaliser.layout.pools import BETWEEN, HEADER
from engine.normaliser.layout.sizes import ARTIFACTS, EVENT, label_of, size_of
from engine.normaliser.layout.whole import lay_out
from engine.normaliser.layout.writing import marks_of

STEP = 50.0
TRIES = 200
_NODES = names.FLOW_NODES | ARTIFACTS


def lay_out_missing(definitions: "etree._Element") -> list[str]:
    """Draw the nodes and lines that have no place in the drawing; answers the ids of those drawn now.

    What is drawn already stays where it is; only pools, lanes and subprocesses grow around what is new. What
    a collapsed subprocess holds stays undrawn.
    """
    before = _drawn_ids(definitions)
    if not before:
        lay_out(definitions)
    else:
        drawn = Drawn(definitions, planes(definitions)[0])
        elsewhere = before - drawn.shapes.keys() - drawn.edges.keys()
        _Completion(definitions, drawn, elsewhere).complete()
    return sorted(_drawn_ids(definitions) - before)


def _drawn_ids(definitions: "etree._Element") -> set[str]:
    shown = definitions.iter(f"{{{names.DI}}}BPMNShape", f"{{{names.DI}}}BPMNEdge")
    return {(shape.get("bpmnElement") or "").rpartition(":")[2] for shape in shown}


class _Completion:
    """One plane on its way to being complete."""

    def __init__(self, definitions: "etree._Element", drawn: Drawn, elsewhere: set[str]) -> None:
        self.definitions = definitions
        self.drawn = drawn
        self.elsewhere = elsewhere
        self.pools = {
            (pool.get("processRef") or "").rpartition(":")[2]: pool.get("id") or ""
            for collaboration in children(definitions, "collaboration")
            for pool in children(collaboration, "participant")
        }

    def complete(self) -> None:
        """Draw what is missing, from the outside inwards, lines last."""
        for process in children(self.definitions, "process"):
            self._scope(process)
        for pool in self.pools.values():
            if pool and pool not in self.drawn.shapes and pool not in self.elsewhere:
                self.drawn.put(pool, self._below(300, 60), isHorizontal="true")
        draw_lines(self.definitions, self.drawn, self.elsewhere)

    def _scope(self, scope: "etree._Element") -> None:
        nodes = [c for c in children(scope, *_NODES) if c.get("id") and c.get("id") not in self.elsewhere]
        for node in nodes:
            self._around_its_own(node)
        there = [node for node in nodes if node.get("id") in self.drawn.shapes]
        if nodes and not there:
            self._whole(scope)
            return
        waiting = [node for node in nodes if node.get("id") not in self.drawn.shapes]
        # what is connected to something drawn comes first, so that chains grow from there
        while waiting:
            hosts = [node for node in waiting if local(node) != "boundaryEvent"] or waiting
            chosen = next((node for node in hosts if self._partner(scope, node)[0]), hosts[0])
            waiting.remove(chosen)
            self._one(scope, chosen)
        for node in nodes:
            shape = self.drawn.shapes.get(node.get("id") or "")
            if local(node) in names.SUBPROCESSES and shape is not None and shape.get("isExpanded") == "true":
                self._scope(node)

    # ---- whole scopes

    def _whole(self, scope: "etree._Element") -> None:
        """A scope of which nothing is drawn yet: inside its subprocess or pool, else below everything."""
        plan = plan_of(scope)
        ident = scope.get("id") or ""
        if local(scope) == "process":
            holder, left, top = self.pools.get(ident, ""), HEADER, 0.0
        else:
            holder, left, top = ident, PADDING, TITLE
        box = self.drawn.box(holder)
        wanted = (plan.width + left + PADDING, plan.height + top + (PADDING if top else 0))
        if box is None:
            box = self._below(*wanted)
        elif box.width < wanted[0] or box.height < wanted[1]:
            box = Box(box.x, box.y, max(box.width, wanted[0]), max(box.height, wanted[1]))
        if holder:
            if holder in self.drawn.shapes:
                self.drawn.put(holder, box)
            else:
                self.drawn.put(holder, box, isHorizontal="true")
            self._grow(scope, box)
        moved = Plan()
        moved.take_in(plan, box.x + left, box.y + top)
        self._write(moved)

    def _write(self, plan: Plan) -> None:
        elements = {e.get("id"): e for e in self.definitions.iter(f"{{{names.BPMN}}}*") if e.get("id")}
        for ident, box in plan.boxes.items():
            extra = marks_of(elements[ident], ident in plan.expanded)
            self.drawn.put(ident, box, plan.labels.get(ident), **extra)
        for ident, line in plan.lines.items():
            self.drawn.draw(ident, line, plan.labels.get(ident))

    def _below(self, width: float, height: float) -> Box:
        """A place under all that is drawn."""
        whole = around(list(self.drawn.boxes().values())) or Box(100, 100, 0, 0)
        return Box(whole.x, whole.bottom + BETWEEN, width, height)

    # ---- single nodes

    def _around_its_own(self, node: "etree._Element") -> None:
        """A node whose contents or boundary events are drawn already belongs where they are."""
        ident = node.get("id") or ""
        if ident in self.drawn.shapes:
            return
        boxes = self.drawn.boxes()
        inner = around([boxes[own] for e in node.iter("*") if (own := e.get("id") or "") in boxes])
        events = [
            boxes[event.get("id") or ""].middle
            for event in self.definitions.iter(f"{{{names.BPMN}}}boundaryEvent")
            if event.get("attachedToRef") == ident and event.get("id") in boxes
        ]
        width, height = size_of(node)
        if inner is not None:
            box = _around_inner(inner, [e.y for e in events])
        elif events:
            low, high = min(e.y for e in events), max(e.y for e in events)
            first, last = min(e.x for e in events), max(e.x for e in events)
            height = high - low or height
            width = max(width, last - first + EVENT)
            box = Box((first + last - width) / 2, high - height, width, height)
        else:
            return
        self.drawn.put(ident, box, None, **marks_of(node, inner is not None))
        self._grow(node, box)

    def _partner(self, scope: "etree._Element", node: "etree._Element") -> tuple[Box | None, bool]:
        """What is drawn already and leads to the node (True), or follows it; None if nothing does."""
        ident = node.get("id")
        if local(node) == "boundaryEvent" and (host := self.drawn.box(node.get("attachedToRef"))) is not None:
            return host, True
        ends = [(flow.get("sourceRef"), flow.get("targetRef")) for flow in children(scope, "sequenceFlow")]
        ends += [(source, target) for _, source, target in associations(scope)]
        for source, target in ends:
            if target == ident and (box := self.drawn.box(source)) is not None:
                return box, True
        for source, target in ends:
            if source == ident and (box := self.drawn.box(target)) is not None:
                return box, False
        return None, True

    def _one(self, scope: "etree._Element", node: "etree._Element") -> None:
        ident = node.get("id") or ""
        width, height = size_of(node)
        partner, before = self._partner(scope, node)
        if local(node) == "boundaryEvent" and partner is not None:
            box = self._on_border(node, partner)
        else:
            box = self._free(self._wish(node, partner, before, width, height), scope)
        size = label_of(node)
        label = None if size is None else Box(box.middle.x - size[0] / 2, box.bottom + 6, *size)
        self.drawn.put(ident, box, label, **marks_of(node, False))
        self._grow(node, box)

    def _wish(
        self, node: "etree._Element", partner: Box | None, before: bool, width: float, height: float
    ) -> Box:
        if partner is None:
            return self._below(width, height)
        if local(node) in ARTIFACTS:
            return Box(partner.middle.x - width / 2, partner.y - height - STEP, width, height)
        x = partner.right + STEP if before else partner.x - STEP - width
        return Box(x, partner.middle.y - height / 2, width, height)

    def _free(self, box: Box, scope: "etree._Element") -> Box:
        """The box, or the nearest place under it that no other node of the scope takes."""
        others = [
            other
            for child in children(scope, *_NODES)
            if local(child) != "boundaryEvent" and (other := self.drawn.box(child.get("id"))) is not None
        ]
        for _ in range(TRIES):
            hit = next((other for other in others if box.overlaps(other, 10)), None)
            if hit is None:
                break
            box = Box(box.x, hit.bottom + 20, box.width, box.height)
        return box

    def _on_border(self, node: "etree._Element", host: Box) -> Box:
        """A place on the host's border beside the events that are there."""
        taken = [
            box
            for other in self.definitions.iter(f"{{{names.BPMN}}}boundaryEvent")
            if other.get("attachedToRef") == node.get("attachedToRef")
            and (box := self.drawn.box(other.get("id"))) is not None
        ]
        places = [Box(x, host.bottom - EVENT / 2, EVENT, EVENT) for x in _steps(host)]
        places += [Box(x, host.y - EVENT / 2, EVENT, EVENT) for x in _steps(host)]
        return next((p for p in places if not any(p.overlaps(other) for other in taken)), places[0])

    def _grow(self, node: "etree._Element", box: Box) -> None:
        """Make everything around the node big enough for it."""
        ident = node.get("id")
        holders = [
            lane.get("id") or ""
            for lane in self.definitions.iter(f"{{{names.BPMN}}}lane")
            if any((ref.text or "").strip() == ident for ref in children(lane, "flowNodeRef"))
        ]
        parent = node.getparent()
        while parent is not None and local(parent) != "definitions":
            holders.append(self.pools.get(parent.get("id") or "", parent.get("id") or ""))
            parent = parent.getparent()
        room = Box(box.x - PADDING, box.y - PADDING, box.width + 2 * PADDING, box.height + 2 * PADDING)
        for holder in holders:
            there = self.drawn.box(holder)
            if there is not None:
                room = there.around(room)
                self.drawn.put(holder, room)


def _around_inner(inner: Box, levels: list[float]) -> Box:
    """A subprocess around what it holds, its border through the events that are attached to it."""
    x, right = inner.x - PADDING, inner.right + PADDING
    y = min([level for level in levels if level <= inner.y] or [inner.y - TITLE])
    bottom = max([level for level in levels if level >= inner.bottom] or [inner.bottom + PADDING])
    return Box(x, y, right - x, bottom - y)


def _steps(host: Box) -> list[float]:
    count = max(1, int(host.width // 45))
    return [host.right - EVENT * 1.25 * (place + 1) + EVENT * 0.25 - 5 for place in range(count)]
