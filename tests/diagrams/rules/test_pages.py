"""Every rule has its page, and the examples on it are what they claim to be."""

import re
from pathlib import Path

import pytest

from engine.diagram.rules import RULES
from tests.diagrams.drawing import document, findings_of

PAGES = Path(__file__).resolve().parents[3] / "docs" / "rules"
NAMES = [rule.name for rule in RULES]
EXAMPLE = re.compile(r"^## (Wrong|Right)\n\n```xml\n(.*?)\n```$", re.MULTILINE | re.DOTALL)


def examples(name: str) -> dict[str, str]:
    return dict(EXAMPLE.findall((PAGES / f"{name}.md").read_text(encoding="utf-8")))


def reported(name: str, body: str) -> bool:
    data = document(body)
    return any(findings_of(name, data, in_package=whole) for whole in (False, True))


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
