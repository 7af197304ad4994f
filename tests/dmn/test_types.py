"""Item definitions: conformance, conversions, allowed values. DMN 1.5, 7.3.2 and 10.3.2.9."""

from decimal import Decimal

import pytest

from engine.errors import InvalidInput
from tests.dmn.build import decision, given, item, knowledge, literal, part, value

TYPES = [
    item("tGrade", "string", allowed='"A", "B"'),
    item("tGrades", "tGrade", many=True),
    item("tNumbers", "number", many=True),
    item("tFewNumbers", "number", many=True, constraint="count(?) <= 2", allowed="< 10"),
    item("tAdult", "tAge", allowed=">= 18"),
    item("tAge", "number", allowed="[0..120]"),
    item("tPerson", inner=part("name", "string") + part("age", "tAge") + part("tags", "string", many=True)),
    item("tTree", inner=part("label", "string") + part("below", "tTree", many=True)),
    item("tFunction", inner='<functionItem outputTypeRef="tNumbers"><parameters name="x"/></functionItem>'),
    item("tLoop", "tKnot"),
    item("tKnot", "tLoop"),
    item("tAnything"),
]

PERSON = '{name: "Ann", age: 30, tags: []}'

FITS = [
    ("number", "1 + 1", "2"),
    ("string", "1 + 1", "null"),
    ("number", "[7]", "7"),
    ("number", "[[7]]", "null"),
    ("string", "[7]", "null"),
    ("Any", "[7]", "[7]"),
    ("tAnything", "[7]", "[7]"),
    ("tNumbers", "7", "[7]"),
    ("tNumbers", '"x"', "null"),
    ("tNumbers", '[1, "x"]', "null"),
    ("tNumbers", "[1, null]", "[1, null]"),
    ("tNumbers", "null", "null"),
    ("tNumbers", "[]", "[]"),
    ("tFewNumbers", "[1, 2]", "[1, 2]"),
    ("tFewNumbers", "[1, 2, 3]", "null"),
    ("tFewNumbers", "[1, 20]", "null"),
    ("date and time", 'date("2026-01-02")', 'date and time("2026-01-02T00:00:00Z")'),
    ("date", 'date and time("2026-01-02T00:00:00Z")', "null"),
    ("days and time duration", 'duration("PT1H")', 'duration("PT1H")'),
    ("years and months duration", 'duration("PT1H")', "null"),
    ("dateTime", 'date("2026-01-02")', 'date and time("2026-01-02T00:00:00Z")'),
    ("context", "{a: 1}", "{a: 1}"),
    ("list", "1", "[1]"),
    ("boolean", "1 = 1", "true"),
    ("tGrade", '"A"', '"A"'),
    ("tGrade", '"C"', "null"),
    ("tGrade", "null", "null"),
    ("tGrades", '["A", "B"]', '["A", "B"]'),
    ("tGrades", '["A", "C"]', "null"),
    ("tGrades", '"A"', '["A"]'),
    ("tAdult", "30", "30"),
    ("tAdult", "3", "null"),
    ("tAdult", "130", "null"),
    ("tPerson", PERSON, PERSON),
    ("tPerson", '{name: "Ann", age: 30, tags: [], more: 1}', '{name: "Ann", age: 30, tags: [], more: 1}'),
    ("tPerson", '{name: "Ann", age: 30}', "null"),
    ("tPerson", '{name: "Ann", age: 300, tags: []}', "null"),
    ("tPerson", '{name: "Ann", age: null, tags: ["x"]}', '{name: "Ann", age: null, tags: ["x"]}'),
    ("tPerson", f"[{PERSON}]", PERSON),
    (
        "tTree",
        '{label: "a", below: [{label: "b", below: []}]}',
        '{label: "a", below: [{label: "b", below: []}]}',
    ),
    ("tTree", '{label: "a", below: [{label: "b"}]}', "null"),
    ("tFunction", "1", "null"),
]


@pytest.mark.parametrize(("type_ref", "text", "expected"), FITS)
def test_it_fits_a_decision_to_its_type(type_ref: str, text: str, expected: str) -> None:
    elements = [*TYPES, decision("d", literal(text), type_ref=type_ref), decision("e", literal(expected))]
    assert value(elements, "d") == value(elements, "e")


@pytest.mark.parametrize(("type_ref", "text", "expected"), FITS)
def test_it_fits_an_input_to_its_type(type_ref: str, text: str, expected: str) -> None:
    elements = [
        *TYPES,
        given("x", type_ref),
        decision("d", literal("x"), needs=["in:x"]),
        decision("e", literal(expected)),
        decision("value", literal(text)),
    ]
    assert value(elements, "d", {"x": value(elements, "value")}) == value(elements, "e")


def test_it_enters_no_function_with_an_argument_of_another_type() -> None:
    elements = [*TYPES, knowledge("f", ["x:tAdult"], literal("x = null"))]
    ages = {"30": False, "3": None, "null": True}
    for age, expected in ages.items():
        asked = decision("d", literal(f"f({age})"), needs=["know:f"])
        assert value([*elements, asked], "d") is expected, age


@pytest.mark.parametrize(
    ("type_ref", "body", "expected"),
    [
        ("tFunction", "1", [Decimal(1)]),
        ("tNumbers", "1", [Decimal(1)]),
        ("number", "[1]", Decimal(1)),
        ("string", "1", None),
    ],
)
def test_it_fits_the_result_of_a_knowledge_model(type_ref: str, body: str, expected: object) -> None:
    elements = [*TYPES, knowledge("f", [], literal(body), type_ref=type_ref)]
    assert value([*elements, decision("d", literal("f()"), needs=["know:f"])], "d") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[1, 2] instance of tNumbers", True),
        ('["x"] instance of tNumbers', False),
        (f"{PERSON} instance of tPerson", True),
        ("{a: 1} instance of tPerson", False),
        ("(function(x: tNumbers) count(x))([1, 2])", Decimal(2)),
    ],
)
def test_it_knows_item_definitions_inside_expressions(text: str, expected: object) -> None:
    assert value([*TYPES, decision("d", literal(text))], "d") == expected


def test_it_refuses_types_that_refer_to_each_other() -> None:
    with pytest.raises(InvalidInput, match=r"the type “(tKnot|tLoop)” refers to itself"):
        value([*TYPES, decision("d", literal("1"), type_ref="tLoop")], "d")
