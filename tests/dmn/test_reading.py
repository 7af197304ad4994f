"""DMN files read: safely, in every version, faults kept to the file or decision that has them."""

from decimal import Decimal

import pytest

from engine.dmn import findings, load
from engine.dmn.reader import read
from engine.errors import DiagramError, InvalidInput, NotFound
from engine.safe_xml import MAX_BYTES
from tests.dmn.build import DMN15, NOW, decision, given, literal, loaded, model

ONE = decision("one", literal("1"))

ENTITY = b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" namespace="x" name="n">&x;</definitions>"""
PLAIN_DOCTYPE = ENTITY.replace(b' [<!ENTITY x SYSTEM "file:///etc/hostname">]', b"").replace(b"&x;", b"")


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "readable"),
        (b"<definitions", "readable"),
        (ENTITY, "readable"),
        (PLAIN_DOCTYPE, "readable"),
        (b"<definitions xmlns='urn:other'/>", "not-dmn"),
        (b"<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'/>", "not-dmn"),
        (b"<decision xmlns='https://www.omg.org/spec/DMN/20230324/MODEL/'/>", "not-dmn"),
        (b" " * (MAX_BYTES + 1), "readable"),
        (model("<a>" * 230 + "</a>" * 230), "readable"),
    ],
)
def test_it_refuses_what_is_no_safe_dmn(data: bytes, rule: str) -> None:
    with pytest.raises(DiagramError) as refusal:
        read("x.dmn", data)
    assert [finding.rule for finding in refusal.value.findings] == [rule]
    assert [finding.rule for finding in findings("x.dmn", data, {})] == [rule]


@pytest.mark.parametrize(
    "namespace",
    [
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        DMN15,
        "https://www.omg.org/spec/DMN/20240513/MODEL/",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_it_reads_every_version_and_encoding(namespace: str, encoding: str) -> None:
    text = model(decision("größe", literal('"ä"')), dmn=namespace).decode().replace("UTF-8", encoding)
    assert load({"x.dmn": text.encode(encoding)}).evaluate("größe", {}, now=NOW) == "ä"


def test_it_resolves_prefixed_types_of_dmn_1_1() -> None:
    old = "http://www.omg.org/spec/DMN/20151101/dmn.xsd"
    prefixes = 'xmlns:feel="http://www.omg.org/spec/FEEL/20140401" xmlns:own="urn:test"'
    types = '<itemDefinition name="tFew"><typeRef>feel:number</typeRef></itemDefinition>'
    data = model(
        types,
        decision("a", literal("1"), type_ref="own:tFew"),
        decision("b", literal('"x"'), type_ref="own:tFew"),
        decision("c", literal("date(2026, 1, 2)"), type_ref="feel:dateTime"),
        dmn=old,
        attributes=prefixes,
    )
    models = load({"x.dmn": data})
    assert models.evaluate("a", {}, now=NOW) == Decimal(1)
    assert models.evaluate("b", {}, now=NOW) is None
    assert str(models.evaluate("c", {}, now=NOW)) == "2026-01-02T00:00:00Z"
    assert findings("x.dmn", data, {}) == []


def test_it_leaves_out_comments_and_other_peoples_elements() -> None:
    other = '<x:decision xmlns:x="urn:other" id="other" name="other"/>'
    models = loaded("<!-- drawn by hand -->", f"<extensionElements>{other}</extensionElements>", other, ONE)
    assert models.decisions() == [("one", "one", "test.dmn")]


def test_it_lists_decisions_with_id_name_and_file() -> None:
    files = {
        "b.dmn": model(decision("B", literal("2"), ident="id-b")),
        "a.dmn": model(ONE, namespace="urn:a"),
    }
    assert load(files).decisions() == [("id-b", "B", "b.dmn"), ("one", "one", "a.dmn")]


def test_it_answers_from_the_other_files_when_one_cannot_be_read() -> None:
    models = load({"broken.dmn": b"<definitions", "good.dmn": model(ONE)})
    assert models.evaluate("one", {}, now=NOW) == Decimal(1)
    with pytest.raises(NotFound, match=r"There is no decision “two”, and broken\.dmn cannot be read\."):
        models.evaluate("two", {}, now=NOW)


JAVA = literal("1").replace("Expression>", 'Expression expressionLanguage="java">', 1)
FAULTY = [
    (literal("1 +"), "“1 \\+” cannot be evaluated"),
    (JAVA, "only FEEL runs here"),
    (
        '<relation><column name="a"/><row/></relation>',
        "a row of the relation has not as many cells as columns",
    ),
]


@pytest.mark.parametrize(("logic", "cause"), FAULTY)
def test_it_answers_the_other_decisions_of_a_file_with_a_faulty_one(logic: str, cause: str) -> None:
    models = loaded(decision("bad", logic), ONE)
    assert models.evaluate("one", {}, now=NOW) == Decimal(1)
    with pytest.raises(InvalidInput, match=f"The decision “bad” cannot answer: .*{cause}"):
        models.evaluate("bad", {}, now=NOW)


EMPTY = [
    (literal(""), "it is empty"),
    ("<literalExpression/>", "it is empty"),
    ("<context><contextEntry/></context>", "the result entry is empty"),
    ("<conditional/>", "the condition (if) is empty"),
    ("<invocation/>", "the invocation's function is empty"),
    ("<filter/>", "the list to filter (in) is empty"),
]


@pytest.mark.parametrize(("logic", "cause"), EMPTY)
def test_it_takes_an_empty_box_for_null_and_the_checker_reports_it(logic: str, cause: str) -> None:
    data = model(decision("bad", logic))
    assert load({"x.dmn": data}).evaluate("bad", {}, now=NOW) is None
    errors = [finding.message for finding in findings("x.dmn", data, {}) if finding.severity == "error"]
    assert any(cause in message for message in errors)


@pytest.mark.parametrize("asked", ["Greeting Message", "Greeting\nMessage", " Greeting  Message"])
def test_it_finds_a_name_broken_into_lines(asked: str) -> None:
    models = loaded(
        given("Full\nName", ident="n"),
        decision("Greeting\nMessage", literal('"Hello " + Full Name'), needs=["in:n"]),
    )
    assert models.evaluate(asked, {"Full\nName": "Ada"}, now=NOW) == "Hello Ada"
    assert models.evaluate(asked, {"Full Name": "Ada"}, now=NOW) == "Hello Ada"


def test_it_finds_a_decision_by_id_before_one_by_name() -> None:
    models = loaded(decision("x", literal("1"), ident="y"), decision("y", literal("2"), ident="z"))
    assert models.evaluate("y", {}, now=NOW) == Decimal(1)
    assert models.evaluate("x", {}, now=NOW) == Decimal(1)


def test_it_refuses_variables_that_feel_cannot_hold() -> None:
    with pytest.raises(InvalidInput, match="A variable cannot be read: A binary float"):
        loaded(ONE).evaluate("one", {"x": 0.1}, now=NOW)


def test_it_takes_a_type_that_is_nowhere_defined_as_any_type() -> None:
    assert loaded(decision("d", literal("1"), type_ref="tNone")).evaluate("d", {}, now=NOW) == Decimal(1)
