"""Damaged files of others: the import never fails, settles at once, and leaves errors of the drawing only."""

import random
from collections.abc import Iterator

import pytest
from lxml import etree

from engine.checking import checkers
from engine.diagram.check import check
from engine.diagram.names import BPMN, FLOW_NODES
from engine.dmn import DmnDecisions
from engine.errors import DiagramError
from engine.model.findings import Severity
from engine.model.package import Package
from engine.normaliser import Kind, normalise
from engine.spiff import SpiffRuntime
from tests.support.requires import shared

MUTANTS = 6
OF_THE_DRAWING = {"deadlock", "executable-process"}
_REFERENCES = ("sourceRef", "targetRef", "attachedToRef", "default", "messageRef", "id", "calledElement")
_KINDS = "message timer signal error escalation conditional compensate cancel terminate link".split()


def mutants(seed: int) -> Iterator[bytes]:
    """Files of others with one to six faults each."""
    chance = random.Random(seed)
    files = [path for path in sorted(shared("outside").rglob("*.bpmn")) if path.stat().st_size < 60_000]
    for _ in range(MUTANTS):
        root = etree.fromstring(chance.choice(files).read_bytes())
        elements = [e for e in root.iter(f"{{{BPMN}}}*") if e is not root]
        for _ in range(chance.randint(1, 6)):
            _damage(chance, root, elements)
        yield etree.tostring(root)


def _damage(chance: random.Random, root: etree._Element, elements: list[etree._Element]) -> None:
    element = chance.choice([e for e in elements if e.getroottree().getroot() is root])
    nodes = [e for e in elements if etree.QName(e).localname in FLOW_NODES]
    kind, parent = chance.randrange(5), element.getparent()
    if kind == 0 and parent is not None:
        parent.remove(element)
    elif kind == 1 and element.attrib:
        del element.attrib[chance.choice(list(element.attrib))]
    elif kind == 2:
        name = next((name for name in _REFERENCES if element.get(name)), None)
        if name:
            element.set(name, chance.choice([e.get("id") or "x" for e in elements]))
    elif kind == 3 and nodes:
        chance.choice(nodes).tag = f"{{{BPMN}}}{chance.choice(sorted(FLOW_NODES))}"
    elif nodes:
        etree.SubElement(chance.choice(nodes), f"{{{BPMN}}}{chance.choice(_KINDS)}EventDefinition")


@pytest.mark.parametrize("seed", range(10))
def test_damage_is_mended_or_told(seed: int) -> None:
    wired = checkers(SpiffRuntime(DmnDecisions()))
    for data in mutants(seed):
        try:
            result = normalise(data)
        except DiagramError:
            continue  # what cannot be read at all is refused
        again = normalise(result.data)
        findings = check(Package("d", "d", "d.bpmn", {"d.bpmn": result.data}, ()), wired)

        assert [c.message for c in again.changes if c.kind is Kind.CHANGE] == []
        assert again.data == result.data
        assert {f.rule for f in findings if f.severity is Severity.ERROR} <= OF_THE_DRAWING
