"""Rules variable-unread and decision-result."""

import pytest

from engine.diagram.check import Checkers, check
from engine.model.findings import Finding
from tests.diagrams.drawing import document, flows, whole
from tests.diagrams.rules.test_pages import RATING

SET = '<startEvent id="s"/><scriptTask id="a"><script>{{{}: 1}}</script></scriptTask>' + flows("s a")
READ = '<exclusiveGateway id="g" default="g-x"/><task id="x"/><task id="y"/>' + flows(
    "a g x", "g y if: size > 1"
)
MAIL = b"---\nsubject: x\n---\nIt is {{ size }}.\n"
FORM = b'{"type": "default", "id": "f", "components": [{"type": "text", "id": "x", "text": "{{size}}"}]}'
ASK = '<startEvent id="s"/><businessRuleTask id="a" querela:decision="{}" {}/>' + flows("s a")
TABLE = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="r" namespace="urn:r">
<decision id="one" name="one"><decisionTable><output/><rule><outputEntry><text>"x"</text></outputEntry></rule>
</decisionTable></decision><decision id="two" name="two"><decisionTable><output name="a"/><output name="b"/>
<rule><outputEntry><text>1</text></outputEntry><outputEntry><text>2</text></outputEntry></rule></decisionTable>
</decision></definitions>"""


def said(rule: str, body: str, files: dict[str, bytes]) -> list[Finding]:
    return [found for found in check(whole(document(body), files), Checkers()) if found.rule == rule]


@pytest.mark.parametrize(
    ("body", "files"),
    [
        (SET.format("size") + READ, {}),
        (SET.format("size"), {"messages/m.en.md": MAIL}),
        (SET.format("size"), {"f.form": FORM}),
        (SET.format("outcome"), {}),
    ],
    ids=["a condition", "a mail", "a form", "every mail may use it"],
)
def test_what_is_read_is_not_reported(body: str, files: dict[str, bytes]) -> None:
    assert said("variable-unread", body, files) == []


def test_what_nothing_reads_is_reported() -> None:
    (found,) = said("variable-unread", SET.format("sise") + READ, {})

    assert (found.element, str(found.severity)) == ("a", "info")
    assert "“sise”" in found.message


@pytest.mark.parametrize(
    ("decision", "more", "severities"),
    [
        ("one", "", ["warning"]),
        ("two", "", []),
        ("rating", "", ["info"]),
        ("one", 'querela:result="r"', []),
        ("absent", "", []),
    ],
    ids=["a single value", "a context", "unknown", "kept", "no such decision"],
)
def test_an_answer_without_a_name_is_reported(decision: str, more: str, severities: list[str]) -> None:
    files = {"a.dmn": RATING, "b.dmn": TABLE}

    assert [str(f.severity) for f in said("decision-result", ASK.format(decision, more), files)] == severities
