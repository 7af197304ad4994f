"""Texts of a form as HTML, and texts filled in from the case."""

from decimal import Decimal

import pytest

from engine.forms import fill_in, html_of
from engine.forms.setting import Setting
from tests.forms.forms import NOW

MARKDOWN = [
    ("# Title", "<h2>Title</h2>\n"),
    ("Some *words*", "<p>Some <em>words</em></p>\n"),
    ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
    ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
    ("![x](https://example.org/a.png)", "<p></p>\n"),
    (
        "[site](https://example.org)",
        '<p><a href="https://example.org" rel="noopener noreferrer">site</a></p>\n',
    ),
]


@pytest.mark.parametrize(("text", "html"), MARKDOWN)
def test_it_makes_clean_html(text, html):
    assert html_of(text) == html


TEXTS = [
    ("Plain", "Plain"),
    ("Dear {{name}},", "Dear Ada,"),
    ("{{ amount * 2 }} EUR", "25.0 EUR"),
    ('="About " + name', "About Ada"),
    ("Nobody {{missing}}!", "Nobody !"),
    ("Yes: {{ok}}", "Yes: true"),
]


@pytest.mark.parametrize(("text", "filled"), TEXTS)
def test_it_fills_in(text, filled):
    setting = Setting({"name": "Ada", "amount": Decimal("12.5"), "ok": True}, NOW)
    assert fill_in(text, setting) == filled
