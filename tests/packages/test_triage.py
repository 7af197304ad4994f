"""The shipped decisions, as tables: what follows from an assessment, and who may grant what."""

from decimal import Decimal

import pytest

from engine.dmn import DmnDecisions, findings
from tests.packages.drawn import PACKAGES
from tests.packages.playing import MONDAY, feel, package

DECISIONS = DmnDecisions()


def decide(key: str, decision: str, variables: str) -> object:
    return DECISIONS.decide(package(key), decision, feel(variables), MONDAY).value


@pytest.mark.parametrize(
    ("assessment", "priority", "route"),
    [
        ("{severity: 1, simple: true}", "low", "early"),
        ("{severity: 2, simple: false}", "low", "investigate"),
        ("{severity: 3, simple: true}", "normal", "early"),
        ("{severity: 3}", "normal", "investigate"),
        ("{severity: 3, vulnerable: true}", "high", "investigate"),
        ("{severity: 1, claim: 5000}", "low", "investigate"),
        ("{severity: 1, claim: 5000.01, simple: true}", "high", "early"),
        ("{severity: 2, legal: true, simple: true}", "high", "investigate"),
        ("{severity: 4, simple: true}", "high", "investigate"),
        ("{severity: 5}", "urgent", "investigate"),
        ("{severity: 1, safety: true, simple: true}", "urgent", "investigate"),
        ("{}", "normal", "investigate"),
    ],
)
def test_it_sets_priority_and_way(assessment: str, priority: str, route: str) -> None:
    found = decide("complaint", "triage", assessment)
    assert isinstance(found, dict)
    assert (found["priority"], found["route"]) == (priority, route)
    assert found["rank"] == {"low": 30, "normal": 50, "high": 70, "urgent": 90}[priority]


@pytest.mark.parametrize(
    ("known", "days", "hours"),
    [
        ("{}", 2, None),
        ("{severity: 3}", 2, None),
        ("{severity: 4}", None, 4),
        ("{complaint: {severity: 5}}", None, 4),
        ("{severity: 1, complaint: {severity: 5}}", 2, None),
    ],
)
def test_it_shortens_the_assessment_of_serious_cases(known: str, days: int | None, hours: int | None) -> None:
    limits = decide("complaint", "limits", known)
    assert isinstance(limits, dict)
    assert (limits["assessment"], limits["assessment_hours"]) == (days, hours)


def test_it_keeps_the_default_limits_of_the_field() -> None:
    limits = decide("complaint", "limits", "{}")
    assert isinstance(limits, dict)
    wanted = {"early": 3, "investigation": 15, "decision": 3, "total": 20, "remedy": 10}
    wanted |= {"reaction": 20, "review": 20, "closing": 5, "reply": 10}
    assert {name: limits[name] for name in wanted} == wanted


@pytest.mark.parametrize(
    ("proposal", "fitting", "approver"),
    [
        ('{proposed_outcome: "not upheld", severity: 5, loss: true}', "an explanation", "reviewer"),
        ('{proposed_outcome: "upheld", severity: 2}', "an apology", "reviewer"),
        ('{proposed_outcome: "upheld", severity: 3}', "an apology and a correction", "reviewer"),
        (
            '{proposed_outcome: "upheld", severity: 1, loss: true, remedies: ["refund"], remedy_value: 500}',
            "an apology and compensation",
            "reviewer",
        ),
        (
            '{proposed_outcome: "partly upheld", severity: 4, remedies: ["refund"], remedy_value: 500.01}',
            "an apology and compensation",
            "complaints-manager",
        ),
        (
            '{proposed_outcome: "upheld", severity: 2, remedies: ["refund"], remedy_value: 5000.01}',
            "an apology",
            "quality-manager",
        ),
        (
            '{proposed_outcome: "upheld", severity: 2, remedies: ["change of policy"]}',
            "an apology",
            "quality-manager",
        ),
        (
            '{proposed_outcome: "upheld", severity: 2, remedies: [], remedy_value: 9000}',
            "an apology",
            "reviewer",
        ),
    ],
)
def test_it_knows_what_fits_and_who_grants_it(proposal: str, fitting: str, approver: str) -> None:
    assert decide("complaint", "authority", proposal) == {"fitting": fitting, "approver": approver}


@pytest.mark.parametrize(
    ("assessment", "answer"),
    [
        ("{severity: 1, safety: false}", ("low", 30, 15)),
        ("{severity: 3, safety: false}", ("normal", 50, 10)),
        ("{severity: 4, safety: false}", ("high", 70, 5)),
        ("{severity: 5, safety: false}", ("urgent", 90, 2)),
        ("{severity: 1, safety: true}", ("urgent", 90, 2)),
    ],
)
def test_it_sets_a_small_business_its_days(assessment: str, answer: tuple[str, int, int]) -> None:
    found = decide("small-business", "triage", assessment)
    assert isinstance(found, dict)
    assert (found["priority"], found["rank"], found["days"]) == answer


@pytest.mark.parametrize("key", PACKAGES)
def test_no_table_has_a_fault(key: str) -> None:
    shipped = package(key)
    for name in shipped.decisions:
        assert findings(name, shipped.files[name], shipped.files) == []


def test_its_numbers_are_exact() -> None:
    limits = decide("complaint", "limits", "{}")
    assert isinstance(limits, dict)
    assert all(value is None or isinstance(value, Decimal) for value in limits.values())
