"""Diagrams without a drawing get one; each figure of a good drawing is measured."""

import random
from pathlib import Path
from time import process_time

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from engine.diagram import names
from engine.normaliser.layout import lay_out, lay_out_missing, place
from engine.safe_xml import read_xml
from tests.diagrams.drawing import document, flows, process
from tests.normaliser.measures import Rectangle, crossed, faults, lines, shapes
from tests.support import requires

REPOSITORY = Path(__file__).resolve().parents[2]


def drawn(*parts: str) -> "etree._Element":
    root = read_xml(document(*parts))
    assert lay_out(root)
    return root


def without_drawing(data: bytes) -> "etree._Element":
    root = read_xml(data)
    for diagram in list(root.iter(f"{{{names.DI}}}BPMNDiagram")):
        root.remove(diagram)
    return root


def nodes(text: str) -> str:
    kinds = {"s": "startEvent", "e": "endEvent", "x": "exclusiveGateway", "p": "parallelGateway"}
    return "".join(f'<{kinds.get(n[0], "task")} id="{n}" name="Name of {n}"/>' for n in text.split())


BODIES = {
    "a chain": nodes("s a b e") + flows("s a b e"),
    "a choice": nodes("s x1 a b x2 e") + flows("s x1 a x2 e", "x1 b x2"),
    "a choice that skips": nodes("s x1 a x2 e") + flows("s x1 a x2 e", "x1 x2"),
    "a loop": nodes("s x1 a x2 e") + flows("s x1 a x2 e", "x2 x1"),
    "a node that leads to itself": nodes("s a e") + flows("s a e", "a a"),
    "a circle without a start": nodes("a b c") + flows("a b c a"),
    "many branches": nodes("s x1 a b c d x2 e") + flows("s x1 a x2 e", "x1 b x2", "x1 c x2", "x1 d x2"),
    "two ways to one node": nodes("a b")
    + '<sequenceFlow id="f" sourceRef="a" targetRef="b"/>' * 1
    + '<sequenceFlow id="g" sourceRef="a" targetRef="b"/>',
    "nodes without flows": nodes("a b c d f g h"),
    "two parts": nodes("s a e s2 b e2") + flows("s a e", "s2 b e2"),
    "boundary events": nodes("s a b c e")
    + flows("s a b e", "t c", "u a")
    + "".join(f'<boundaryEvent id="{i}" name="late {i}" attachedToRef="a"/>' for i in "tuvwxyz"),
    "a boundary event without a host": nodes("a") + '<boundaryEvent id="t"/>',
    "subprocesses": nodes("s e")
    + '<subProcess id="sub" name="Inside">'
    + nodes("s3 a e3")
    + flows("s3 a e3")
    + '<subProcess id="deep">'
    + nodes("b")
    + '</subProcess></subProcess><boundaryEvent id="t" '
    'attachedToRef="sub"/>' + nodes("c") + flows("s sub e", "t c"),
    "an empty subprocess": nodes("s e") + '<subProcess id="sub"/>' + flows("s sub e"),
    "an event subprocess": nodes("s a e")
    + flows("s a e")
    + '<subProcess id="sub" triggeredByEvent="true">'
    + nodes("s3 e3")
    + flows("s3 e3")
    + "</subProcess>",
    "data and notes": nodes("s a e")
    + flows("s a e")
    + '<dataObject id="o"/><dataObjectReference id="r" name="Order" dataObjectRef="o"/>'
    '<dataStoreReference id="st"/>'
    '<textAnnotation id="n"><text>Mind this, it matters a lot.</text></textAnnotation>'
    '<association id="as" sourceRef="a" targetRef="n"/><association id="as2" sourceRef="s-a" targetRef="r"/>',
}


@pytest.mark.parametrize("name", BODIES)
def test_it_draws(name: str) -> None:
    root = drawn(BODIES[name])
    assert faults(root) == []
    assert crossed(root) == []


