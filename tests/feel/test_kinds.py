"""Every operator with every pair of kinds: the pairs that have a value, and null for all others.

Source: DMN 1.5, 10.3.2.13 (tables 52 to 60).
"""

import pytest

from engine.feel import evaluate
from engine.feel.builtins import BUILTINS
from engine.feel.values.kinds import kind_of
from tests.feel.tables import NOW

VALUES = {
    "number": "5",
    "string": '"a"',
    "boolean": "true",
    "date": '@"2026-03-01"',
    "time": '@"10:00:00"',
    "date and time": '@"2026-03-01T10:00:00Z"',
    "days and time duration": '@"P1D"',
    "years and months duration": '@"P1Y"',
    "list": "[1, 2]",
    "context": "{a: 1}",
    "range": "[1..2]",
    "function": "abs",
    "Null": "null",
}
NUMBER, STRING, DATE, TIME, MOMENT = "number", "string", "date", "time", "date and time"
DAYS, MONTHS = "days and time duration", "years and months duration"
ORDERED = {NUMBER, STRING, DATE, TIME, MOMENT, DAYS, MONTHS}
PLUS = {
    **{(kind, kind): kind for kind in (NUMBER, STRING, DAYS, MONTHS)},
    **{(kind, length): kind for kind in (DATE, MOMENT) for length in (DAYS, MONTHS)},
    **{(length, kind): kind for kind in (DATE, MOMENT) for length in (DAYS, MONTHS)},
    (TIME, DAYS): TIME,
    (DAYS, TIME): TIME,
}
MINUS = {
    **{(kind, kind): kind for kind in (NUMBER, DAYS, MONTHS)},
    **{(kind, length): kind for kind in (DATE, MOMENT) for length in (DAYS, MONTHS)},
    **{(one, other): DAYS for one in (DATE, MOMENT) for other in (DATE, MOMENT)},
    (TIME, DAYS): TIME,
    (TIME, TIME): DAYS,
}
TIMES = {
    (NUMBER, NUMBER): NUMBER,
    **{(length, NUMBER): length for length in (DAYS, MONTHS)},
    **{(NUMBER, length): length for length in (DAYS, MONTHS)},
}
BY = {
    (NUMBER, NUMBER): NUMBER,
    **{(length, NUMBER): length for length in (DAYS, MONTHS)},
    **{(length, length): NUMBER for length in (DAYS, MONTHS)},
}
TABLES = {"+": PLUS, "-": MINUS, "*": TIMES, "/": BY, "**": {(NUMBER, NUMBER): NUMBER}}
PAIRS = [(left, right) for left in VALUES for right in VALUES]


def kind(text: str) -> str:
    return kind_of(evaluate(text, {}, now=NOW))


@pytest.mark.parametrize("operator", TABLES)
def test_arithmetic_has_a_value_for_these_pairs_alone(operator: str) -> None:
    found = {pair: kind(f"{VALUES[pair[0]]} {operator} {VALUES[pair[1]]}") for pair in PAIRS}
    assert {pair: result for pair, result in found.items() if result != "Null"} == TABLES[operator]


@pytest.mark.parametrize("operator", ["<", "<=", ">", ">="])
def test_order_has_a_value_within_these_kinds_alone(operator: str) -> None:
    found = {pair for pair in PAIRS if kind(f"{VALUES[pair[0]]} {operator} {VALUES[pair[1]]}") == "boolean"}
    assert found == {(one, one) for one in ORDERED}


@pytest.mark.parametrize(("operator", "same"), [("=", True), ("!=", False)])
def test_equality_has_a_value_within_a_kind_and_with_null(operator: str, same: bool) -> None:
    for left, right in PAIRS:
        expected = same if left == right else (not same if "Null" in (left, right) else None)
        assert evaluate(f"{VALUES[left]} {operator} {VALUES[right]}", {}) is expected, (left, right)


@pytest.mark.parametrize("what", VALUES)
def test_only_numbers_and_durations_can_be_negated(what: str) -> None:
    assert kind(f"-({VALUES[what]})") == (what if what in (NUMBER, DAYS, MONTHS) else "Null")


@pytest.mark.parametrize("what", VALUES)
def test_only_what_is_ordered_has_ranges(what: str) -> None:
    expected = "range" if what in ORDERED else "Null"
    assert kind(f"[{VALUES[what]}..{VALUES[what]}]") == expected
    assert kind(f"(>= {VALUES[what]})") == expected


@pytest.mark.parametrize("what", VALUES)
def test_a_condition_is_fulfilled_by_true_alone(what: str) -> None:
    assert evaluate(f"if {VALUES[what]} then 1 else 2", {}) == (1 if what == "boolean" else 2)
    assert evaluate(f"true and ({VALUES[what]})", {}) is (True if what == "boolean" else None)
    assert evaluate(f"false and ({VALUES[what]})", {}) is False
    assert evaluate(f"false or ({VALUES[what]})", {}) is (True if what == "boolean" else None)
    assert evaluate(f"not({VALUES[what]})", {}) is (False if what == "boolean" else None)


ENDLESS = {
    name
    for name, built in BUILTINS.items()
    if any(o.parameters[-1:] and o.parameters[-1].rest for o in built.overloads)
}


@pytest.mark.parametrize("name", sorted(set(BUILTINS) - ENDLESS))
def test_a_wrong_number_of_arguments_gives_null(name: str) -> None:
    counts = {
        count
        for overload in BUILTINS[name].overloads
        for count in range(overload.least, len(overload.parameters) + 1)
    }
    for count in {0, 1, 2, 3, 4, 5} - counts:
        assert kind(f"{name}({', '.join(['1'] * count)})") == "Null", count


@pytest.mark.parametrize("name", sorted(set(BUILTINS) - {"is", "now", "today"}))
def test_null_as_its_first_argument_gives_null(name: str) -> None:
    for overload in BUILTINS[name].overloads:
        rest = ["1"] * (overload.least - 1)
        assert kind(f"{name}({', '.join(['null', *rest])})") == "Null"


@pytest.mark.parametrize("name", sorted(BUILTINS))
def test_an_unknown_name_of_an_argument_gives_null(name: str) -> None:
    assert kind(f"{name}(no such name: 1)") == "Null"
