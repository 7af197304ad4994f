"""`querela check` answers in words and in JSON, and by its exit status."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine.cli import main
from tests.diagrams.drawing import REFERABLE, document, flows


def lone(body: str) -> bytes:
    """A file that defines nothing beside its process."""
    return document(body).replace(REFERABLE.encode(), b"")


GOOD = lone('<startEvent id="s"/><userTask id="a" name="Ask"/>' + flows("s a"))
BAD = lone('<startEvent id="s"/><userTask id="a" name="Ask"/>' + flows("s a zz"))


def querela(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["check", *map(str, arguments)])


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.bpmn"
    path.write_bytes(GOOD)
    return path


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "bad.bpmn"
    path.write_bytes(BAD)
    return path


def test_a_good_file_exits_with_0(good: Path) -> None:
    result = querela(good)

    assert (result.exit_code, result.stdout) == (0, "good.bpmn can run (0 warnings).\n")


def test_a_bad_file_exits_with_1_and_says_what_to_do(bad: Path) -> None:
    result = querela(bad)

    assert result.exit_code == 1
    assert "The sequence flow a-zz refers (targetRef) to “zz”" in result.stdout
    assert "references" in result.stdout
    assert "1 error, 0 warnings: this cannot run as it is." in result.stdout


def test_json_holds_every_field(bad: Path) -> None:
    result = querela(bad, "--json")
    answer = json.loads(result.stdout)

    assert result.exit_code == 1
    assert answer["ok"] is False
    (finding,) = answer["findings"]
    assert finding.pop("message")
    assert finding.pop("hint")
    assert finding == {
        "rule": "references",
        "severity": "error",
        "file": "bad.bpmn",
        "element": "a-zz",
        "name": None,
        "line": 1,
    }


def test_json_of_a_good_file_is_ok(good: Path) -> None:
    assert json.loads(querela(good, "--json").stdout) == {"ok": True, "findings": []}


@pytest.mark.parametrize(
    ("name", "data", "status"),
    [
        ("x.bpmn", b"", 1),
        ("x.bpmn", b"\x00\xff", 1),
        ("x.bpmn", b"<a/>", 1),
        ("x.dmn", b"<a", 1),
        ("x.form", b"{", 1),
        ("x.txt", b"hello", 2),
    ],
)
def test_nonsense_is_answered_plainly(name: str, data: bytes, status: int, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)

    assert querela(path, "--json").exit_code == status


def test_a_missing_file_is_wrong_usage(tmp_path: Path) -> None:
    assert querela(tmp_path / "absent.bpmn").exit_code == 2


def test_a_folder_without_manifest_is_a_finding(tmp_path: Path) -> None:
    answer = json.loads(querela(tmp_path, "--json").stdout)

    assert [finding["rule"] for finding in answer["findings"]] == ["package-manifest"]
