"""What was sent becomes FEEL values, or one message a field that says what to do."""

from datetime import date
from decimal import Decimal

import pytest

from engine.errors import InvalidForm
from engine.feel.values import from_python
from engine.forms import draft_of, validate
from tests.forms.forms import NOW, OPTIONS, field, form

D = Decimal


def answer(component, raw, **variables):
    """The value that the single field `a` takes from what was sent."""
    return validate(form(component), {"a": raw}, variables=variables, now=NOW, zone="Europe/Berlin")["a"]


def message(component, raw, **variables):
    """The message about the single field `a`."""
    with pytest.raises(InvalidForm) as refused:
        validate(form(component), {"a": raw}, variables=variables, now=NOW, zone="Europe/Berlin")
    assert set(refused.value.errors) == {"a"}
    return refused.value.errors["a"]


TEXT, AREA, NUMBER = field("textfield"), field("textarea"), field("number")
RADIO, LIST, TICK = field("radio", values=OPTIONS), field("checklist", values=OPTIONS), field("checkbox")
FILES = field("filepicker", multiple=True, accept=".pdf,.PNG")


def moment(subtype, **more):
    return {
        "type": "datetime",
        "key": "a",
        "subtype": subtype,
        "dateLabel": "When",
        "timeLabel": "At",
        **more,
    }


TAKEN = [
    (TEXT, " hello ", "hello"),
    (TEXT, "two\r\nlines", "two lines"),
    (TEXT, "", None),
    (TEXT, None, None),
    (TEXT, "e\u0301", "é"),
    (TEXT, 5, "5"),
    (AREA, "two\r\nlines\t", "two\nlines"),
    (NUMBER, "12.50", D("12.50")),
    (NUMBER, "12,5", D("12.5")),
    (NUMBER, "1 234,56", D("1234.56")),
    (NUMBER, "-3", D("-3")),
    (NUMBER, "٣٫٥", D("3.5")),
    (NUMBER, "۱۲۳", D("123")),
    (NUMBER, 7, D("7")),
    (NUMBER, 0.1, D("0.1")),
    (NUMBER, D("1E+3"), D("1000")),
    (NUMBER, "", None),
    (field("number", serializeToString=True), "0.10", "0.10"),
    (TICK, "on", True),
    (TICK, "true", True),
    (TICK, True, True),
    (TICK, "", False),
    (TICK, None, False),
    (RADIO, "yes", "yes"),
    (RADIO, "3", D("3")),
    (RADIO, 3, D("3")),
    (RADIO, "", None),
    (field("select", values=[{"label": "T", "value": True}]), "true", True),
    (LIST, ["no", "yes", "no"], ["yes", "no"]),
    (LIST, "no", ["no"]),
    (LIST, [], []),
    (LIST, None, []),
    (field("taglist", values=OPTIONS), ("3",), [D("3")]),
    (moment("date"), "2026-01-31", date(2026, 1, 31)),
    (moment("date"), "۲۰۲۶-۰۱-۳۱", date(2026, 1, 31)),
    (moment("date"), date(2026, 1, 31), date(2026, 1, 31)),
    (moment("date"), "", None),
    (FILES, ["Photo.PDF", "scan.png"], ["Photo.PDF", "scan.png"]),
    (FILES, [], []),
]


@pytest.mark.parametrize(("component", "raw", "value"), TAKEN, ids=repr)
def test_it_takes(component, raw, value):
    taken = answer(component, raw)
    assert taken == from_python(value)
    assert type(taken) is type(from_python(value))


MOMENTS = [
    (moment("time"), "9:05", "09:05:00"),
    (moment("time", timeSerializingFormat="utc_offset"), "09:05", "09:05:00@Europe/Berlin"),
    (moment("time"), "09:05:30+02:00", "09:05:30+02:00"),
    (moment("datetime"), "2026-01-31T09:30", "2026-01-31T09:30:00@Europe/Berlin"),
    (moment("datetime"), "2026-01-31 09:30Z", "2026-01-31T09:30:00Z"),
    (moment("datetime", timeSerializingFormat="no_timezone"), "2026-01-31T09:30", "2026-01-31T09:30:00"),
]


