"""What is fuzzed: each target takes any bytes, and ends in an answer or in a refusal in plain words."""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

from engine.checking import checkers
from engine.diagram.check import check
from engine.dmn import DmnDecisions, findings, load
from engine.dmn.model import Decision, DecisionService, KnowledgeModel
from engine.errors import DiagramError, EngineError, InvalidForm
from engine.feel import Budget, FeelError, evaluate, from_python, parse, unary_test
from engine.feel.wire import dumps, loads
from engine.forms import draft_of, html_of, read_form, validate
from engine.forms import findings as form_findings
from engine.model.package import Package
from engine.spiff import SpiffRuntime

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
SMALL = Budget(steps=5_000, cells=50_000, depth=40, seconds=0.5)
SCOPE = {"x": from_python([1, 2, {"a": "b"}]), "y z": from_python({"a-b": 1}), "n": from_python(3)}
ASKED = 4  #: elements of one model that are evaluated
CHECKERS = checkers(SpiffRuntime(DmnDecisions()))


def diagram(data: bytes) -> None:
    """Read and check a diagram, as `querela check` does."""
    package = Package("fuzz", "fuzz", "fuzz.bpmn", {"fuzz.bpmn": data}, (), ())
    with suppress(DiagramError):
        for finding in check(package, CHECKERS):
            assert finding.rule
            assert finding.message


def expression(data: bytes) -> None:
    """Parse and evaluate FEEL, as an expression and as unary tests, and write the value as JSON."""
    text = data.decode("utf-8", "replace")
    with suppress(FeelError):
        parsed = parse(text, names=SCOPE)
        parsed.references()
        value = evaluate(parsed, SCOPE, now=NOW, budget=SMALL, warnings=[])
        written = dumps(value)
        assert dumps(loads(written)) == written, written
    with suppress(FeelError):
        assert unary_test(text, from_python(5), SCOPE, now=NOW, budget=SMALL) in (True, False, None)


def decision(data: bytes) -> None:
    """Read and check a decision model, and ask its first decisions, services and knowledge models."""
    for finding in findings("fuzz.dmn", data, {}):
        assert finding.message
    models = load({"fuzz.dmn": data})
    kinds = ((Decision, models.evaluate), (DecisionService, models.service), (KnowledgeModel, models.bkm))
    for model in models.library.models:
        for kind, ask in kinds:
            for element in model.definitions.of(kind)[:ASKED]:
                with suppress(EngineError, FeelError):
                    dumps(ask(element.id, {"a": from_python(1)}, now=NOW))


def form(data: bytes) -> None:
    """Read and check a form, and validate answers: the input is `{"form": …, "values": {…}}`, or a form."""
    schema, values = data, {}
    with suppress(ValueError, RecursionError):
        whole = json.loads(data)
        if isinstance(whole, dict) and "form" in whole:
            schema = json.dumps(whole["form"]).encode()
            values = whole.get("values") if isinstance(whole.get("values"), dict) else {}
    for finding in form_findings("fuzz.form", schema):
        assert finding.message
    with suppress(DiagramError, InvalidForm):
        read = read_form(schema)
        draft_of(read, values)
        html_of(read.title or "")
        validate(read, values, variables={"n": from_python(3)}, now=NOW)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "diagram": diagram,
    "expression": expression,
    "decision": decision,
    "form": form,
}
