"""Rule decision-inputs."""

import pytest

from engine.diagram.check import Checkers, check
from tests.diagrams.drawing import document, flows, whole
from tests.diagrams.rules.test_pages import RATING

ASK = '<startEvent id="s"/>{}<businessRuleTask id="a" querela:decision="{}" querela:result="r"/>' + flows(
    "s a"
)
FORM = b'{"type": "default", "id": "f", "components": [{"type": "number", "key": "severity", "id": "x"}]}'
SET = '<scriptTask id="t"><script>{severity: 3}</script></scriptTask>'


def said(body: str, files: dict[str, bytes]) -> list[str]:
    found = check(whole(document(body), {"rating.dmn": RATING, **files}), Checkers())
    return [str(finding.element) for finding in found if finding.rule == "decision-inputs"]


@pytest.mark.parametrize(
    ("body", "files"),
    [
        (ASK.format(SET, "rating"), {}),
        (ASK.format("", "Rating"), {"f.form": FORM}),
        (ASK.format("", "zz"), {}),
    ],
    ids=["a script sets it", "a form asks for it", "another decision"],
)
def test_it_accepts(body: str, files: dict[str, bytes]) -> None:
    assert said(body, files) == []


@pytest.mark.parametrize("name", ["rating", "Rating"])
def test_it_reports_by_id_and_by_name(name: str) -> None:
    assert said(ASK.format("", name), {}) == ["a"]


def test_files_that_nothing_uses_are_told() -> None:
    files = {
        "rating.dmn": RATING,
        "f.form": FORM,
        "messages/late.en.md": b"---\nsubject: x\n---\nx\n",
        "messages/message.en.md": b"---\nsubject: x\n---\nx\n",
    }
    unused = {f.file for f in check(whole(document(""), files), Checkers()) if f.rule == "unused-file"}

    assert unused == {"rating.dmn", "f.form", "messages/late.en.md"}
