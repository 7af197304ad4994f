"""The shipped diagrams are drawings that people read: everything has its place, and nothing is in the way."""

from itertools import combinations

import pytest

from engine.diagram.model import Flow
from tests.packages.drawn import PACKAGES, Drawing, Segment

pytestmark = pytest.mark.parametrize("drawing", [Drawing(key) for key in PACKAGES], ids=PACKAGES)


def test_everything_is_drawn(drawing: Drawing) -> None:
    assert {node.id for node in drawing.nodes} <= set(drawing.boxes)
    assert {flow.id for flow in drawing.flows} == set(drawing.lines)


def test_no_two_shapes_overlap(drawing: Drawing) -> None:
    for a, b in combinations(drawing.nodes, 2):
        nested = a.inner is b.scope or b.inner is a.scope or "boundaryEvent" in (a.type, b.type)
        within = drawing.boxes[a.id or ""].holds(drawing.boxes[b.id or ""])
        around = drawing.boxes[b.id or ""].holds(drawing.boxes[a.id or ""])
        if not nested and not within and not around:
            assert not drawing.boxes[a.id or ""].touches(drawing.boxes[b.id or ""]), f"{a} and {b}"


def test_what_is_inside_lies_inside(drawing: Drawing) -> None:
    for node in drawing.nodes:
        owner = node.scope.owner
        if owner is not None:
            assert drawing.boxes[owner.id or ""].holds(drawing.boxes[node.id or ""]), str(node)


def test_boundary_events_sit_on_their_activity(drawing: Drawing) -> None:
    for node in drawing.nodes:
        if node.host is not None:
            box, host = drawing.boxes[node.id or ""], drawing.boxes[node.host.id or ""]
            assert host.on_edge((box.x + box.width / 2, box.y + box.height / 2)), str(node)


def test_lines_are_straight_and_end_at_their_shapes(drawing: Drawing) -> None:
    for flow in drawing.flows:
        segments = drawing.lines[flow.id or ""]
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in segments), f"{flow.id} is not rectangular"
        assert flow.source is not None
        assert flow.target is not None
        assert drawing.boxes[flow.source.id or ""].on_edge(segments[0][0]), f"{flow.id} begins in the air"
        assert drawing.boxes[flow.target.id or ""].on_edge(segments[-1][1]), f"{flow.id} ends in the air"


def test_no_lines_cross(drawing: Drawing) -> None:
    for one, other in combinations(drawing.flows, 2):
        if one.source is not other.source and one.target is not other.target:
            for a in drawing.lines[one.id or ""]:
                for b in drawing.lines[other.id or ""]:
                    assert not _cross(a, b), f"{one.id} crosses {other.id}"


def test_no_line_goes_through_a_shape_or_a_label(drawing: Drawing) -> None:
    for flow in drawing.flows:
        for segment in drawing.lines[flow.id or ""]:
            for node in drawing.nodes:
                if node not in (flow.source, flow.target) and not _around(drawing, node.id or "", flow):
                    assert not drawing.boxes[node.id or ""].crossed_by(segment), f"{flow.id} through {node}"


def test_it_reads_from_left_to_right(drawing: Drawing) -> None:
    """Only what goes back to be done again leads to the left, and a second row of a subprocess."""
    back = {
        (flow.source.id, flow.target.id)
        for flow in drawing.flows
        if flow.source is not None
        and flow.target is not None
        and drawing.boxes[flow.target.id or ""].right < drawing.boxes[flow.source.id or ""].x
    }
    assert back <= {
        ("is-approved", "to-propose"),
        ("is-granted", "to-propose"),
        ("ask", "send-question"),
        ("send-question", "await-answer"),
        ("await-answer", "reply"),
        ("no-reply", "again-investigate"),
        ("is-content", "refer"),
        ("is-referred", "send-review"),
    }


def test_every_node_and_every_choice_has_a_label(drawing: Drawing) -> None:
    for node in drawing.nodes:
        silent = node.type in ("startEvent", "endEvent") and node.scope.owner is not None
        merge = node.is_gateway and len(node.outgoing) == 1
        if node.type != "eventBasedGateway" and not silent and not merge:
            assert node.name, f"{node.id} has no label"
        if node.type == "exclusiveGateway" and len(node.outgoing) > 1:
            assert all(flow.name for flow in node.outgoing), f"{node} has a way out without a label"


def _cross(a: Segment, b: Segment) -> bool:
    """Whether a horizontal and a vertical piece cut each other, beyond touching."""
    for flat, steep in ((a, b), (b, a)):
        if flat[0][1] == flat[1][1] and steep[0][0] == steep[1][0]:
            left, right = sorted((flat[0][0], flat[1][0]))
            top, bottom = sorted((steep[0][1], steep[1][1]))
            if left < steep[0][0] < right and top < flat[0][1] < bottom:
                return True
    return False


def _around(drawing: Drawing, node: str, flow: Flow) -> bool:
    """Whether the node is a subprocess around the flow."""
    owner = flow.scope.owner
    while owner is not None:
        if owner.id == node:
            return True
        owner = owner.scope.owner
    return False


def test_labels_stand_clear_of_shapes_and_lines(drawing: Drawing) -> None:
    for label in drawing.words:
        for node in drawing.nodes:
            box = drawing.boxes[node.id or ""]
            if not box.holds(label.box):
                assert not box.touches(label.box), f"the label “{label.text}” lies on {node}"
        for flow in drawing.flows:
            if flow.id != label.of:
                for segment in drawing.lines[flow.id or ""]:
                    assert not label.box.crossed_by(segment), f"{flow.id} runs through “{label.text}”"