LANES = (
    '<laneSet id="ls"><lane id="one"><flowNodeRef>s</flowNodeRef><flowNodeRef>b</flowNodeRef></lane>'
    '<lane id="two"><childLaneSet id="cs"><lane id="in1"><flowNodeRef>a</flowNodeRef></lane>'
    '<lane id="in2"><flowNodeRef>e</flowNodeRef></lane></childLaneSet></lane><lane id="empty"/></laneSet>'
)
POOLS = (
    '<collaboration id="co"><participant id="P1" name="One" processRef="p"/>'
    '<participant id="P2" processRef="q"/><participant id="P3" name="Outside"/>'
    '<messageFlow id="m1" name="Ask" sourceRef="a" targetRef="z"/>'
    '<messageFlow id="m2" sourceRef="P3" targetRef="z"/><messageFlow id="m3" sourceRef="z" targetRef="b"/>'
    '<textAnnotation id="tn"/><association id="ta" sourceRef="tn" targetRef="z"/></collaboration>'
)


def test_it_draws_pools_lanes_and_messages() -> None:
    first = process(LANES + nodes("s a b e") + flows("s a b e"))
    root = drawn(POOLS, first, process(nodes("y z w") + flows("y z w"), "q"))
    assert faults(root) == []
    boxes = shapes(root)
    assert boxes["P1"].y + boxes["P1"].height < boxes["P2"].y < boxes["P3"].y
    for inner in ("in1", "in2"):
        assert boxes["two"].holds(boxes[inner])
    assert boxes["P1"].holds(boxes["empty"])
    planes = [plane.get("bpmnElement") for plane in root.iter(f"{{{names.DI}}}BPMNPlane")]
    assert planes == ["co"]


def test_it_draws_a_chain_on_one_line() -> None:
    levels = {y for way in lines(drawn(BODIES["a chain"])).values() for _, y in way}
    assert len(levels) == 1


def test_it_leads_a_loop_back_round_the_nodes_between() -> None:
    root = drawn(BODIES["a loop"])
    back, task = lines(root)["x2-x1"], shapes(root)["a"]
    assert max(y for _, y in back) > task.y + task.height


def test_labels_of_events_on_one_border_do_not_overlap() -> None:
    root = drawn(BODIES["boundary events"])
    labels = []
    for label in root.iter(f"{{{names.DI}}}BPMNLabel"):
        box = label.find(f"{{{names.DC}}}Bounds")
        shape = label.getparent()
        assert box is not None
        assert shape is not None
        if shape.get("bpmnElement") in list("tuvwxyz"):
            labels.append(Rectangle(*(float(box.get(k) or "nan") for k in ("x", "y", "width", "height"))))
    assert len(labels) == 7
    assert not any(a.overlaps(b) for a in labels for b in labels if a is not b)


def test_it_leaves_a_drawing_alone() -> None:
    root = drawn(BODIES["a choice"])
    before = etree.tostring(root)
    assert not lay_out(root)
    assert lay_out_missing(root) == []
    assert etree.tostring(root) == before


@pytest.mark.parametrize("body", ["", "<dataObject id='d'/>"])
def test_it_draws_nothing_where_there_is_nothing(body: str) -> None:
    assert not lay_out(read_xml(document(body)))


@pytest.mark.parametrize("name", BODIES)
def test_it_does_not_mind_the_order_of_elements(name: str) -> None:
    root = read_xml(document(BODIES[name]))
    shuffled = read_xml(document(BODIES[name]))
    for holder in shuffled.iter(f"{{{names.BPMN}}}process", f"{{{names.BPMN}}}subProcess"):
        children = list(holder)
        random.Random(7).shuffle(children)
        holder[:] = children
    lay_out(root)
    lay_out(shuffled)
    assert shapes(root) == shapes(shuffled)
    assert lines(root) == lines(shuffled)


# ---- random diagrams


