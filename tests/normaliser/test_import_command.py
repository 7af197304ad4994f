"""`querela import` writes the result, tells every change, and answers with the status of the contract."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine.cli import main
from engine.diagram.build import read_diagram
from engine.diagram.decisions import decision_names
from engine.normaliser import normalise
from tests.normaliser.drawn import definitions, process, way

PROCESSES = Path(__file__).resolve().parents[2] / "processes"
BODY = '<startEvent id="s"/><task id="t" name="Look"/>' + way("s", "t")
KEYS = {"rule", "kind", "message", "element", "name", "line", "before", "after"}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["import", *map(str, arguments)])


@pytest.fixture
def drawing(tmp_path: Path) -> Path:
    path = tmp_path / "drawing.bpmn"
    path.write_bytes(process(BODY, 'id="p" name="Complaint"'))
    return path


def test_the_result_is_written_and_every_change_is_told(drawing: Path, tmp_path: Path) -> None:
    out = tmp_path / "new.bpmn"
    answer = run(drawing, "--out", out)

    assert answer.exit_code == 0
    assert read_diagram(out.read_bytes()).processes[0].executable
    assert "became a user task" in answer.stdout
    assert "new.bpmn is written" in answer.stdout


def test_json_is_one_document_of_a_fixed_shape(drawing: Path, tmp_path: Path) -> None:
    out = tmp_path / "new.bpmn"
    answer = run(drawing, "--out", out, "--json")
    document = json.loads(answer.stdout)

    assert document.keys() == {"ok", "out", "dialect", "changes", "findings"}
    assert document["ok"] is True
    assert document["out"] == str(out)
    assert document["dialect"].keys() == {"name", "exporter", "version"}
    assert all(change.keys() == KEYS for change in document["changes"])
    assert {change["kind"] for change in document["changes"]} <= {"change", "warning"}


def test_a_result_with_errors_is_written_and_the_status_is_1(tmp_path: Path) -> None:
    nodes = '<startEvent id="s"/><exclusiveGateway id="g"/><parallelGateway id="j"/><endEvent id="e"/>'
    flows = way("s", "g", "j", "e") + '<sequenceFlow id="x" sourceRef="g" targetRef="j"/>'
    path, out = tmp_path / "d.bpmn", tmp_path / "new.bpmn"
    path.write_bytes(process(nodes + flows))
    answer = run(path, "--out", out, "--json")

    assert answer.exit_code == 1
    assert json.loads(answer.stdout)["ok"] is False
    assert out.exists()


def test_what_cannot_be_read_is_refused_with_one_sentence(tmp_path: Path) -> None:
    path, out = tmp_path / "d.bpmn", tmp_path / "new.bpmn"
    path.write_bytes(b'<Package xmlns="http://www.wfmc.org/2008/XPDL2.1"/>')
    plain, as_json = run(path, "--out", out), run(path, "--out", out, "--json")

    assert (plain.exit_code, plain.stdout) == (3, "")
    assert "XPDL" in plain.stderr
    assert plain.stderr.count("\n") == 1
    assert as_json.exit_code == 3
    assert json.loads(as_json.stdout)["findings"][0]["rule"] == "bpmn-document"
    assert not out.exists()


@pytest.mark.parametrize("arguments", [[], ["missing.bpmn", "--out", "x"], ["--out", "x"]])
def test_a_wrong_call_is_status_2(arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_calls_and_decisions_in_the_folder_of_the_result_are_kept(tmp_path: Path) -> None:
    path, folder = tmp_path / "d.bpmn", tmp_path / "new"
    folder.mkdir()
    path.write_bytes(process('<callActivity id="c" name="Review" calledElement="review"/>'))
    review = definitions('<process id="review" isExecutable="true"><startEvent id="s"/></process>')
    (folder / "review.bpmn").write_bytes(review)
    (folder / "broken.bpmn").write_bytes(b"<")
    answer = run(path, "--out", folder / "d.bpmn", "--json")

    assert answer.exit_code == 0
    assert b"callActivity" in (folder / "d.bpmn").read_bytes()


@pytest.mark.parametrize("path", sorted(PROCESSES.rglob("*.bpmn")), ids=lambda path: path.name)
def test_a_shipped_diagram_is_left_as_it_is(path: Path) -> None:
    diagrams = (other.read_bytes() for other in path.parent.glob("*.bpmn"))
    decisions = (other.read_bytes() for other in path.parent.glob("*.dmn"))
    beside = frozenset[str]().union(*(read_diagram(data).callable_ids() for data in diagrams))
    asked = frozenset[str]().union(*(decision_names(data) for data in decisions))
    imported = normalise(path.read_bytes(), path.name, beside, asked)

    assert imported.data == path.read_bytes()
    assert imported.changes == ()


def test_a_missing_folder_is_refused_in_a_sentence(drawing: Path, tmp_path: Path) -> None:
    answer = run(drawing, "--out", tmp_path / "none" / "new.bpmn")

    assert answer.exit_code == 3
    assert "There is no folder" in answer.stderr


def test_the_file_that_is_read_is_never_overwritten(drawing: Path) -> None:
    before = drawing.read_bytes()
    answer = run(drawing, "--out", drawing.parent / "." / drawing.name)

    assert answer.exit_code == 3
    assert "give --out another name" in answer.stderr
    assert drawing.read_bytes() == before
