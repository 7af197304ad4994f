"""Every rule has its page, and the examples on it are what they claim to be."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from engine.diagram.check import Checkers, check
from engine.diagram.rules import RULES
from tests.diagrams.drawing import document, package, whole

PAGES = Path(__file__).resolve().parents[3] / "docs" / "rules"
NAMES = [rule.name for rule in RULES]
EXAMPLE = re.compile(r"^## (Wrong|Right)\n\n```xml\n(.*?)\n```$", re.MULTILINE | re.DOTALL)


def examples(name: str) -> dict[str, str]:
    return dict(EXAMPLE.findall((PAGES / f"{name}.md").read_text(encoding="utf-8")))


RATING = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="r" namespace="urn:r">
<inputData id="severity-input" name="severity"><variable name="severity"/></inputData>
<decision id="rating" name="Rating"><variable name="Rating"/>
<informationRequirement><requiredInput href="#severity-input"/></informationRequirement>
<literalExpression><text>severity * 2</text></literalExpression></decision></definitions>"""


def reported(name: str, body: str) -> bool:
    """Whether the rule reports a body, alone or in a package; a decision lies beside it."""
    data = document(body)
    beside = {"rating.dmn": RATING} if "querela:decision" in body else {}
    packages = (
        replace(package(data), files={"d.bpmn": data, **beside}, decisions=tuple(beside)),
        whole(data, beside),
    )
    return any(finding.rule == name for one in packages for finding in check(one, Checkers()))


def test_every_rule_has_a_page_and_every_page_a_rule() -> None:
    assert sorted(page.stem for page in PAGES.glob("*.md") if page.stem != "README") == NAMES


def test_the_index_lists_every_page() -> None:
    index = (PAGES / "README.md").read_text(encoding="utf-8")

    assert [name for name in NAMES if f"({name}.md)" not in index] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_wrong_example_is_reported(name: str) -> None:
    assert reported(name, examples(name)["Wrong"])


@pytest.mark.parametrize("name", NAMES)
def test_the_right_example_is_not(name: str) -> None:
    assert not reported(name, examples(name)["Right"])
