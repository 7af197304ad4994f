"""Diagrams drawn by others: each is imported, checked, and played against its own drawing."""

import functools
from dataclasses import dataclass
from pathlib import Path
from time import process_time

import pytest
from lxml import etree

from engine.checking import checkers
from engine.diagram.check import failed
from engine.dmn import DmnDecisions
from engine.errors import DiagramError
from engine.normaliser import Imported, Kind, normalise
from engine.packages import check_path
from engine.spiff import SpiffRuntime
from tests.normaliser.oracle import differences
from tests.normaliser.player import STRATEGIES, Played, play
from tests.support.requires import shared

REACH_AN_END = 0.95
WITHOUT_DIFFERENCE = 0.95
PASS_THE_CHECK = 0.95


@dataclass(frozen=True)
class Sample:
    path: Path
    data: bytes
    imported: Imported


@functools.lru_cache
def samples() -> tuple[Sample, ...]:
    found = []
    for path in sorted(shared("outside").rglob("*.bpmn")):
        data = path.read_bytes()
        found.append(Sample(path, data, normalise(data, path.name)))
    return tuple(found)


@functools.lru_cache
def plays() -> dict[str, list[Played]]:
    """Every file that passes the check, played by every strategy; an error says so by its sentence."""
    found: dict[str, list[Played]] = {}
    for sample in samples():
        try:
            found[sample.path.name] = [play(sample.imported.data, strategy) for strategy in STRATEGIES]
        except DiagramError:
            continue  # the check says why; it counts as one that reaches no end
    return found


def test_every_import_takes_less_than_two_seconds() -> None:
    slow = []
    for path in sorted(shared("outside").rglob("*.bpmn")):
        begun = process_time()
        normalise(path.read_bytes(), path.name)
        if process_time() - begun > 2:
            slow.append(path.name)

    assert slow == []


def test_nearly_every_result_passes_the_check_and_the_rest_say_why(tmp_path: Path) -> None:
    wired = checkers(SpiffRuntime(DmnDecisions()))
    errors: dict[str, list[str]] = {}
    for sample in samples():
        folder = tmp_path / sample.path.stem
        folder.mkdir(exist_ok=True)
        out = folder / sample.path.name
        out.write_bytes(sample.imported.data)
        findings = check_path(out, wired)
        if failed(findings):
            errors[sample.path.name] = [f.message for f in findings if f.severity.value == "error"]

    assert len(errors) <= (1 - PASS_THE_CHECK) * len(samples()), errors
    assert all(message for messages in errors.values() for message in messages)


def test_importing_the_result_again_changes_nothing() -> None:
    for sample in samples():
        again = normalise(sample.imported.data, sample.path.name)

        assert [c for c in again.changes if c.kind is Kind.CHANGE] == [], sample.path.name
        assert again.data == sample.imported.data, sample.path.name


def test_nearly_every_diagram_reaches_an_end() -> None:
    stuck = [name for name, played in plays().items() if not any(p.ended for p in played)]
    missing = len(samples()) - len(plays())

    assert len(stuck) + missing <= (1 - REACH_AN_END) * len(samples()), stuck


def test_what_stops_says_why() -> None:
    for name, played in plays().items():
        for one in played:
            if one.outcome.status == "failed":
                assert one.outcome.incidents, name
                assert all(incident.message for incident in one.outcome.incidents), name


def test_nothing_runs_other_than_it_is_drawn() -> None:
    different = {}
    for sample in samples():
        for strategy, played in zip(STRATEGIES, plays().get(sample.path.name, []), strict=False):
            done = [e.element for e in played.outcome.trace if e.kind() == "element-completed"]
            if found := differences(sample.data, sample.imported.data, done):
                different[sample.path.name] = (strategy.name, found)

    assert len(different) <= (1 - WITHOUT_DIFFERENCE) * len(samples()), different


def test_every_foreign_element_and_attribute_is_still_there() -> None:
    for sample in samples():
        text = sample.imported.data.decode()
        before, after = foreign(sample.data), foreign(sample.imported.data)
        lost = {name: count for name, count in before.items() if after.get(name, 0) < count}
        # What stood in an element that had to go is kept as text.
        really = [name for name in lost if etree.QName(name[0]).localname not in text]

        assert really == [], sample.path.name


def foreign(data: bytes) -> dict[tuple[str, str], int]:
    """How often each element and attribute of a vendor's namespace is there, with its value."""
    found: dict[tuple[str, str], int] = {}
    root = etree.fromstring(data, etree.XMLParser(remove_comments=True))
    for element in root.iter("{*}*"):
        pairs = [
            (str(name), str(value)) for name, value in element.attrib.items() if str(name).startswith("{")
        ]
        pairs.append((str(element.tag), (element.text or "").strip()))
        for name, value in pairs:
            space = etree.QName(name).namespace or ""
            if space and "omg.org" not in space and "querela" not in space and "w3.org" not in space:
                found[name, value] = found.get((name, value), 0) + 1
    return found


@pytest.mark.parametrize("half", [2, 3])
def test_a_file_cut_short_is_refused(half: int) -> None:
    for sample in samples():
        with pytest.raises(DiagramError):
            normalise(sample.data[: len(sample.data) // half], sample.path.name)