@pytest.mark.parametrize(("component", "raw", "lexical"), MOMENTS, ids=repr)
def test_it_takes_moments_in_the_zone_of_the_organisation(component, raw, lexical):
    assert str(answer(component, raw)) == lexical


RULES = {"required": True}
REFUSED = [
    (field("textfield", validate=RULES), "  ", "Fill in “Answer”."),
    (field("radio", values=OPTIONS, validate=RULES), "", "Choose an answer for “Answer”."),
    (field("checklist", values=OPTIONS, validate=RULES), [], "Choose at least one answer for “Answer”."),
    (field("checkbox", validate=RULES), "", "Tick “Answer” to go on."),
    (field("filepicker", validate=RULES), [], "Add a file for “Answer”."),
    (TEXT, "a\x00b", "“Answer” holds characters that cannot be kept. Type it again by hand."),
    (TEXT, "a\ud800b", "“Answer” holds characters that cannot be kept. Type it again by hand."),
    (TEXT, "x" * 1001, "“Answer” takes at most 1000 characters; there are 1001."),
    (TEXT, ["a"], "“Answer” takes a text."),
    (
        field("textarea", validate={"minLength": 5}),
        "four",
        "“Answer” needs at least 5 characters; there are 4.",
    ),
    (
        field("textfield", validate={"maxLength": 3}),
        "four!",
        "“Answer” takes at most 3 characters; there are 5. Shorten it by 2.",
    ),
    (field("textfield", validate={"validationType": "email"}), "me@home", "an e-mail address like"),
    (field("textfield", validate={"validationType": "phone"}), "call me", "a phone number like"),
    (field("textfield", validate={"pattern": "^[A-Z]+$"}), "abc", "does not have the form"),
    (field("textfield", validate={"pattern": "^(a+)+$"}), "a" * 60 + "!", "does not have the form"),
    (NUMBER, "twelve", "“Answer” must be a number, for example 12.50."),
    (NUMBER, "1,234", "“Answer” must be a number"),
    (NUMBER, True, "“Answer” must be a number"),
    (NUMBER, "1" * 35, "“Answer” must be a number"),
    (NUMBER, "1e999", "“Answer” must be a number"),
    (NUMBER, float("nan"), "“Answer” must be a number"),
    (field("number", validate={"min": 1}), "0", "“Answer” must be 1 or more."),
    (field("number", validate={"max": 9}), "10", "“Answer” must be 9 or less."),
    (field("number", decimalDigits=0), "1.5", "“Answer” must be a whole number."),
    (field("number", decimalDigits=1), "1.55", "“Answer” takes at most 1 decimals."),
    (field("number", increment="0.5"), "0.7", "“Answer” must be a multiple of 0.5."),
    (RADIO, "maybe", "“Answer”: choose one of the options offered."),
    (RADIO, True, "“Answer”: choose one of the options offered."),
    (LIST, ["yes", "maybe"], "“Answer”: choose one of the options offered."),
    (TICK, "maybe", "“Answer” is either ticked or not."),
    (moment("date"), "2026-02-30", "“When” must be a real date"),
    (moment("date"), "30/02/2026", "“When” must be a real date"),
    (moment("time"), "25:00", "“At” must be a time of day"),
    (moment("datetime"), "2026-02-03", "“When” must be a date and a time"),
    (moment("datetime"), "2026-02-03 09:00@No/Where", "“When” must be a date and a time"),
    (moment("date", disallowPassedDates=True), "2026-01-04", "“When” must not lie in the past."),
    (FILES, ["virus.exe"], "“Answer” takes files ending in .pdf, .png."),
    (FILES, [""], "“Answer”: a file has no usable name."),
    (field("filepicker"), ["a.pdf", "b.pdf"], "“Answer” takes one file."),
]


