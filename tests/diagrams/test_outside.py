"""Diagrams drawn by others: whatever is in them, the answer is findings, and soon."""

from collections.abc import Iterator
from pathlib import Path
from time import process_time

import pytest

from engine.checking import checkers
from engine.diagram.check import failed
from engine.dmn import DmnDecisions
from engine.packages import check_path
from engine.spiff import SpiffRuntime
from tests.support.requires import shared

WRONG_ON_PURPOSE = {
    "conditional-flows-invalid-fork-after-exclusive-gateway-default.bpmn": "gateway-conditions",
    "fake-join-invalid-task.bpmn": "lack-of-synchronisation",
    "no-disconnected-incorrect.bpmn": "reachable",
    "no-gateway-join-fork-incorrect.bpmn": "gateway-conditions",
    "sub-process-blank-start-event-invalid.bpmn": "start-event-trigger",
}


@pytest.fixture(scope="module")
def wired():
    return checkers(SpiffRuntime(DmnDecisions()))


def files() -> Iterator[Path]:
    return iter(sorted(shared("outside").rglob("*.bpmn")))


def test_every_file_is_answered_within_two_seconds(wired) -> None:
    slow = []
    for path in files():
        begun = process_time()
        findings = check_path(path, wired)
        if process_time() - begun > 2:
            slow.append(path.name)
        assert all(finding.message and finding.file for finding in findings), path.name

    assert slow == []


def test_every_file_cut_in_half_is_answered(wired, tmp_path: Path) -> None:
    for path in files():
        half = tmp_path / path.name
        data = path.read_bytes()
        half.write_bytes(data[: len(data) // 2])

        assert failed(check_path(half, wired)), path.name


@pytest.mark.parametrize(("name", "rule"), WRONG_ON_PURPOSE.items())
def test_what_is_wrong_on_purpose_is_found(name: str, rule: str, wired) -> None:
    found = check_path(shared("outside", "lint-examples", name), wired)

    assert rule in {finding.rule for finding in found}


def test_another_encoding_of_the_same_file_has_the_same_findings(wired, tmp_path: Path) -> None:
    for path in files():
        text = path.read_bytes().decode("utf-8", "ignore").removeprefix("\ufeff")
        body = text.partition("?>")[2] if text.lstrip().startswith("<?xml") else text
        for encoding, label in (("utf-8", "UTF-8"), ("utf-16", "UTF-16")):
            (tmp_path / encoding).mkdir(exist_ok=True)
            declared = f'<?xml version="1.0" encoding="{label}"?>{body}'
            (tmp_path / encoding / path.name).write_bytes(declared.encode(encoding))
        both = [check_path(tmp_path / encoding / path.name, wired) for encoding in ("utf-8", "utf-16")]

        assert both[0] == both[1], path.name