@st.composite
def graphs(draw: st.DrawFn) -> str:
    count = draw(st.integers(1, 14))
    kinds = ["task", "exclusiveGateway", "startEvent", "endEvent", "subProcess", "intermediateThrowEvent"]
    body, sources = "", []
    for number in range(count):
        kind = draw(st.sampled_from(kinds))
        name = draw(st.sampled_from(["", "short", "a rather long name that takes several lines"]))
        inner = f'<task id="i{number}"/>' if kind == "subProcess" and draw(st.booleans()) else ""
        body += f'<{kind} id="n{number}" name="{name}">{inner}</{kind}>'
        sources.append(f"n{number}")
        if kind in ("task", "subProcess"):
            for extra in range(draw(st.integers(0, 3))):
                body += f'<boundaryEvent id="b{number}_{extra}" name="{name}" attachedToRef="n{number}"/>'
                sources.append(f"b{number}_{extra}")
    ends = st.tuples(st.sampled_from(sources), st.integers(0, count - 1))
    for number, (source, target) in enumerate(draw(st.lists(ends, max_size=24))):
        body += f'<sequenceFlow id="f{number}" sourceRef="{source}" targetRef="n{target}"/>'
    lanes = draw(st.integers(0, 3))
    refs: dict[int, str] = dict.fromkeys(range(lanes), "")
    for number in range(count):
        if lanes and (lane := draw(st.integers(0, lanes))) < lanes:
            refs[lane] += f"<flowNodeRef>n{number}</flowNodeRef>"
    rows = "".join(f'<lane id="l{lane}">{text}</lane>' for lane, text in refs.items())
    return (f'<laneSet id="ls">{rows}</laneSet>' if rows else "") + body


@settings(max_examples=60, deadline=None)
@given(graphs())
def test_it_draws_any_graph_without_a_fault(body: str) -> None:
    root = drawn(body)
    assert faults(root) == []
    assert crossed(root) == []


@settings(max_examples=40, deadline=None, phases=[Phase.generate])
@given(graphs(), st.randoms(use_true_random=False))
def test_it_completes_any_drawing(body: str, chance: random.Random) -> None:
    root = drawn(body)
    kept = {ident: box for ident, box in shapes(root).items() if ident[0] not in "l"}
    for shown in list(root.iter(f"{{{names.DI}}}BPMNShape", f"{{{names.DI}}}BPMNEdge")):
        ident = shown.get("bpmnElement") or ""
        if ident[0] in "nbf" and chance.random() < 0.4:
            plane = shown.getparent()
            assert plane is not None
            plane.remove(shown)
            kept.pop(ident, None)
    gone = set(lines(drawn(body))) | set(shapes(drawn(body)))
    gone -= set(shapes(root)) | set(lines(root))
    made = lay_out_missing(root)
    assert gone <= set(made)
    there = shapes(root)
    assert {ident: there[ident] for ident in kept if there[ident].width <= 150} == {
        ident: box for ident, box in kept.items() if box.width <= 150
    }
    assert [
        f for f in faults(root) if "no shape" in f or "no edge" in f or "not on the border of its" in f
    ] == []


# ---- size


def test_it_draws_a_thousand_nodes_within_five_seconds() -> None:
    chance = random.Random(1)
    body = "".join(f'<task id="n{number}" name="Step {number}"/>' for number in range(1000))
    pairs = [(number, number + 1) for number in range(0, 999) if number % 40]
    pairs += [(chance.randrange(1000), chance.randrange(1000)) for _ in range(500)]
    body += "".join(
        f'<sequenceFlow id="f{i}" sourceRef="n{a}" targetRef="n{b}"/>' for i, (a, b) in enumerate(pairs)
    )
    root = read_xml(document(body))
    begin = process_time()
    assert lay_out(root)
    assert process_time() - begin < 5
    assert faults(root) == []


# ---- completing and inserting


