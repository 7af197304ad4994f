"""Requirements: decisions, inputs, knowledge models. DMN 1.5, 6.2, 7.3 and 10.4."""

from decimal import Decimal

import pytest

from engine.errors import InvalidInput, NotFound
from tests.dmn.build import NOW, decision, given, knowledge, literal, loaded, table, value

CHAIN = [
    given("Monthly Salary", "number"),
    decision("Yearly Salary", literal("12 * Monthly Salary"), needs=["in:Monthly Salary"]),
    decision("Tax (2026)", literal("Yearly Salary / 10"), needs=["dec:Yearly Salary"]),
    decision(
        "What's left", literal("Yearly Salary - Tax (2026)"), needs=["dec:Yearly Salary", "dec:Tax (2026)"]
    ),
]


def test_it_makes_required_decisions_first() -> None:
    assert value(CHAIN, "What's left", {"Monthly Salary": 100}) == Decimal(1080)


def test_it_tells_every_input_that_took_part() -> None:
    decided = loaded(*CHAIN).decide("What's left", {"Monthly Salary": 100, "other": 1}, now=NOW)
    assert decided.inputs == {"Monthly Salary": Decimal(100)}


def test_it_takes_no_decision_from_outside_that_has_logic() -> None:
    assert value(CHAIN, "Tax (2026)", {"Monthly Salary": 100, "Yearly Salary": 5}) == Decimal(120)


def test_it_takes_a_decision_without_logic_from_outside() -> None:
    human = [
        decision("judgement", type_ref="string"),
        decision("d", literal("judgement"), needs=["dec:judgement"]),
    ]
    assert value(human, "d", {"judgement": "fair"}) == "fair"
    assert value(human, "d", {"judgement": 3}) is None
    assert value(human, "judgement", {"judgement": "fair"}) == "fair"


def test_it_lets_logic_read_variables_that_no_input_names() -> None:
    assert value([decision("d", literal("severity"))], "d", {"severity": "high"}) == "high"


def test_it_records_the_rules_of_the_decision_asked_for_only() -> None:
    below = decision("below", table(["n"], [""], ["- || n + 1"]))
    above = decision(
        "above", table(["below"], [""], ["> 90 || 0", "- || 1"], policy="FIRST"), needs=["dec:below"]
    )
    decided = loaded(below, above).decide("above", {"n": 1}, now=NOW)
    assert (decided.rules, decided.inputs) == (("r2",), {"below": Decimal(2)})


def test_it_makes_each_decision_once() -> None:
    seen: list[object] = []

    def look(what: object) -> object:
        seen.append(what)
        return what

    elements = [
        decision("a", literal("look(1)")),
        decision("b", literal("a"), needs=["dec:a"]),
        decision("c", literal("a + b"), needs=["dec:a", "dec:b"]),
    ]
    assert loaded(*elements).evaluate("c", {}, now=NOW, functions={"look": look}) == Decimal(2)
    assert seen == [Decimal(1)]


