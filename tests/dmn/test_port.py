"""Decisions of packages, as the runtime asks for them."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from engine.dmn import DmnDecisions
from engine.errors import InvalidInput, NotFound
from engine.model.package import Package
from engine.ports.runtime import Decided, Decisions
from tests.dmn.build import NOW, decision, given, literal, model, table


def package(*elements: str, **files: bytes) -> Package:
    data = {"main.dmn": model(*elements), "a.bpmn": b"<not read/>", **files}
    return Package("p", "P", "a.bpmn", data, decisions=("main.dmn",))


TRIAGE = package(
    given("severity", "string"),
    decision(
        "Triage", table(["severity"], [""], ['"high" || 1', "- || 2"], policy="FIRST"), needs=["in:severity"]
    ),
    decision("clock", literal("string(now().timezone) + string(double(now().hour))")),
)


def test_it_decides_with_inputs_and_rules() -> None:
    decisions: Decisions = DmnDecisions()
    decided = decisions.decide(TRIAGE, "Triage", {"severity": "high", "other": 1}, NOW)
    assert decided == Decided(Decimal(1), {"severity": "high"}, ("r1",))
    assert decisions.decide(TRIAGE, "Triage", {}, NOW) == Decided(Decimal(2), {"severity": None}, ("r2",))


def test_it_takes_the_instant_the_zone_and_the_hosts_functions() -> None:
    evening = datetime(2026, 1, 5, 20, tzinfo=UTC)
    functions = {"double": lambda hour: hour * 2}
    decided = DmnDecisions().decide(TRIAGE, "clock", {}, evening, "Asia/Tokyo", functions)
    assert decided.value == "Asia/Tokyo10"


def test_it_refuses_what_the_package_does_not_decide() -> None:
    with pytest.raises(NotFound, match="There is no decision “other”"):
        DmnDecisions().decide(TRIAGE, "other", {}, NOW)
    with pytest.raises(InvalidInput, match="The decision “bad” cannot answer"):
        DmnDecisions().decide(package(decision("bad", literal("("))), "bad", {}, NOW)


def test_it_prefers_the_decisions_that_the_package_names() -> None:
    both = package(
        decision("d", literal("1")), **{"another.dmn": model(decision("d", literal("2")), namespace="urn:o")}
    )
    assert DmnDecisions().decide(both, "d", {}, NOW).value == Decimal(1)


def test_it_parses_each_content_once_and_keeps_those_last_used() -> None:
    decisions = DmnDecisions(kept=2)
    packages = [package(decision("d", literal(str(n)))) for n in range(3)]
    first = decisions.models(packages[0])
    assert decisions.models(package(decision("d", literal("0")))) is first
    decisions.models(packages[1])
    assert decisions.models(packages[0]) is first
    second = decisions.models(packages[1])
    decisions.models(packages[2])
    assert decisions.models(packages[1]) is second
    assert decisions.models(packages[0]) is not first
