"""The tables of docs/importing-expressions.md say what the translation does."""

import re
from pathlib import Path

import pytest

from engine.normaliser.expressions import translate, translate_script

PAGE = Path(__file__).resolve().parents[2] / "docs" / "importing-expressions.md"


def table(heading: str) -> list[tuple[str, str | None, str]]:
    """The rows of the table under a heading: original, language, and what the last column says."""
    section = PAGE.read_text(encoding="utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    found = re.findall(r"^\| `(.+?)` \| (\w+) \| (.+) \|$", section, re.MULTILINE)
    return [
        (text, None if language == "none" else language, last.strip("`")) for text, language, last in found
    ]


@pytest.mark.parametrize(("text", "language", "feel"), table("What is translated"))
def test_the_page_names_a_translation(text: str, language: str | None, feel: str) -> None:
    found = translate(text, language)
    assert (found.feel, found.exact) == (feel, True)


@pytest.mark.parametrize(("text", "language", "feel"), table("What is translated with a warning"))
def test_the_page_names_a_doubtful_translation(text: str, language: str | None, feel: str) -> None:
    found = translate(text, language)
    assert (found.feel, found.exact) == (feel, False)
    assert found.reason


@pytest.mark.parametrize(("text", "language", "reason"), table("What is not translated"))
def test_the_page_names_a_reason(text: str, language: str | None, reason: str) -> None:
    assert translate(text, language).reason == reason


@pytest.mark.parametrize(("script", "language", "feel"), table("Scripts"))
def test_the_page_names_a_script(script: str, language: str | None, feel: str) -> None:
    assert translate_script(script, language).feel == feel


def test_every_table_has_rows() -> None:
    sizes = [
        len(table(heading))
        for heading in (
            "What is translated",
            "What is translated with a warning",
            "What is not translated",
            "Scripts",
        )
    ]
    assert sizes == [22, 7, 7, 3]
