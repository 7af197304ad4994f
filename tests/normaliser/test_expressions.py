"""Each row is a foreign expression, its language, the FEEL that it becomes, and that FEEL's value."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from time import thread_time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.feel import evaluate, from_python, parse
from engine.normaliser.expressions import Translated, translate, translate_script
from tests.normaliser import rows

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def value_of(feel: str, variables: Mapping[str, object]) -> object:
    value = evaluate(feel, {name: from_python(value) for name, value in variables.items()}, now=NOW)
    return plain(value)


def plain(value: object) -> object:
    """Numbers as floats, moments as their text after an @."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value if isinstance(value, str | bool | None) else f"@{value}"


@pytest.mark.parametrize("row", rows.TRANSLATED, ids=lambda row: f"{row[1] or 'no hint'}: {row[0][:60]}")
def test_it_translates(row: rows.Row) -> None:
    text, language, feel, value = row
    found = translate(text, language)
    assert found.feel == feel, found.reason
    assert found.exact, found.reason
    assert value_of(feel, rows.VARIABLES) == value
    assert parse(feel, names=found.names).references() == frozenset(found.names)


@pytest.mark.parametrize("row", rows.APPROXIMATED, ids=lambda row: f"{row[1] or 'no hint'}: {row[0][:60]}")
def test_it_says_what_may_differ(row: rows.Approximated) -> None:
    text, language, feel, value, word = row
    found = translate(text, language)
    assert found.feel == feel, found.reason
    assert not found.exact
    assert word in found.reason
    assert value_of(feel, rows.VARIABLES) == value


@pytest.mark.parametrize("row", rows.REFUSED, ids=lambda row: f"{row[1] or 'no hint'}: {row[0][:60]}")
def test_it_refuses(row: rows.Refused) -> None:
    text, language, word = row
    found = translate(text, language)
    assert found.feel is None
    assert word in found.reason
    assert found.reason[0].isupper() or not found.reason[0].isalpha()
    assert found.reason.endswith((".", ")"))


SCRIPTS = [
    ("total = amount * 2;", "javascript", "{total: amount * 2}", {"total": 2400}),
    ("var total = 5;\n", "javascript", None, "the script's own"),
    ("execution.setVariable('total', amount + 1);", "groovy", "{total: amount + 1}", {"total": 1201}),
    (
        "execution.setVariable('a', 1)\nexecution.setVariable('b', 2)",
        "groovy",
        "{a: 1, b: 2}",
        {"a": 1, "b": 2},
    ),
    ("a = 1; b = a + 1;", "javascript", "{a: 1, b: a + 1}", {"a": 1, "b": 2}),
    ("amount = amount + 1;", "javascript", "{amount: amount + 1}", {"amount": 1201}),
    ('kcontext.setVariable("note", "For " + name);', "http://www.java.com/java", None, {"note": "For Ada"}),
    ("x = status == 'open' ? 'y' : 'n'", "groovy", None, {"x": "y"}),
    ("{total: amount + 1}", "feel", "{total: amount + 1}", {"total": 1201}),
    ("={total: amount}", None, "{total: amount}", {"total": 1200}),
    ("task.setVariable('done', true);", "javascript", "{done: true}", {"done": True}),
]


@pytest.mark.parametrize(("script", "language", "feel", "entries"), SCRIPTS)
def test_it_translates_a_script(script: str, language: str | None, feel: str | None, entries: object) -> None:
    found = translate_script(script, language)
    assert found.feel is not None, found.reason
    assert feel is None or found.feel == feel
    if isinstance(entries, str):
        assert entries in found.reason
        assert not found.exact
    else:
        value = evaluate(found.feel, {name: from_python(v) for name, v in rows.VARIABLES.items()}, now=NOW)
        assert value == entries


