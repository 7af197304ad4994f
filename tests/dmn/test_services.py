"""Decision services. DMN 1.5, 7.3.11 and 10.4."""

from decimal import Decimal

import pytest

from engine.errors import InvalidInput, NotFound
from tests.dmn.build import NOW, decision, given, item, literal, loaded, service, value

ELEMENTS = [
    given("a", "string"),
    given("b", "string"),
    decision("c", literal('"C"'), type_ref="string"),
    decision("all", literal("a + b + c"), needs=["in:a", "in:b", "dec:c"]),
    decision("len", literal("string length(all)"), needs=["dec:all"]),
    service("Join", outputs=["all"], takes=["dec:c", "in:a", "in:b"]),
    service("Both", outputs=["all", "len"], takes=["in:a", "in:b"]),
    service("Open", outputs=["all"]),
]


@pytest.mark.parametrize(
    ("name", "inputs", "expected"),
    [
        ("Join", {"a": "1", "b": "2", "c": "3"}, "123"),
        ("Join", {"a": "1", "b": "2"}, None),
        ("Join", {"a": "1", "b": "2", "c": 3}, None),
        ("Join", {"a": ["1"], "b": "2", "c": "3", "more": 1}, "123"),
        ("Both", {"a": "1", "b": "2"}, {"all": "12C", "len": Decimal(3)}),
        ("Open", {"a": "1", "b": "2"}, None),
    ],
)
def test_it_answers_a_service_by_inputs_with_names(
    name: str, inputs: dict[str, object], expected: object
) -> None:
    assert loaded(*ELEMENTS).service(name, inputs, now=NOW) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Join("1", "2", "3")', "123"),
        ('Join(c: "3", a: "1", b: "2")', "123"),
        ('Join("1", "2")', None),
        ('Join("1", "2", 3)', None),
        ('Join(a: "1", b: "2", d: "3")', None),
        ('Join("1", "2", "3") + a + c', "1230C"),
        ('Both("1", "2").len', Decimal(3)),
    ],
)
def test_it_invokes_a_service_with_input_data_before_decisions(text: str, expected: object) -> None:
    needs = ["know:Join", "know:Both", "in:a", "dec:c"]
    assert value([*ELEMENTS, decision("d", literal(text), needs=needs)], "d", {"a": "0"}) == expected


def test_it_fits_what_a_service_answers_to_its_type() -> None:
    types = [
        item("tWords", "string", many=True),
        item("tGivesWords", inner='<functionItem outputTypeRef="tWords"/>'),
    ]
    three = decision("three", literal('"x"'))
    for type_ref, expected in [("tGivesWords", ["x"]), ("tWords", ["x"]), ("number", None), ("", "x")]:
        asked = loaded(*types, three, service("S", outputs=["three"], type_ref=type_ref))
        assert asked.service("S", {}, now=NOW) == expected, type_ref


def test_it_refuses_a_service_that_is_not_there_or_incomplete() -> None:
    models = loaded(*ELEMENTS, service("Bad", outputs=["nowhere"]), service("Odd", outputs=["a"]))
    with pytest.raises(NotFound, match="There is no decision service “all”"):
        models.service("all", {}, now=NOW)
    with pytest.raises(
        InvalidInput, match="The decision service “Bad” cannot answer: it refers to “#nowhere”"
    ):
        models.service("Bad", {}, now=NOW)
    with pytest.raises(InvalidInput, match="the output “a” of the service “Odd” is no decision"):
        models.service("Odd", {}, now=NOW)
