"""Files that want too much are answered like any others: with findings, and soon."""

from time import process_time

import pytest

from engine.checking import checkers
from engine.diagram.check import check
from engine.dmn import DmnDecisions
from engine.spiff import SpiffRuntime
from tests.diagrams.drawing import document, flows, package

START = '<startEvent id="s"/>'


def nested(depth: int) -> bytes:
    body = f'<startEvent id="s{depth}"/>'
    for level in range(depth, 0, -1):
        inner = f'<startEvent id="s{level - 1}"/><subProcess id="p{level}">{body}</subProcess>'
        body = inner + flows(f"s{level - 1} p{level}")
    return document(body)


def timer(text: str, kind: str = "timeDuration") -> bytes:
    definition = f"<timerEventDefinition><{kind}>{text}</{kind}></timerEventDefinition>"
    return document(
        START + f'<intermediateCatchEvent id="x">{definition}</intermediateCatchEvent>' + flows("s x")
    )


def condition(text: str) -> bytes:
    return document(START + '<task id="a" name="A"/>' + flows(f"s a if: {text}"))


def tangle(kind: str, size: int) -> bytes:
    nodes = "".join(f'<{kind}Gateway id="g{n}"/>' for n in range(size))
    lines = (f"g{a} g{b} if: x" for a in range(size) for b in range(a + 1, size))
    return document(START + nodes + flows("s g0", *lines))


REFUSED = {
    "nested too deeply": (nested(150), "readable"),
    "far too many tasks": (document("<task/>" * 100_000), "readable"),
    "far too many flows": (
        document('<task id="a"/>' + '<sequenceFlow id="f" sourceRef="a" targetRef="a"/>' * 40_000),
        "readable",
    ),
    "a number of 100,000 digits": (timer(f"P{'9' * 100_000}D"), "timer-syntax"),
    "a count of 10,000 digits": (timer(f"R{'9' * 10_000}/P1D", "timeCycle"), "timer-syntax"),
    "superscript digits": (timer("R²/P1D", "timeCycle"), "expression-syntax"),
    "100,000 brackets": (condition("(" * 100_000), "expression-syntax"),
    "a sum of 100,000 parts": (condition("1+" * 100_000 + "1"), "expression-syntax"),
}
PASSED = {
    "nested deeply": nested(80),
    "a timer that counts to a million millions": timer(
        "for x in 1..1000000, y in 1..1000000 return duration(&quot;P1D&quot;)"
    ),
}


@pytest.fixture(scope="module")
def wired():
    return checkers(SpiffRuntime(DmnDecisions()))


def errors(data: bytes, wired) -> set[str]:
    begun = process_time()
    found = check(package(data), wired)
    assert process_time() - begun < 5
    return {finding.rule for finding in found if finding.severity == "error"}


@pytest.mark.parametrize("row", REFUSED)
def test_it_refuses(row: str, wired) -> None:
    data, rule = REFUSED[row]

    assert errors(data, wired) == {rule}


@pytest.mark.parametrize("row", PASSED)
def test_it_accepts(row: str, wired) -> None:
    assert errors(PASSED[row], wired) == set()


@pytest.mark.parametrize("kind", ["exclusive", "parallel", "inclusive"])
def test_a_tangle_of_gateways_is_answered(kind: str, wired) -> None:
    assert "deadlock" not in errors(tangle(kind, 60), wired)
