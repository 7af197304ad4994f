"""Mutants of a diagram: each breaks one thing, as a slip of the hand or a tool gone wrong would."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from random import Random

from lxml import etree

from engine.diagram.names import ACTIVITIES, BPMN, DI, EVENT_DEFINITIONS, FLOW_NODES, QUERELA

Xml = etree._Element

_B = f"{{{BPMN}}}"
_Q = f"{{{QUERELA}}}"
_SWAPPED = ("exclusiveGateway", "parallelGateway", "inclusiveGateway")
_KINDS = ("message", "timer", "signal", "conditional", "error", "escalation")


@dataclass(frozen=True)
class Mutant:
    """A broken diagram."""

    kind: str
    what: str  #: the element it was done to
    near: frozenset[str]  #: elements whose run it may change
    data: bytes


class Copy:
    """A diagram to break, with what is asked of it again and again."""

    def __init__(self, root: Xml) -> None:
        self.root = deepcopy(root)
        self.by_id = {xml.get("id", ""): xml for xml in self.root.iter(f"{_B}*")}

    def remove(self, xml: Xml) -> None:
        """Take an element out, and its shape or line with it."""
        parent = xml.getparent()
        assert parent is not None
        parent.remove(xml)
        gone = {one.get("id") for one in xml.iter(f"{_B}*")} - {None}
        for drawn in list(self.root.iter(f"{{{DI}}}BPMNShape", f"{{{DI}}}BPMNEdge")):
            if drawn.get("bpmnElement") in gone:
                above = drawn.getparent()
                assert above is not None
                above.remove(drawn)
        for reference in list(self.root.iter(f"{_B}incoming", f"{_B}outgoing", f"{_B}flowNodeRef")):
            if reference.text in gone:
                above = reference.getparent()
                assert above is not None
                above.remove(reference)

    def remove_node(self, node: Xml) -> None:
        """Take a node out with its flows and the boundary events that sit on it."""
        for sitting in list(self.root.iter(f"{_B}boundaryEvent")):
            if sitting.get("attachedToRef") == node.get("id"):
                self.remove_node(sitting)
        for flow in [*self.into(node), *self.out_of(node)]:
            if flow.getparent() is not None:
                self.remove(flow)
        self.remove(node)

    def out_of(self, node: Xml) -> list[Xml]:
        return [
            flow for flow in self.root.iter(f"{_B}sequenceFlow") if flow.get("sourceRef") == node.get("id")
        ]

    def into(self, node: Xml) -> list[Xml]:
        return [
            flow for flow in self.root.iter(f"{_B}sequenceFlow") if flow.get("targetRef") == node.get("id")
        ]

    def lead(self, flow: Xml, end: str, node: Xml) -> None:
        """Lead one end of a flow to another node, as a modeler does."""
        word = "incoming" if end == "targetRef" else "outgoing"
        for reference in list(self.root.iter(f"{_B}{word}")):
            if reference.text == flow.get("id"):
                above = reference.getparent()
                assert above is not None
                above.remove(reference)
        flow.set(end, node.get("id", ""))
        reference = etree.Element(f"{_B}{word}")
        reference.text = flow.get("id")
        extension = node.find(f"{_B}extensionElements")
        node.insert(0 if extension is None else 1, reference)

    def bytes(self) -> bytes:
        return etree.tostring(self.root, xml_declaration=True, encoding="UTF-8")


Change = Callable[[Copy, Xml], None]
Place = tuple[str, Xml, Change]
"""A kind of slip, the element it is done to, and how."""


def mutants(data: bytes, of_each_kind: int) -> Iterator[Mutant]:
    """So many mutants of each kind, by kind; where there are more, always the same ones, drawn by chance."""
    root = etree.fromstring(data)
    kinds: dict[str, list[Place]] = defaultdict(list)
    for place in _places(root):
        kinds[place[0]].append(place)
    for kind in sorted(kinds):
        for place in Random(kind).sample(kinds[kind], min(of_each_kind, len(kinds[kind]))):
            yield _mutant(root, place)


def _mutant(root: Xml, place: Place) -> Mutant:
    kind, xml, change = place
    copy = Copy(root)
    path = root.getroottree().getelementpath(xml)
    target = copy.root.find(path) if path != "." else copy.root
    assert target is not None
    near = _near(root, xml)
    change(copy, target)
    return Mutant(kind, _name(xml), near, copy.bytes())


def _name(xml: Xml) -> str:
    holder = next((one for one in (xml, *xml.iterancestors()) if one.get("id")), xml)
    return holder.get("id", "")


def _near(root: Xml, xml: Xml) -> frozenset[str]:
    """The nodes that the element belongs to."""
    name = _name(xml)
    found = {above.get("id", "") for above in (xml, *xml.iterancestors()) if _tag(above) in FLOW_NODES}
    if _tag(xml) == "sequenceFlow" or not found:
        flow = next((one for one in (xml, *xml.iterancestors()) if _tag(one) == "sequenceFlow"), None)
        found = {flow.get("sourceRef", ""), flow.get("targetRef", "")} if flow is not None else {name}
    inner = {one.get("id", "") for one in xml.iter(f"{_B}*") if _tag(one) in FLOW_NODES}
    sitting = {
        one.get("attachedToRef", "") for one in root.iter(f"{_B}boundaryEvent") if one.get("id") in found
    }
    return frozenset((found if _tag(xml) == "sequenceFlow" else {name}) | inner | sitting)


def _tag(xml: Xml) -> str:
    return str(xml.tag).rpartition("}")[2]


def _places(root: Xml) -> Iterator[Place]:
    yield from _of_flows(root)
    yield from _of_conditions(root)
    yield from _of_gateways(root)
    yield from _of_nodes(root)
    yield from _of_events(root)
    yield from _of_attributes(root)
    yield from _of_inner_texts(root)


# ---- flows


def _of_flows(root: Xml) -> Iterator[Place]:
    for flow in root.iter(f"{_B}sequenceFlow"):
        yield "remove a flow", flow, lambda copy, xml: copy.remove(xml)
        for end, kind in (
            ("targetRef", "lead a flow elsewhere"),
            ("sourceRef", "let a flow begin elsewhere"),
        ):
            other = _another(root, flow, end)
            if other is not None:
                yield kind, flow, _led(end, other)
        yield "turn a flow round", flow, _turn
        yield "point a flow at nothing", flow, lambda copy, xml: xml.set("targetRef", "nowhere")
        yield "double a flow", flow, _double


def _another(root: Xml, flow: Xml, end: str) -> str | None:
    """A node of the same scope, drawn by chance, that the flow does not yet touch."""
    scope = flow.getparent()
    assert scope is not None
    never = {"boundaryEvent"} | ({"startEvent"} if end == "targetRef" else {"endEvent"})
    ids = [
        node.get("id", "")
        for node in scope
        if _tag(node) in FLOW_NODES - never
        and node.get("id") not in (flow.get("sourceRef"), flow.get("targetRef"))
    ]
    return Random(f"{flow.get('id')} {end}").choice(ids) if ids else None


def _led(end: str, other: str) -> Change:
    return lambda copy, xml: copy.lead(xml, end, copy.by_id[other])


def _turn(copy: Copy, flow: Xml) -> None:
    source, target = copy.by_id[flow.get("sourceRef", "")], copy.by_id[flow.get("targetRef", "")]
    copy.lead(flow, "sourceRef", target)
    copy.lead(flow, "targetRef", source)


def _double(copy: Copy, flow: Xml) -> None:
    twin = deepcopy(flow)
    twin.set("id", f"{flow.get('id')}-twin")
    flow.addnext(twin)
    copy.lead(twin, "sourceRef", copy.by_id[flow.get("sourceRef", "")])
    copy.lead(twin, "targetRef", copy.by_id[flow.get("targetRef", "")])


# ---- conditions


def _of_conditions(root: Xml) -> Iterator[Place]:
    for condition in root.iter(f"{_B}conditionExpression"):
        yield "break a condition", condition, lambda copy, xml: _write(xml, f"{xml.text} and (")
        yield "misspell a variable", condition, _misspell
        yield (
            "make a condition a number",
            condition,
            lambda copy, xml: _write(xml, f"count({xml.text})".replace("(=", "(")),
        )
        yield "make a condition a text", condition, lambda copy, xml: _write(xml, '"yes"')
        yield "make a condition always true", condition, lambda copy, xml: _write(xml, "true")
        yield "make a condition always false", condition, lambda copy, xml: _write(xml, "false")
        yield "remove a condition", condition, lambda copy, xml: xml.getparent().remove(xml)  # type: ignore[union-attr]
        yield "misspell a value", condition, _misspell_value
    for node in root.iter(f"{_B}*"):
        if node.get("default"):
            yield "drop a default", node, lambda copy, xml: xml.attrib.pop("default")  # type: ignore[arg-type,return-value]
            yield "move a default", node, _move_default


def _write(xml: Xml, text: str) -> None:
    xml.text = text


def _misspell(copy: Copy, xml: Xml) -> None:
    text = xml.text or ""
    word = next(
        (
            w
            for w in text.replace("=", " ").replace("(", " ").split()
            if w.isidentifier() and w not in ("not", "if")
        ),
        "",
    )
    xml.text = text.replace(word, f"{word}x", 1)


def _misspell_value(copy: Copy, xml: Xml) -> None:
    text = xml.text or ""
    at = text.find('"')
    xml.text = f"{text[: at + 1]}x{text[at + 1 :]}" if at >= 0 else text


def _move_default(copy: Copy, node: Xml) -> None:
    others = [flow.get("id", "") for flow in copy.out_of(node) if flow.get("id") != node.get("default")]
    node.set("default", others[0])


# ---- gateways


def _of_gateways(root: Xml) -> Iterator[Place]:
    for node in root.iter(*(f"{_B}{kind}" for kind in (*_SWAPPED, "eventBasedGateway"))):
        for kind in (*_SWAPPED, "eventBasedGateway"):
            if kind != _tag(node):
                yield f"swap a gateway for {kind}", node, _renamed(kind)
        into = sum(flow.get("targetRef") == node.get("id") for flow in root.iter(f"{_B}sequenceFlow"))
        out = sum(flow.get("sourceRef") == node.get("id") for flow in root.iter(f"{_B}sequenceFlow"))
        if into > 1 and out == 1:
            yield "drop a join", node, _bridge
        if out > 1 and into == 1:
            yield "drop a split", node, _bridge


def _renamed(kind: str) -> Change:
    def change(copy: Copy, xml: Xml) -> None:
        xml.tag = f"{_B}{kind}"

    return change


def _bridge(copy: Copy, node: Xml) -> None:
    """Take a node out and lead what came to it on to where it led."""
    for sitting in list(copy.root.iter(f"{_B}boundaryEvent")):
        if sitting.get("attachedToRef") == node.get("id"):
            copy.remove_node(sitting)
    into, out = copy.into(node), copy.out_of(node)
    if len(into) == 1:
        source = copy.by_id[into[0].get("sourceRef", "")]
        copy.remove(into[0])
        for flow in out:
            copy.lead(flow, "sourceRef", source)
    elif out:
        target = copy.by_id[out[0].get("targetRef", "")]
        copy.remove(out[0])
        for flow in into:
            copy.lead(flow, "targetRef", target)
    copy.remove(node)


# ---- nodes


def _of_nodes(root: Xml) -> Iterator[Place]:
    for node in root.iter(f"{_B}*"):
        kind = _tag(node)
        if kind not in FLOW_NODES:
            continue
        yield "delete a node and its flows", node, lambda copy, xml: copy.remove_node(xml)
        yield "double an id", node, _double_id
        if kind in ACTIVITIES:
            yield "take a step out", node, _bridge
            yield "turn a step into a plain task", node, _renamed("task")
            yield "take a step out of its subprocess", node, _lift
        if kind == "subProcess":
            yield (
                "let a subprocess be an event subprocess",
                node,
                lambda copy, xml: xml.set("triggeredByEvent", "true"),
            )
        if kind == "endEvent":
            yield "turn an end into a throwing event", node, _renamed("intermediateThrowEvent")
        if kind == "startEvent":
            yield "turn a start into a catching event", node, _renamed("intermediateCatchEvent")


def _double_id(copy: Copy, xml: Xml) -> None:
    other = next(one for one in copy.root.iter(f"{_B}*") if _tag(one) in FLOW_NODES and one is not xml)
    xml.set("id", other.get("id", ""))


def _lift(copy: Copy, node: Xml) -> None:
    scope = node.getparent()
    assert scope is not None
    if _tag(scope) == "subProcess":
        scope.addnext(node)


# ---- events


def _of_events(root: Xml) -> Iterator[Place]:
    for event in root.iter(f"{_B}boundaryEvent"):
        yield "swap whether an event interrupts", event, _swap_interrupting
        yield "put a boundary event elsewhere", event, _attach_elsewhere
        yield "let a boundary event sit on nothing", event, lambda copy, xml: xml.attrib.pop("attachedToRef")  # type: ignore[arg-type,return-value]
    for definition in root.iter(*(f"{_B}{name}" for name in EVENT_DEFINITIONS)):
        yield "remove an event's trigger", definition, lambda copy, xml: xml.getparent().remove(xml)  # type: ignore[union-attr]
        kind = EVENT_DEFINITIONS[_tag(definition)]
        for other in _KINDS:
            if other != kind:
                yield "swap an event's kind", definition, _renamed(f"{other}EventDefinition")
        if definition.get("messageRef"):
            yield "remove a reference", definition, lambda copy, xml: xml.attrib.pop("messageRef")  # type: ignore[arg-type,return-value]
            yield (
                "point a reference at nothing",
                definition,
                lambda copy, xml: xml.set("messageRef", "nothing"),
            )
            yield "point a reference at another kind", definition, _at_a_process
            yield "listen to another message", definition, _other_message
        for timer in definition:
            if _tag(timer).startswith("time"):
                yield "break a timer", timer, lambda copy, xml: _write(xml, f"{xml.text}(")
                yield "make a timer a number", timer, lambda copy, xml: _write(xml, "=7")
                yield "make a timer a text", timer, lambda copy, xml: _write(xml, "two weeks")
                yield "empty a timer", timer, lambda copy, xml: _write(xml, "")
                yield (
                    "let a timer read what nothing sets",
                    timer,
                    lambda copy, xml: _write(xml, "=duration(the_period)"),
                )


def _swap_interrupting(copy: Copy, event: Xml) -> None:
    event.set("cancelActivity", "true" if event.get("cancelActivity") == "false" else "false")


def _attach_elsewhere(copy: Copy, event: Xml) -> None:
    scope = event.getparent()
    assert scope is not None
    ids = [
        n.get("id", "") for n in scope if _tag(n) in FLOW_NODES and n.get("id") != event.get("attachedToRef")
    ]
    event.set("attachedToRef", Random(event.get("id")).choice(ids))


def _at_a_process(copy: Copy, xml: Xml) -> None:
    xml.set("messageRef", next(copy.root.iter(f"{_B}process")).get("id", ""))


def _other_message(copy: Copy, xml: Xml) -> None:
    ids = [
        one.get("id", "") for one in copy.root.iter(f"{_B}message") if one.get("id") != xml.get("messageRef")
    ]
    xml.set("messageRef", ids[0])


# ---- the engine's own attributes and elements

_WRONG = {
    "form": "no-such-form",
    "decision": "no-such-decision",
    "mail": "no-such-mail",
    "milestone": "no-such-milestone",
    "candidateGroups": "nobody",
    "to": "nobody",
    "due": "=working days(",
}
_REMOVED = ("form", "decision", "mail", "milestone", "candidateGroups", "result", "to", "excludes")


def _of_attributes(root: Xml) -> Iterator[Place]:
    for node in root.iter(f"{_B}*"):
        for name in _REMOVED:
            if node.get(f"{_Q}{name}"):
                yield f"remove {name}", node, _without(name)
        for name, wrong in _WRONG.items():
            if node.get(f"{_Q}{name}"):
                yield f"misspell {name}", node, _with(name, wrong)
        if node.get(f"{_Q}result"):
            yield "misspell result", node, _with("result", "resultx")


def _without(name: str) -> Change:
    return lambda copy, xml: xml.attrib.pop(f"{_Q}{name}")  # type: ignore[arg-type,return-value]


def _with(name: str, value: str) -> Change:
    return lambda copy, xml: xml.set(f"{_Q}{name}", value)


def _of_inner_texts(root: Xml) -> Iterator[Place]:
    for script in root.iter(f"{_B}script"):
        yield "break a script", script, lambda copy, xml: _write(xml, f"{xml.text} }}")
        yield "remove a script", script, lambda copy, xml: xml.getparent().remove(xml)  # type: ignore[union-attr]
        yield "misspell what a script sets", script, _misspell_script
    for mapping in root.iter(f"{_Q}output", f"{_Q}input"):
        yield "remove a mapping", mapping, lambda copy, xml: xml.getparent().remove(xml)  # type: ignore[union-attr]
        yield (
            "misspell a mapping's target",
            mapping,
            lambda copy, xml: xml.set("target", f"{xml.get('target')}x"),
        )
        yield (
            "misspell a mapping's source",
            mapping,
            lambda copy, xml: xml.set("source", f"no{xml.get('source')}"),
        )


def _misspell_script(copy: Copy, xml: Xml) -> None:
    text = xml.text or ""
    xml.text = text.replace("{", "{x", 1)
