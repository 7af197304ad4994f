"""Rules of DMN 1.5 on imports, row by row: 6.3.3, 10.3.1.6 and 10.4.

`base` is imported by `mid`, and both by the model asked.
"""

from collections.abc import Mapping
from typing import NamedTuple

import pytest

from engine.dmn import load
from engine.feel import evaluate
from engine.feel.wire import dumps
from tests.dmn.build import DMN15, NOW, decision, given, item, knowledge, literal, model, part, service


def imported(name: str, namespace: str) -> str:
    return f'<import name="{name}" namespace="{namespace}" importType="{DMN15}"/>'


BASE = model(
    item("grade", "string", allowed='"a", "b"'),
    item("person", inner=part("name", "string")),
    given("in put", "number", "i"),
    decision("x", literal("in put + 1"), ident="dx", needs=["in:i"]),
    knowledge("f", ["n:number"], literal("n * 2")),
    service("s", outputs=["dx"], takes=["in:i"]),
    namespace="urn:base",
)
MID = model(
    imported("base", "urn:base"),
    decision("m", literal("base.x * 10"), needs=["dec:urn:base#dx"]),
    knowledge("g", ["n"], literal("base.f(n) + 1")).replace(
        "</encapsulatedLogic>",
        '</encapsulatedLogic><knowledgeRequirement><requiredKnowledge href="urn:base#f"/>'
        "</knowledgeRequirement>",
    ),
    namespace="urn:mid",
)
IMPORTS = imported("base", "urn:base") + imported("mid", "urn:mid")
INVOCATION = (
    f"<invocation>{literal('base.f')}<binding><parameter name='n'/>{literal('4')}</binding></invocation>"
)
READS = decision("d", literal("base.x"), needs=["dec:urn:base#dx"])
SERVES = (
    '<decisionService id="ss" name="ss"><variable name="ss"/><outputDecision href="#d"/>'
    '<inputData href="urn:base#i"/></decisionService>'
)


class Row(NamedTuple):
    """What the model asked holds, what is given, and what it answers; in FEEL."""

    title: str
    elements: list[str]
    expected: str
    given: Mapping[str, str] = {}
    asked: str = "d"
    service: bool = False


def _of(title: str, text: str, expected: str, needs: str = "", **more: dict[str, str]) -> Row:
    return Row(title, [decision("d", literal(text), needs=[needs] if needs else [])], expected, **more)


def _typed(title: str, text: str, type_ref: str, expected: str, *items: str) -> Row:
    return Row(title, [*items, decision("d", literal(text), type_ref=type_ref)], expected)


DX, F, S, G = "dec:urn:base#dx", "know:urn:base#f", "know:urn:base#s", "know:urn:mid#g"
ROWS = [
    Row("an input by its name", [READS], "3", {"in put": "2"}),
    Row("an input in a context of the import", [READS], "3", {"base": "{in put: 2}"}),
    Row("an input with the import's name before it", [READS], "3", {"base.in put": "2"}),
    Row("the import's input rather than another", [READS], "3", {"base": "{in put: 2}", "in put": "9"}),
    Row("an input of another type", [READS], "null", {"in put": '"a"'}),
    _of("an imported input", "base.in put", "2", "in:urn:base#i", given={"base": "{in put: 2}"}),
    _of("a decision of an import's import", "mid.m + 1", "31", "dec:urn:mid#m", given={"in put": "2"}),
    _of(
        "its input two contexts deep",
        "mid.m + 1",
        "31",
        "dec:urn:mid#m",
        given={"mid": "{base: {in put: 2}}"},
    ),
    _of(
        "its input with two names before it",
        "mid.m + 1",
        "31",
        "dec:urn:mid#m",
        given={"mid.base.in put": "2"},
    ),
    _of("a knowledge model", "base.f(4)", "8", F),
    _of("a knowledge model by name of argument", "base.f(n: 4)", "8", F),
    _of("a knowledge model with another type", 'base.f("a")', "null", F),
    Row("a knowledge model in a boxed invocation", [decision("d", INVOCATION, needs=[F])], "8"),
    _of("a knowledge model that is not required", "base.f(4)", "null"),
    _of("a knowledge model that requires an imported one", "mid.g(3)", "7", G),
    _of("a decision service", "base.s(4)", "5", S),
    _of("a decision service by name of argument", "base.s(in put: 4)", "5", S),
    _typed("an imported type", '"a"', "base.grade", '"a"'),
    _typed("a value that an imported type forbids", '"c"', "base.grade", "null"),
    _typed("a type made of an imported one", '"c"', "mine", "null", item("mine", "base.grade")),
    _typed(
        "a list of an imported type",
        '{name: "x"}',
        "all",
        '[{name: "x"}]',
        item("all", "base.person", many=True),
    ),
    _of("instance of an imported type", '"a" instance of base.grade', "true"),
    _of("instance of a list of it", '[{name: "x"}] instance of list<base.person>', "true"),
    _of("a parameter of an imported type", '(function(p: base.person) p.name)({name: "x"})', '"x"'),
    Row(
        "an import whose name has spaces",
        [imported("my base", "urn:base"), decision("d", literal("my base.x"), needs=[DX])],
        "3",
        {"in put": "2"},
    ),
    Row("an imported decision asked by its full name", [], "3", {"in put": "2"}, "base.x"),
    Row("a service that takes an imported input", [SERVES, READS], "6", {"in put": "5"}, "ss", True),
    Row("the same in a context", [SERVES, READS], "6", {"base": "{in put: 5}"}, "ss", True),
]


@pytest.mark.parametrize("row", ROWS, ids=[row.title for row in ROWS])
def test_it_finds_what_is_imported(row: Row) -> None:
    own = [] if row.title == "an import whose name has spaces" else [IMPORTS]
    models = load(
        {"top.dmn": model(*own, *row.elements, namespace="urn:top"), "base.dmn": BASE, "mid.dmn": MID}
    )
    values = {name: evaluate(text, {}) for name, text in row.given.items()}
    ask = models.service if row.service else models.evaluate
    assert dumps(ask(row.asked, values, now=NOW, file="top.dmn")) == dumps(evaluate(row.expected, {}))
