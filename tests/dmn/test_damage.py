"""Files with something missing, doubled or misspelt: reported or refused, and nothing else."""

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from engine.dmn import findings, load
from engine.errors import InvalidInput, NotFound
from tests.dmn import build
from tests.dmn.build import NOW, decision, item, knowledge, literal, model, part, service, table

LOOP = f'<for iteratorVariable="x"><in>{literal("[1, 2]")}</in><return>{literal("x * n")}</return></for>'
PICK = f"<filter><in>{literal('[1, 2]')}</in><match>{literal('item > n')}</match></filter>"
ASK = f"<conditional><if>{literal('n > 1')}</if><then>{LOOP}</then><else>{PICK}</else></conditional>"
CALL = f'<invocation>{literal("f")}<binding><parameter name="x"/>{literal("n")}</binding></invocation>'
ENTRY = f'<contextEntry><variable name="a" typeRef="tPair"/>{CALL}</contextEntry>'
LAST = f"<contextEntry>{literal('a')}</contextEntry>"
GRID = f'<relation><column name="a"/><column name="b"/><row>{literal("1")}{literal("n")}</row></relation>'
WHOLE = model(
    item("tFew", "number", allowed="[0..9]"),
    item("tPair", inner=part("a", "tFew") + part("b", "tFew", many=True)),
    build.given("n", "tFew"),
    decision("ask", ASK, needs=["in:n"]),
    decision("call", f"<context>{ENTRY}{LAST}</context>", needs=["know:f", "in:n"]),
    decision("grid", f"<list>{GRID}</list>", needs=["in:n"]),
    decision(
        "rows",
        table(
            ["n"],
            ["x:tFew", "y"],
            ['< 3 || 1 | "a"', '>= 3 || n | "b"'],
            policy="PRIORITY",
            values={"y": '"a", "b"'},
        ),
        needs=["in:n", "dec:ask"],
    ),
    knowledge("f", ["x:tFew"], "<functionDefinition>" + literal("1") + "</functionDefinition>"),
    service("all", outputs=["rows", "grid"], takes=["in:n", "dec:ask"]),
)


def damaged(choice: st.DataObject) -> bytes:
    """The whole file with some places changed."""
    root = etree.fromstring(WHOLE)
    for _ in range(choice.draw(st.integers(1, 4))):
        elements = [each for each in root.iter() if each.getparent() is not None]
        if not elements:
            break
        _damage(choice, choice.draw(st.sampled_from(elements)))
    return etree.tostring(root)


def _damage(choice: st.DataObject, element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    match choice.draw(st.sampled_from(["remove", "double", "rename", "empty", "attribute", "text"])):
        case "remove":
            parent.remove(element)
        case "double":
            parent.append(etree.fromstring(etree.tostring(element)))
        case "rename":
            name = choice.draw(st.sampled_from(["list", "context", "rule", "in", "decision"]))
            element.tag = f"{{{build.DMN15}}}{name}"
        case "empty":
            for child in list(element):
                element.remove(child)
        case "attribute" if element.attrib:
            name = choice.draw(st.sampled_from(sorted(map(str, element.attrib))))
            element.set(
                name, choice.draw(st.sampled_from(["", "x", "#x", "#rows", "tPair", "FIRST", "true"]))
            )
        case _:
            element.text = choice.draw(st.sampled_from(["", "(", "-", "n n", "null", "[n..", '"']))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_it_survives_any_damage(choice: st.DataObject) -> None:
    data = damaged(choice)
    for finding in findings("x.dmn", data, {}):
        assert finding.sentence()
    models = load({"x.dmn": data})
    for ident, _, _ in models.decisions():
        with suppress(InvalidInput, NotFound):
            models.decide(ident, {"n": 2}, now=NOW)
    with suppress(InvalidInput, NotFound):
        models.service("all", {"n": 2}, now=NOW)


def test_it_answers_the_whole_file() -> None:
    models = load({"x.dmn": WHOLE})
    assert findings("x.dmn", WHOLE, {}) == []
    assert models.decide("rows", {"n": 2}, now=NOW).value == {"x": 1, "y": "a"}
    assert models.evaluate("ask", {"n": 2}, now=NOW) == [2, 4]
