"""Clause 7.3.2 (item definitions) and 10.3.2.9 (types, conformance, conversions)."""

from tests.dmn.build import decision, given, item, knowledge, literal, part
from tests.dmn.rules.rule import Rule

CONVERSION = "10.3.2.9.4"
ITEM = "7.3.2"
GRADE = item("grade", "string", allowed='"a", "b"')
SMALL = item("small", "number", constraint="< 10")
FEW = item("few", "number", many=True, constraint="count(?) < 3")
LETTERS = item("letters", "string", many=True, allowed='"a", "b"')
NUMBERS = item("numbers", "number", many=True)
PERSON = item("person", inner=part("name", "string") + part("age", "number"))
DEEP = item("deep", inner=part("x", inner=part("y", "number")))
COMPONENT = item("box", inner=part("x", "string", allowed='"a"'))
FUNCTION = (
    '<itemDefinition name="calculation"><functionItem outputTypeRef="number">'
    '<parameters name="x" typeRef="number"/></functionItem></itemDefinition>'
)


def _result(clause: str, title: str, definition: str, type_ref: str, text: str, expected: str) -> Rule:
    elements = [definition] if definition else []
    return Rule(clause, title, [*elements, decision("d", literal(text), type_ref=type_ref)], "d", expected)


RESULTS = [
    _result(CONVERSION, "a result of another type is null", "", "number", '"123"', "null"),
    _result(CONVERSION, "a list of one is unwrapped", "", "number", "[1]", "1"),
    _result(CONVERSION, "a list of a list is not", "", "number", "[[1]]", "null"),
    _result(CONVERSION, "a list of two is not", "", "number", "[1, 2]", "null"),
    _result(CONVERSION, "an empty list is not", "", "number", "[]", "null"),
    _result(CONVERSION, "null is of every type", "", "number", "null", "null"),
    _result(CONVERSION, "a value becomes a list of one", NUMBERS, "numbers", "1", "[1]"),
    _result(CONVERSION, "a value of another type does not", NUMBERS, "numbers", '"a"', "null"),
    _result(
        CONVERSION, "a date becomes midnight", "", "date and time", '@"2021-01-01"', '@"2021-01-01T00:00:00Z"'
    ),
    _result(CONVERSION, "a moment does not become a date", "", "date", '@"2021-01-01T00:00:00"', "null"),
    _result(CONVERSION, "Any takes everything", "", "Any", '[1, "a"]', '[1, "a"]'),
    _result(
        ITEM, "a type of the expression language may be written with its prefix", "", "feel:number", "1", "1"
    ),
    _result(ITEM, "and is minded", "", "feel:number", '"a"', "null"),
    _result(ITEM, "an older spelling of a type is known", "", "dayTimeDuration", '@"P1D"', '@"P1D"'),
    _result(ITEM, "a value that is allowed", GRADE, "grade", '"a"', '"a"'),
    _result(ITEM, "a value that is not allowed", GRADE, "grade", '"c"', "null"),
    _result(ITEM, "a value within the constraint", SMALL, "small", "9", "9"),
    _result(ITEM, "a value beyond the constraint", SMALL, "small", "10", "null"),
    _result(ITEM, "allowed values hold for each item", LETTERS, "letters", '["a", "b"]', '["a", "b"]'),
    _result(ITEM, "one item that is not allowed", LETTERS, "letters", '["a", "c"]', "null"),
    _result(ITEM, "a constraint holds for the whole list", FEW, "few", "[1, 2]", "[1, 2]"),
    _result(ITEM, "a list beyond its constraint", FEW, "few", "[1, 2, 3]", "null"),
    _result(ITEM, "a list with an item of another type", NUMBERS, "numbers", '[1, "a"]', "null"),
    _result(ITEM, "an empty list", NUMBERS, "numbers", "[]", "[]"),
    _result(ITEM, "null inside a list", NUMBERS, "numbers", "[1, null]", "[1, null]"),
    _result(ITEM, "a structure", PERSON, "person", '{name: "x", age: 1}', '{name: "x", age: 1}'),
    _result(
        ITEM,
        "a structure with more",
        PERSON,
        "person",
        '{name: "x", age: 1, b: 2}',
        '{name: "x", age: 1, b: 2}',
    ),
    _result(ITEM, "a structure with less", PERSON, "person", '{name: "x"}', "null"),
    _result(ITEM, "a structure with a part of another type", PERSON, "person", "{name: 1, age: 1}", "null"),
    _result(
        ITEM, "a structure with null inside", PERSON, "person", "{name: null, age: 1}", "{name: null, age: 1}"
    ),
    _result(ITEM, "a value that is no structure", PERSON, "person", "1", "null"),
    _result(ITEM, "a structure in a structure", DEEP, "deep", "{x: {y: 1}}", "{x: {y: 1}}"),
    _result(ITEM, "another type deep inside", DEEP, "deep", '{x: {y: "1"}}', "null"),
    _result(ITEM, "a part that is not allowed", COMPONENT, "box", '{x: "b"}', "null"),
    _result(ITEM, "instance of an item definition", GRADE, "", '"a" instance of grade', "true"),
    _result(ITEM, "instance of a structure", PERSON, "", '{name: "x", age: 1} instance of person', "true"),
    _result(ITEM, "no instance of a structure", PERSON, "", '{name: "x"} instance of person', "false"),
    _result(ITEM, "instance of a list of structures", PERSON, "", "[] instance of list<person>", "true"),
    _result(ITEM, "a parameter typed by an item definition", GRADE, "", '(function(g: grade) g)("a")', '"a"'),
]
CHAINS = [
    Rule(
        ITEM,
        "a type of a type holds to both",
        [
            item("base", "number", allowed="[0..10]"),
            item("more", "base", allowed="[5..20]"),
            decision("d", literal(text), type_ref="more"),
        ],
        "d",
        expected,
    )
    for text, expected in (("7", "7"), ("15", "null"), ("3", "null"), ('"a"', "null"))
]
LISTS_OF = [
    Rule(
        ITEM,
        "a list of another type's values",
        [
            item("base", "number"),
            item("all", "base", many=True),
            decision("d", literal(text), type_ref="all"),
        ],
        "d",
        expected,
    )
    for text, expected in (("[1, 2]", "[1, 2]"), ("1", "[1]"), ('["a"]', "null"))
]
INPUTS = [
    Rule(
        CONVERSION if "list" in title or "type" in title else ITEM,
        title,
        [GRADE, PERSON, NUMBERS, given("a", type_ref), decision("d", literal("a"), needs=["in:a"])],
        "d",
        expected,
        {"a": text} if text else {},
    )
    for title, type_ref, text, expected in (
        ("an input of its type", "number", "1", "1"),
        ("an input of another type is null", "number", '"1"', "null"),
        ("an input of a list of one", "number", "[1]", "1"),
        ("an input for a list", "numbers", "1", "[1]"),
        ("an input that is not given is null", "number", "", "null"),
        ("an input that is not allowed is null", "grade", '"z"', "null"),
        ("an input that is allowed", "grade", '"a"', '"a"'),
        ("an input that is a structure", "person", '{name: "x", age: 1}', '{name: "x", age: 1}'),
        ("an input that is half a structure", "person", '{name: "x"}', "null"),
        (
            "an input that is a date for a moment, by type",
            "date and time",
            '@"2021-01-01"',
            '@"2021-01-01T00:00:00Z"',
        ),
    )
]
FUNCTIONS = [
    Rule(
        ITEM,
        "a knowledge model typed as a function",
        [
            FUNCTION,
            knowledge("f", ["n:number"], literal(body), type_ref="calculation"),
            decision("d", literal("f(2)"), needs=["know:f"]),
        ],
        "d",
        expected,
    )
    for body, expected in (("n", "2"), ('"a"', "null"), ("[n]", "2"))
]
RULES = [*RESULTS, *CHAINS, *LISTS_OF, *INPUTS, *FUNCTIONS]