REFUSED_SCRIPTS = [
    ("", "groovy", "empty"),
    ("if (a) { b = 1 }", "javascript", "more than set"),
    ("for (x in y) { z = 1 }", "javascript", "expected"),
    ("x = 1; x = 2;", "javascript", "more than once"),
    ("doIt(execution);", "javascript", "more than set"),
    ("println 'x'", "groovy", "more than set"),
    ("println('x')", "groovy", "sets no variable"),
    ("execution.setVariable(name, 1);", "javascript", "more than set"),
    ("x = service.call();", "javascript", "call into"),
    ("x += 1;", "javascript", "expected"),
    ("x.y = 1;", "javascript", "sets a value"),
    ("import java.util.*;\nx = 1;", "groovy", "more than set"),
    ("x = 1\n-y", "groovy", "belong to the one before"),
    ("x = 1", "python", "not known"),
    ("if = 1", "javascript", "name of a variable"),
    ("x = 1;" * 200, "javascript", "more than once"),
    ("x" * 30_000, "javascript", "longer"),
]


@pytest.mark.parametrize(("script", "language", "word"), REFUSED_SCRIPTS)
def test_it_refuses_a_script(script: str, language: str, word: str) -> None:
    found = translate_script(script, language)
    assert found.feel is None
    assert word in found.reason


def test_a_script_that_prints_says_that_this_is_left_out() -> None:
    found = translate_script("x = 1;\nprintln('done');", "groovy")
    assert (found.feel, found.exact) == ("{x: 1}", False)
    assert "prints" in found.reason


def test_counters_of_loops_get_the_names_of_bpmn() -> None:
    found = translate("${nrOfCompletedInstances / nrOfInstances >= 0.6 && loopCounter == 0}", None)
    assert found.feel == "numberOfCompletedInstances / numberOfInstances >= 0.6 and loopCounter - 1 = 0"


# ---- whatever the text

LANGUAGES = [
    None,
    "juel",
    "groovy",
    "javascript",
    "java",
    "mvel",
    "feel",
    "http://www.w3.org/1999/XPath",
    "x",
]
PARTS = (
    "a b.c ['x'] [0] ( ) ! not empty - + * / % == != < > && || ? : , . ; = ' \" ` ${ } #{ $ 1"
    " 2.5 'text' null true return var execution .getVariable('x') .contains( .size() in contains if new"
    " Date() KieFunctions. \\\\ /* // @"
).split()


@settings(max_examples=400, deadline=None)
@example("0B", "http://www.w3.org/1999/XPath")
@given(
    st.lists(st.sampled_from(PARTS), max_size=25).map(" ".join) | st.text(max_size=60),
    st.sampled_from(LANGUAGES),
)
def test_it_answers_whatever_the_text(text: str, language: str | None) -> None:
    for found in (translate(text, language), translate_script(text, language)):
        assert isinstance(found, Translated)
        if found.feel is None:
            assert found.reason
            assert not found.exact
        else:
            assert parse(found.feel, names=found.names).references() == frozenset(found.names)


HOSTILE = [
    "${" + "(" * 9_990,
    "${" + "a?" * 9_000,
    "${" + "a.contains(" * 1_800,
    "${" + "a." * 9_000,
    "${" * 9_000,
    "${'" + "\\" * 19_000,
    "/*" * 9_000,
    "a" + " " * 19_000 + "b",
    "-" * 19_000 + "1",
    "${" + ".contains(b)" * 30,
    "${a" + ".contains(b)" * 30 + "}",
    "=" + "[" * 19_000,
    "a = b and " * 1_900,
    "x = 1;" * 3_000,
    '"' * 19_999,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:20])
@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_text_ends_within_a_second(text: str, language: str | None) -> None:
    begin = thread_time()
    translate(text, language)
    translate_script(text, language)
    assert thread_time() - begin < 1


def test_a_script_may_hand_on_what_it_has_set_under_its_own_name() -> None:
    found = translate_script('n = n + 1; execution.setVariable("n", n)', "groovy")

    assert found.feel == "{n: n + 1}"
