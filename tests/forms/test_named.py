"""Which of a case's values a form's expressions name."""

import json

import pytest

from engine.forms import read_form

VALUES = {"remedy": 1, "Monthly Salary": 2, "other": 3, "hidden by": 4}


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ({"label": "What is it?"}, set()),
        ({"label": "Why {{remedy}}?"}, {"remedy"}),
        ({"label": "Why?", "conditional": {"hide": "=Monthly  Salary > 5"}}, {"Monthly Salary"}),
        ({"label": "Why?", "validate": {"required": "=other = null"}}, {"other"}),
        ({"label": "other"}, set()),
    ],
)
def test_it_gives_what_expressions_name_and_nothing_else(field: dict[str, object], names: set[str]) -> None:
    component = {"type": "textfield", "id": "f1", "key": "answer", **field}
    form = read_form(
        json.dumps({"type": "default", "id": "f", "schemaVersion": 16, "components": [component]}).encode()
    )
    assert set(form.named(VALUES)) == names
