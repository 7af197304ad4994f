"""Rule layout."""

from tests.diagrams.drawing import document, findings_of, flows, process
from tests.diagrams.tables import Reported, table

BODY = process('<startEvent id="s"/><task id="a" name="A"/>' + flows("s a"))


def drawn(*shapes: str, edges: tuple[str, ...] = ("s-a",)) -> bytes:
    inner = "".join(f'<x:BPMNShape bpmnElement="{name}"/>' for name in shapes)
    inner += "".join(f'<x:BPMNEdge bpmnElement="{name}"/>' for name in edges)
    plane = f'<x:BPMNPlane xmlns:x="http://www.omg.org/spec/BPMN/20100524/DI">{inner}</x:BPMNPlane>'
    return document(BODY).replace(b"</definitions>", plane.encode() + b"</definitions>")


ACCEPTED = {"all shown": drawn("s", "a"), "qualified names": drawn("t:s", "t:a")}
REPORTED = {
    "a node that is not shown": Reported(drawn("s"), "a", "“A” runs, but", "warning"),
    "a shape of nothing": Reported(drawn("s", "a", "zz"), "d", "not in the diagram: zz", "warning"),
    "a line of nothing": Reported(drawn("s", "a", edges=("zz",)), "d", "zz", "warning"),
    "no layout in a package": Reported(document(BODY), "d", "has no layout", "warning", True),
}
test_it_accepts, test_it_reports = table("layout", ACCEPTED, REPORTED)


def test_a_single_file_needs_no_layout() -> None:
    assert findings_of("layout", document(BODY)) == []
