"""Every event kind at every position, every rule of an element: it runs as BPMN says, or is refused."""

from pathlib import Path

import pytest

from engine.diagram.names import FLOW_NODES
from tests.runtime.cases import it_runs_as_drawn
from tests.runtime.matrix.cells import Cell, refusals, said
from tests.runtime.matrix.document import CELLS, FILE, RULES, written
from tests.runtime.matrix.events import KINDS, POSITIONS
from tests.runtime.matrix.rules import Rule

RUNNING = [rule for rule in RULES if not rule.refused]
REFUSED = [rule for rule in RULES if rule.refused]


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell.name)
def test_event(cell: Cell) -> None:
    errors = cell.errors()
    assert bool(errors) != cell.legal, errors
    if cell.legal:
        cell.play()
    else:
        _it_is_a_sentence(said(errors))


@pytest.mark.parametrize("in_memory", [True, False], ids=["in memory", "stored between steps"])
@pytest.mark.parametrize("rule", RUNNING, ids=lambda rule: rule.name)
def test_it_runs_as_the_rule_says(rule: Rule, in_memory: bool) -> None:
    assert not refusals(rule.case)
    it_runs_as_drawn(rule.case, in_memory=in_memory)


@pytest.mark.parametrize("rule", REFUSED, ids=lambda rule: rule.name)
def test_it_is_refused_as_the_rule_asks(rule: Rule) -> None:
    _it_is_a_sentence(said(refusals(rule.case)))


def _it_is_a_sentence(message: str) -> None:
    assert message[0].isupper() or message[0] == "“"
    assert message.endswith(".")
    assert len(message.split()) > 4


# ---- nothing is left out

EVENT_DEFINITIONS = frozenset(
    "message timer error escalation cancel compensation conditional link signal terminate".split()
)
#: Flow nodes of the specification's class diagrams. Source: BPMN 2.0.2, 10.3, 10.5, 10.6, 11 and 12.
SPECIFIED = frozenset(
    """task userTask manualTask scriptTask serviceTask businessRuleTask sendTask receiveTask
    subProcess transaction adHocSubProcess callActivity
    exclusiveGateway inclusiveGateway parallelGateway complexGateway eventBasedGateway
    startEvent endEvent boundaryEvent intermediateCatchEvent intermediateThrowEvent implicitThrowEvent event
    choreographyTask subChoreography callChoreography""".split()
)


def test_every_event_definition_is_tried_at_every_position() -> None:
    assert {kind.name.partition(":")[0] for kind in KINDS} == EVENT_DEFINITIONS | {
        "none", "multiple", "parallel multiple",
    }  # fmt: skip
    assert len({cell.name for cell in CELLS}) == len(KINDS) * len(POSITIONS)


def test_every_flow_node_has_a_rule_or_a_position() -> None:
    ruled = {rule.element for rule in RULES}
    positioned = {"intermediateCatchEvent", "intermediateThrowEvent"}
    assert not SPECIFIED - ruled - positioned
    assert not FLOW_NODES - SPECIFIED


def test_most_rules_run() -> None:
    assert len(RUNNING) > 3 * len(REFUSED)


# ---- the document


def test_the_document_is_up_to_date() -> None:
    text = FILE.read_text(encoding="utf-8")
    assert written(text) == text, "run python -m tests.runtime.matrix"


def test_the_tables_are_written_between_their_marks(tmp_path: Path) -> None:
    text = FILE.read_text(encoding="utf-8")
    spoilt = text.replace("| none | runs", "| none | was", 1)
    assert spoilt != text
    assert written(spoilt) == text