def test_it_draws_new_nodes_beside_those_that_lead_to_them() -> None:
    root = drawn(BODIES["a chain"])
    scope = root.find(f"{{{names.BPMN}}}process")
    assert scope is not None
    for kind, attributes in [
        ("task", {"id": "new"}),
        ("sequenceFlow", {"id": "nf", "sourceRef": "a", "targetRef": "new"}),
        ("boundaryEvent", {"id": "nb", "attachedToRef": "new"}),
    ]:
        etree.SubElement(scope, f"{{{names.BPMN}}}{kind}", attributes)
    before = shapes(root)
    assert lay_out_missing(root) == ["nb", "new", "nf"]
    assert faults(root) == []
    after = shapes(root)
    assert {ident: after[ident] for ident in before} == before
    assert after["new"].x > after["a"].x


def test_it_draws_a_pool_that_was_left_out() -> None:
    parts = (POOLS, process(nodes("s a b e") + flows("s a b e")), process(nodes("y z") + flows("y z"), "q"))
    root = drawn(*parts)
    for shown in list(root.iter(f"{{{names.DI}}}BPMNShape", f"{{{names.DI}}}BPMNEdge")):
        if shown.get("bpmnElement") in {"P2", "y", "z", "y-z", "m1", "m2", "m3", "ta"}:
            plane = shown.getparent()
            assert plane is not None
            plane.remove(shown)
    assert {"P2", "y", "z", "y-z", "m1", "m2", "m3"} <= set(lay_out_missing(root))
    assert faults(root) == []


def _insert(root: "etree._Element", source: str, target: str, kind: str = "task") -> bool:
    """Put a node on a flow as the importer does: the flow leads to it, a new one leads on."""
    scope = root.find(f"{{{names.BPMN}}}process")
    assert scope is not None
    flow = scope.find(f"{{{names.BPMN}}}sequenceFlow[@id='{source}-{target}']")
    assert flow is not None
    node = etree.SubElement(scope, f"{{{names.BPMN}}}{kind}", {"id": "new", "name": "New"})
    flow.set("targetRef", "new")
    onward = {"id": "onward", "sourceRef": "new", "targetRef": target}
    etree.SubElement(scope, f"{{{names.BPMN}}}sequenceFlow", onward)
    return place(root, node, flow)


@pytest.mark.parametrize(
    ("name", "source", "target"),
    [
        ("a chain", "s", "a"),
        ("a chain", "b", "e"),
        ("a choice", "x1", "a"),
        ("a choice", "b", "x2"),
        ("a loop", "x2", "x1"),
        ("subprocesses", "s", "sub"),
        ("boundary events", "a", "b"),
    ],
)
@pytest.mark.parametrize("kind", ["task", "exclusiveGateway", "intermediateCatchEvent"])
def test_it_makes_room_for_a_node_on_a_line(name: str, source: str, target: str, kind: str) -> None:
    root = drawn(BODIES[name])
    assert _insert(root, source, target, kind)
    assert faults(root) == []
    boxes = shapes(root)
    assert boxes["new"].x > boxes[source].x
    assert lines(root)["onward"]


def test_it_moves_nothing_where_there_is_room() -> None:
    root = drawn(nodes("s x1 a b c e") + flows("s x1 a b e", "x1 c e"))
    before = shapes(root)
    assert _insert(root, "c", "e", "intermediateCatchEvent")
    after = shapes(root)
    assert {ident: after[ident] for ident in before} == before


def test_it_places_nothing_where_nothing_is_drawn() -> None:
    root = read_xml(document(BODIES["a chain"]))
    assert not _insert(root, "s", "a")


# ---- diagrams of others


@pytest.mark.parametrize(
    "path", sorted((REPOSITORY / "processes").rglob("*.bpmn")), ids=lambda path: str(path.name)
)
def test_it_draws_the_shipped_diagrams(path: Path) -> None:
    root = without_drawing(path.read_bytes())
    assert lay_out(root)
    assert faults(root) == []
    assert crossed(root) == []


def test_it_draws_the_diagrams_of_others() -> None:
    files = sorted(requires.shared("outside").rglob("*.bpmn"))
    found: list[str] = []
    for path in files:
        root = without_drawing(path.read_bytes())
        lay_out(root)
        found.extend(f"{path.name}: {fault}" for fault in [*faults(root), *crossed(root)])
    assert found == []
