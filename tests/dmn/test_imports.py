"""Models that use each other. DMN 1.5, 6.3.3."""

from decimal import Decimal

import pytest

from engine.dmn import findings, load
from engine.errors import InvalidInput, NotFound
from tests.dmn.build import DMN15, NOW, decision, given, item, knowledge, literal, model, part


def uses(namespace: str, name: str, kind: str = DMN15) -> str:
    return f'<import namespace="{namespace}" name="{name}" importType="{kind}"/>'


BASE = model(
    item("tPerson", inner=part("first name", "string")),
    given("Person", "tPerson"),
    decision("Greeting", literal('"Hello " + Person.first name'), needs=["in:Person"]),
    knowledge("Say twice", ["p:tPerson"], literal("p.first name + p.first name")),
    namespace="urn:base",
)
MIDDLE = model(
    uses("urn:base", "base"),
    decision("Warm Greeting", literal('base.Greeting + "!"'), needs=["dec:urn:base#Greeting"]),
    namespace="urn:middle",
)
TOP = model(
    uses("urn:base", "The base"),
    uses("urn:middle", "mid"),
    given("Guest", "The base.tPerson"),
    decision("Both", literal('mid.Warm Greeting + " " + The base.Greeting'),
             needs=["dec:urn:middle#Warm Greeting", "dec:urn:base#Greeting"]),
    decision("Twice", literal("The base.Say twice(Guest)"), needs=["know:urn:base#Say twice", "in:Guest"]),
    decision("Boxed", f"<invocation>{literal('The base.Say twice')}"
             f'<binding><parameter name="p"/>{literal("Guest")}</binding></invocation>',
             needs=["know:urn:base#Say twice", "in:Guest"]),
    decision("Typed", literal("Guest instance of The base.tPerson"), needs=["in:Guest"]),
    namespace="urn:top",
)  # fmt: skip
FILES = {"top.dmn": TOP, "middle.dmn": MIDDLE, "base.dmn": BASE}
ANN = {"first name": "Ann"}


@pytest.mark.parametrize(
    ("name", "given_values", "expected"),
    [
        ("Both", {"Person": ANN}, "Hello Ann! Hello Ann"),
        ("Both", {"base": {"Person": ANN}}, "Hello Ann! Hello Ann"),
        ("Twice", {"Guest": ANN}, "AnnAnn"),
        ("Twice", {"Guest": {"last": "x"}}, None),
        ("Boxed", {"Guest": ANN}, "AnnAnn"),
        ("Typed", {"Guest": ANN}, True),
        ("mid.Warm Greeting", {"Person": ANN}, "Hello Ann!"),
    ],
)
def test_it_reaches_imported_elements_under_the_name_of_the_import(
    name: str, given_values: dict[str, object], expected: object
) -> None:
    assert load(FILES).evaluate(name, given_values, now=NOW, file="top.dmn") == expected


def test_it_finds_nothing_wrong_with_imports() -> None:
    for name, data in FILES.items():
        assert findings(name, data, FILES) == []


def test_it_looks_in_one_file_only_where_it_is_named() -> None:
    with pytest.raises(NotFound):
        load(FILES).evaluate("Greeting", {}, now=NOW, file="top.dmn")
    assert load(FILES).evaluate("Greeting", {"Person": ANN}, now=NOW) == "Hello Ann"


def nameless(letter: str, imports: str = "", *elements: str) -> bytes:
    return model(*[uses(f"urn:{each}", "") for each in imports], *elements, namespace=f"urn:{letter}")


ASKS = decision("first", literal("second"), needs=["dec:second"])


def second(answer: str) -> str:
    return decision("second", literal(f'"{answer}"'))


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"a": nameless("a", "b", ASKS), "b": nameless("b", "", second("b"))}, "b"),
        ({"a": nameless("a", "bc", ASKS), "b": nameless("b", "", second("b")),
          "c": nameless("c", "", second("c"))}, "b"),
        ({"a": nameless("a", "bd", ASKS), "b": nameless("b", "c"), "c": nameless("c", "", second("c")),
          "d": nameless("d", "", second("d"))}, "c"),
        ({"a": nameless("a", "b", ASKS, second("a")), "b": nameless("b", "", second("b"))}, "a"),
        ({"a": nameless("a", "a", ASKS, second("a"))}, "a"),
        ({"a": nameless("a", "b", ASKS), "b": nameless("b", "a", second("b"))}, "b"),
        ({"a": nameless("a", "b"), "b": nameless("b", "", ASKS, second("b"))}, "b"),
    ],
    ids=["one", "first of two", "depth first", "own before imported", "itself", "each other", "passed on"],
)  # fmt: skip
def test_it_merges_an_import_without_a_name(files: dict[str, bytes], expected: str) -> None:
    assert load(files).evaluate("first", {}, now=NOW, file="a") == expected


def test_it_uses_types_and_inputs_of_a_merged_model() -> None:
    files = {
        "a": nameless("a", "b", decision("d", literal("x"), type_ref="tNumbers", needs=["in:x"])),
        "b": nameless("b", "", given("x", "number"), item("tNumbers", "number", many=True)),
    }
    assert load(files).evaluate("d", {"x": 1}, now=NOW) == [Decimal(1)]


def test_it_chooses_by_location_between_models_of_one_namespace() -> None:
    where = uses("urn:b", "").replace("/>", ' locationURI="./second.dmn"/>')
    files = {
        "first.dmn": nameless("b", "", second("first")),
        "second.dmn": nameless("b", "", second("second")),
        "main.dmn": model(where, ASKS, namespace="urn:a"),
    }
    assert load(files).evaluate("first", {}, now=NOW, file="main.dmn") == "second"


def test_it_reads_references_with_the_models_own_namespace() -> None:
    one = model(decision("a", literal("b"), needs=["dec:urn:test#b"]), decision("b", literal("1")))
    assert load({"x.dmn": one}).evaluate("a", {}, now=NOW) == Decimal(1)


def test_it_refuses_what_an_import_does_not_bring() -> None:
    alone = {"middle.dmn": MIDDLE}
    with pytest.raises(InvalidInput, match="it requires “urn:base#Greeting”, which is nowhere to be found"):
        load(alone).evaluate("Warm Greeting", {}, now=NOW)
    rules = [finding.rule for finding in findings("middle.dmn", MIDDLE, {})]
    assert rules == ["unknown-import", "unknown-reference"]