@pytest.mark.parametrize(
    ("elements", "message"),
    [
        (
            [decision("a", literal("b"), needs=["dec:b"]), decision("b", literal("a"), needs=["dec:a"])],
            "The decision “a” cannot answer: the decision “b”, which it requires, cannot answer: "
            "the decision “a”, which it requires, cannot answer: it requires itself through “a”.",
        ),
        (
            [decision("a", literal("1"), needs=["dec:nowhere"])],
            "The decision “a” cannot answer: it requires “#nowhere”, which is nowhere to be found.",
        ),
        (
            [
                decision("a", literal("b"), needs=["dec:b"]),
                decision("b", table(["1"], [""], ["- || 1", "- || 2"])),
            ],
            "The decision “a” cannot answer: the decision “b”, which it requires, cannot answer: "
            "rules 1 and 2 match, but its hit policy UNIQUE allows one.",
        ),
        (
            [decision("a", literal("f(1)"), needs=["know:f"]), knowledge("f", ["x"], literal("x +"))],
            "The decision “a” cannot answer: the knowledge model “f”: “x +” cannot be evaluated: "
            "Expected a value but found the end. (line 1, column 4).",
        ),
        (
            [decision("a", literal("1"), needs=["know:f"]), '<businessKnowledgeModel id="f" name="f"/>'],
            "The decision “a” cannot answer: “f” holds no logic that can be invoked.",
        ),
        (
            [
                decision("a", literal("f(1)"), needs=["know:f"]),
                knowledge("f", ["x"], literal("f(x + 1)"), needs=["f"]),
            ],
            "The decision “a” cannot answer: the knowledge model “f”: ",
        ),
    ],
    ids=["circle", "missing", "faulty below", "faulty function", "no function", "endless"],
)
def test_it_says_why_a_decision_cannot_answer(elements: list[str], message: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        value(elements, "a")
    assert str(refusal.value).startswith(message)
    assert len(str(refusal.value)) < 250


def test_it_refuses_a_decision_that_is_not_there() -> None:
    with pytest.raises(NotFound, match="There is no decision “nobody”"):
        value(CHAIN, "nobody")


FUNCTIONS = [
    knowledge("double", ["x:number"], literal("2 * x"), type_ref="number"),
    knowledge("fourfold", ["x"], literal("double(double(x))"), needs=["double"]),
    knowledge("secretive", [], literal("n")),
    knowledge("graded", ["Person.Age"], table(["Person.Age"], [""], ['< 18 || "minor"', '>= 18 || "adult"'])),
]


@pytest.mark.parametrize(
    ("text", "needs", "expected"),
    [
        ("double(n)", ["double"], Decimal(20)),
        ("double(x: n)", ["double"], Decimal(20)),
        ("fourfold(n)", ["fourfold"], Decimal(40)),
        ('double("x")', ["double"], None),
        ("double()", ["double"], None),
        ("double(1, 2)", ["double"], None),
        ("double(y: 1)", ["double"], None),
        ("double([n])", ["double"], Decimal(20)),
        ("double(null)", ["double"], None),
        ("secretive()", ["secretive"], None),
        ("double(n)", [], None),
        ("fourfold(n) + double(1)", ["fourfold"], None),
        ("graded(12)", ["graded"], "minor"),
        ("for each in [1, 2] return double(each)", ["double"], [Decimal(2), Decimal(4)]),
        ("sort([2, 1], function(a, b) double(a) < double(b))", ["double"], [Decimal(1), Decimal(2)]),
    ],
)
def test_it_invokes_knowledge_models(text: str, needs: list[str], expected: object) -> None:
    elements = [*FUNCTIONS, decision("d", literal(text), needs=[f"know:{need}" for need in needs])]
    assert value(elements, "d", {"n": 10}) == expected


def test_it_passes_functions_to_knowledge_models() -> None:
    elements = [
        knowledge("apply", ["f", "x"], literal("f(x)")),
        decision("d", literal("apply(function(x) x + n, 1) + apply(abs, -5)"), needs=["know:apply"]),
    ]
    assert value(elements, "d", {"n": 10}) == Decimal(16)


def test_it_asks_a_knowledge_model_from_outside() -> None:
    models = loaded(*FUNCTIONS)
    assert models.bkm("fourfold", {"x": 3, "other": 1}, now=NOW) == Decimal(12)
    assert models.bkm("double", {"x": "3"}, now=NOW) is None
    assert models.bkm("double", {}, now=NOW) is None
    with pytest.raises(NotFound, match="There is no business knowledge model “triple”"):
        models.bkm("triple", {}, now=NOW)


def test_it_knows_an_element_by_its_variables_name_too() -> None:
    elements = [
        given("Monthly Salary").replace('<variable name="Monthly Salary"', '<variable name="salary"'),
        decision("Yearly", literal("12 * salary"), needs=["in:Monthly Salary"]).replace(
            '<variable name="Yearly"', '<variable name="yearly"'
        ),
        decision("d", literal("yearly + Yearly"), needs=["dec:Yearly"]),
    ]
    assert value(elements, "d", {"Monthly Salary": 1}) == Decimal(24)
    assert value(elements, "d", {"salary": 2}) == Decimal(48)