@pytest.mark.parametrize(("component", "raw", "said"), REFUSED, ids=repr)
def test_it_says_what_to_do(component, raw, said):
    assert message(component, raw).startswith(said) or said in message(component, raw)


ROUND = [("1.5", "0.5"), ("3", "1"), ("0.3", "0.1"), ("-2", "2"), ("1e2", "25")]


@pytest.mark.parametrize(("number", "step"), ROUND)
def test_it_takes_multiples_exactly(number, step):
    assert answer(field("number", increment=step), number) == D(number)


OTHER = {"type": "checkbox", "key": "other", "label": "Other?", "id": "O"}
WHICH = field("textfield", conditional={"hide": "=not(other)"}, validate={"required": True}, id="W")


def test_it_ignores_what_a_condition_hides_and_what_the_form_does_not_have():
    values = validate(form(OTHER, WHICH), {"other": "", "a": "x", "b": 1}, variables={}, now=NOW)
    assert values == {"other": False}


def test_it_asks_for_what_a_condition_shows():
    with pytest.raises(InvalidForm) as refused:
        validate(form(OTHER, WHICH), {"other": "on", "a": ""}, variables={}, now=NOW)
    assert set(refused.value.errors) == {"a"}


def test_it_follows_chains_of_conditions():
    chain = [
        {"type": "checkbox", "key": "c0", "label": "0"},
        {"type": "checkbox", "key": "c1", "label": "1", "conditional": {"hide": "=not(c0)"}},
        {"type": "checkbox", "key": "c2", "label": "2", "conditional": {"hide": "=c1 != true"}},
        field("textfield", conditional={"hide": "=c2 != true"}),
    ]
    sent = {"c0": "", "c1": "on", "c2": "on", "a": "x"}
    assert validate(form(*chain), sent, variables={}, now=NOW) == {"c0": False}


def test_it_hides_what_is_inside_a_hidden_group():
    group = {
        "type": "group",
        "label": "G",
        "conditional": {"hide": '=channel = "web"'},
        "components": [{"id": "in", **field("textfield", validate={"required": True})}],
    }
    assert validate(form(group), {}, variables={"channel": "web"}, now=NOW) == {}
    with pytest.raises(InvalidForm):
        validate(form(group), {}, variables={"channel": "phone"}, now=NOW)


@pytest.mark.parametrize("lock", [{"disabled": True}, {"readonly": True}, {"readonly": "=stage > 1"}])
def test_it_ignores_answers_to_locked_fields(lock):
    read = form(field("textfield", validate={"required": True}, **lock))
    assert validate(read, {"a": "changed"}, variables={"stage": D(2)}, now=NOW) == {}


def test_it_computes_limits_from_the_case():
    component = field("number", validate={"max": "=authority"})
    assert answer(component, "50", authority=D(50)) == D(50)
    assert message(component, "51", authority=D(50)) == "“Answer” must be 50 or less."


def test_it_offers_options_of_the_case():
    component = field("select", valuesExpression="=offers")
    offers = ["refund", {"label": "New one", "value": "replacement"}]
    assert answer(component, "replacement", offers=offers) == "replacement"
    assert message(component, "money", offers=offers)
    assert message(component, "refund", offers=None)


def test_it_leaves_out_answers_that_were_not_sent():
    assert validate(form(TEXT), {}, variables={}, now=NOW) == {}


def test_it_puts_the_case_into_the_label_of_a_message():
    component = field("textfield", label="Why {{product}}?", validate={"required": True})
    assert message(component, "", product="tea") == "Fill in “Why tea?”."


def test_it_keeps_a_draft_as_typed_without_unknown_keys():
    read = form(NUMBER, {"type": "checklist", "key": "b", "label": "B", "values": OPTIONS})
    sent = {"a": "12,,5\x00", "b": ["maybe"], "c": "x"}
    assert draft_of(read, sent) == {"a": "12,,5", "b": ["maybe"]}
    with pytest.raises(InvalidForm):
        draft_of(read, {"a": "x" * 60_000})
