"""How the one renderer shows each kind of question."""

import html5lib
import pytest
from flask import Flask, render_template_string

from engine.forms.setting import Setting
from tests.forms.forms import NOW, OPTIONS, field, form
from tests.support.client import Document
from web.forms import form_view

PAGE = (
    "{% from 'forms/fields.html' import form_body, error_summary with context %}"
    "<!doctype html><html lang=en><head><title>t</title></head><body>"
    "{{ error_summary(view.errors) }}<form>{{ form_body(view, '/here') }}</form></body></html>"
)


@pytest.fixture
def show(client):
    """The page of a form with these components."""
    app: Flask = client.app

    def render(*components, values=None, errors=None, variables=None) -> Document:
        with app.test_request_context():
            setting = Setting(variables or {}, NOW, "UTC")
            view = form_view(form(*components), setting, values or {}, errors)
            text = render_template_string(PAGE, view=view)
        return Document(None, html5lib.parse(text, treebuilder="lxml", namespaceHTMLElements=False))

    return render


CONTROLS = [
    (field("textfield"), "input[type=text][name=a]"),
    (field("textfield", validate={"validationType": "email"}), "input[type=email][inputmode=email]"),
    (field("textfield", validate={"validationType": "phone"}), "input[type=tel]"),
    (field("textfield", validate={"maxLength": 80}), "input[data-most='80']"),
    (field("textfield", disabled=True), "input[readonly]"),
    (field("textarea"), "textarea[dir=auto]"),
    (field("number", decimalDigits=0), "input[type=text][inputmode=numeric]"),
    (field("number"), "input[inputmode=decimal]"),
    (field("checkbox"), "input[type=checkbox][value=true]"),
    (field("radio", values=OPTIONS), "fieldset input[type=radio][value='3']"),
    (field("select", values=OPTIONS), "select option[value='']"),
    (field("checklist", values=OPTIONS), "fieldset input[type=checkbox][value=yes]"),
    (field("taglist", values=OPTIONS), "fieldset input[type=checkbox][value=no]"),
    ({"type": "datetime", "key": "a", "subtype": "date", "dateLabel": "D"}, "input[type=date]"),
    ({"type": "datetime", "key": "a", "subtype": "time", "timeLabel": "T"}, "input[type=time]"),
    (
        {"type": "datetime", "key": "a", "subtype": "datetime", "dateLabel": "D"},
        "input[type='datetime-local']",
    ),
    (field("filepicker", multiple=True, accept=".pdf"), "input[type=file][multiple][accept='.pdf']"),
    (field("textfield", validate={"required": True}), "input[aria-required=true]"),
    (field("number", appearance={"prefixAdorner": "EUR"}), ".input-group-text"),
    ({"type": "text", "text": "# Read *this*"}, ".prose h2 em"),
    ({"type": "separator"}, "hr"),
    (
        {"type": "group", "label": "More", "components": [{"id": "i", **field("textfield")}]},
        "fieldset.group legend",
    ),
]


@pytest.mark.parametrize(
    ("component", "css"), CONTROLS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_it_shows(show, component, css):
    assert show(component).select(css)


KEPT = [
    (field("textfield"), "typed", "input[name=a][value=typed]"),
    (field("number"), "12,,5", "input[name=a][value='12,,5']"),
    (field("checkbox"), True, "input[name=a][checked]"),
    (field("checkbox"), "on", "input[name=a][checked]"),
    (field("radio", values=OPTIONS), "no", "input[value=no][checked]"),
    (field("checklist", values=OPTIONS), ["yes", "3"], "input[value='3'][checked]"),
    (field("select", values=OPTIONS), "yes", "option[value=yes][selected]"),
    (
        {"type": "datetime", "key": "a", "subtype": "date", "dateLabel": "D"},
        "2026-02-30",
        "input[value='2026-02-30']",
    ),
]


@pytest.mark.parametrize(("component", "value", "css"), KEPT, ids=repr)
def test_it_keeps_what_was_typed(show, component, value, css):
    assert show(component, values={"a": value}).select(css)


def test_it_keeps_lines_and_angle_brackets_of_a_text(show):
    page = show(field("textarea"), values={"a": "\nfirst\n</textarea><b>"})
    assert page.one("textarea").text == "\nfirst\n</textarea><b>"


def test_it_begins_with_defaults(show):
    assert show(field("textfield", defaultValue="=1 + 1")).select("input[value='2']")
    assert show(field("radio", values=OPTIONS, defaultValue="no")).select("input[value=no][checked]")


def test_it_ties_help_and_error_to_their_field(show):
    page = show(field("textfield", description="Four digits."), errors={"a": "Fill it in."})
    box = page.one("input[name=a]")
    assert box.get("aria-invalid") == "true"
    told = [page.text(f"#{ident}") for ident in box.get("aria-describedby").split()]
    assert told == ["Four digits.", "Fill it in."]
    assert page.one(".error-summary a").get("href") == f"#{box.get('id')}"


def test_it_marks_what_is_optional(show):
    assert show(field("textfield")).text("label") == "Answer (optional)"
    assert show(field("textfield", validate={"required": True})).text("label") == "Answer"


def test_it_leaves_out_what_a_condition_hides_and_says_what_is_shown(show):
    steering = {"type": "checkbox", "key": "other", "label": "Other?", "id": "o"}
    hidden = field("textfield", conditional={"hide": "=not(other)"}, id="w")
    page = show(steering, hidden, values={"other": False})
    assert not page.select("input[name=a]")
    assert page.one("input[name='form.shown']").get("value") == "other"
    assert page.select("#questions[hx-post='/here'] input[data-steers]")
    assert show(steering, hidden, values={"other": True}).select("input[name=a]")


def test_it_fills_the_case_into_texts(show):
    page = show(field("textfield", label="Why {{product}}?"), variables={"product": "<tea>"})
    assert page.text("label") == "Why <tea>? (optional)"


def test_it_puts_neighbours_of_a_row_side_by_side(show):
    row = {"layout": {"row": "r1", "columns": 8}}
    page = show(field("textfield", key="b", **row), field("number", key="c", **row))
    assert len(page.select(".form-row > .span-8")) == 2


def test_it_says_when_a_choice_has_nothing_to_offer(show):
    page = show(field("radio", valuesExpression="=none"), errors={"a": "Choose an answer."})
    assert "nothing to choose from" in page.text("fieldset")
    assert page.select(page.one(".error-summary a").get("href"))
