"""What a form file holds, and what keeps it from being used."""

import json

import pytest

from engine.errors import DiagramError
from engine.forms import findings, read_form, record_keys
from engine.forms.model import Group
from tests.forms.forms import OPTIONS, field, form, form_bytes

SUPPORTED = [
    field("textfield"),
    field("textarea"),
    field("number", decimalDigits=2, increment="0.5"),
    field("checkbox"),
    field("radio", values=OPTIONS),
    field("select", values=OPTIONS),
    field("checklist", valuesKey="choices"),
    field("taglist", valuesExpression='=["a", "b"]'),
    {"type": "datetime", "key": "a", "subtype": "date", "dateLabel": "When was it?"},
    {"type": "datetime", "key": "a", "subtype": "time", "timeLabel": "At what time?"},
    {"type": "datetime", "key": "a", "subtype": "datetime", "dateLabel": "When was it?"},
    {"type": "text", "text": "# Hello {{name}}"},
    {"type": "group", "label": "More", "components": []},
    {"type": "separator"},
    {"type": "spacer", "height": 60},
    field("filepicker", multiple=True, accept=".pdf"),
    {"type": "button", "label": "Send", "action": "submit"},
]


@pytest.mark.parametrize("component", SUPPORTED, ids=lambda c: f"{c['type']}-{c.get('subtype', '')}")
def test_it_reads_every_supported_component_without_a_finding(component):
    assert findings("a.form", form_bytes(component)) == []


REFUSED = [
    (b"", "form-json"),
    (b"[]", "form-json"),
    (b"{", "form-json"),
    (b'{"schemaVersion": NaN}', "form-json"),
    (b"\xff\xfe", "form-json"),
    (b"[" * 100_000, "form-json"),
    (b" " * 600_000, "form-json"),
    (form_bytes(version=15), "unsupported-form-version"),
    (form_bytes(version=None), "unsupported-form-version"),
    (form_bytes("x"), "form-json"),
    (form_bytes({"type": "html", "content": "<b>"}), "unsupported-form-component"),
    (form_bytes({"type": "dynamiclist", "path": "p"}), "unsupported-form-component"),
    (form_bytes({"type": "button", "action": "reset"}), "unsupported-form-component"),
    (form_bytes({"type": "text", "text": ["a"]}), "form-json"),
    (form_bytes(field("datetime", subtype="week", dateLabel="W")), "unsupported-form-component"),
    (form_bytes({"type": "group", "label": "G", "path": "p", "components": []}), "unsupported-form-path"),
    (form_bytes({**field("textfield"), "key": "a.b"}), "unsupported-form-path"),
    (form_bytes({**field("textfield"), "key": "a b"}), "form-key"),
    (form_bytes({**field("textfield"), "key": "null"}), "form-key"),
    (form_bytes({"type": "textfield", "label": "No key"}), "form-key"),
    (form_bytes(field("textfield"), field("number")), "form-key"),
    (form_bytes(field("textfield", conditional={"hide": "=a ="})), "form-expression"),
    (form_bytes(field("textfield", label="=1 +")), "form-expression"),
    (form_bytes({"type": "text", "text": "Dear {{name +}}"}), "form-expression"),
    (form_bytes({"type": "text", "text": "{{#if a}}x{{/if}}"}), "unsupported-form-template"),
    (form_bytes(field("number", validate={"min": "=1 +"})), "form-expression"),
    (form_bytes(field("number", validate={"min": 3, "max": 2})), "form-limits"),
    (form_bytes(field("number", validate={"min": "three"})), "form-json"),
    (form_bytes(field("number", increment=0)), "form-json"),
    (form_bytes(field("textfield", validate={"pattern": "("})), "form-pattern"),
    (form_bytes(field("textfield", validate={"validationType": "iban"})), "unsupported-form-rule"),
    (form_bytes(field("select", values=[])), "form-options"),
    (form_bytes(field("select", values=[{"value": "a"}, {"value": "a"}])), "form-options"),
    (form_bytes(field("select", values=[{"label": "A", "value": {"b": 1}}])), "unsupported-form-option"),
    (form_bytes(field("select", values=[str(n) for n in range(501)])), "form-limits"),
    (form_bytes(*[{"type": "separator"}] * 301), "form-limits"),
    (form_bytes(field("textfield", label="x" * 20_001)), "form-limits"),
]


@pytest.mark.parametrize(("data", "rule"), REFUSED, ids=lambda value: value if isinstance(value, str) else "")
def test_it_refuses(data, rule):
    found = [finding for finding in findings("a.form", data) if finding.severity == "error"]
    assert [finding.rule for finding in found] == [rule]
    assert found[0].file == "a.form"
    assert found[0].hint
    with pytest.raises(DiagramError):
        read_form(data)


def test_it_refuses_groups_nested_too_deeply():
    inner: dict[str, object] = {"type": "separator"}
    for number in range(9):
        inner = {"type": "group", "id": f"G{number}", "label": "G", "components": [inner]}
    assert [finding.rule for finding in findings("a.form", form_bytes(inner))] == ["form-limits"]


def test_it_only_warns_of_a_missing_label():
    data = form_bytes({"type": "textfield", "key": "a"})
    assert [(f.rule, f.severity) for f in findings("a.form", data)] == [("form-label", "warning")]
    assert read_form(data).fields[0].key == "a"


def test_it_names_component_label_and_line():
    data = json.dumps({"schemaVersion": 16, "components": [{"id": "F1", **field("html")}]}, indent=1).encode()
    (finding,) = findings("a.form", data)
    assert (finding.element, finding.name) == ("F1", "Answer")
    assert data.decode().splitlines()[finding.line - 1].strip().startswith('"id": "F1"')


def test_it_keeps_groups_and_reading_order():
    read = form(
        {"type": "textfield", "key": "first", "label": "1"},
        {
            "type": "group",
            "label": "G",
            "components": [{"type": "number", "key": "second", "label": "2", "id": "n"}],
        },
        {"type": "checkbox", "key": "third", "label": "3"},
    )
    assert [found.key for found in read.fields] == ["first", "second", "third"]
    assert isinstance(read.components[1], Group)


def test_it_tells_which_answers_go_into_the_record():
    read = form(
        field("textfield", key="severity", properties={"store": "record"}),
        field("textfield", key="note"),
    )
    assert record_keys(read) == {"severity"}
