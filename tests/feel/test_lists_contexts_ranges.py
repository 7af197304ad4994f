"""Filters, paths, contexts, ranges and properties (DMN 1.5, 10.3.1.2, 10.3.2.5 to 10.3.2.7 and 10.3.2.15)."""

import pytest

from tests.feel.tables import at, feel, matches

FILTERS = [
    ("[1, 2, 3][1]", 1),
    ("[1, 2, 3][-1]", 3),
    ("[1, 2, 3][0]", None),
    ("[1, 2, 3][4]", None),
    ("[1, 2, 3][-4]", None),
    ("[1, 2, 3][1.5]", None),
    ("[1, 2, 3][1 + 1]", 2),
    ("[][1 + 0]", None),
    ("[1, 2, 3][true]", [1, 2, 3]),
    ("[1, 2, 3][false]", []),
    ("[1, 2, 3][item >= 2]", [2, 3]),
    ("[1, 2, 3][null]", []),
    ("100[1]", 100),
    ("100[true]", [100]),
    ("100[2]", None),
    ("null[1]", None),
    ("null[true]", []),
    ("[{a: 1}, {a: 2}][a > 1]", [{"a": 2}]),
    ("[{a: 1}, {a: 2}][item.a > 1]", [{"a": 2}]),
    ("[{item: 1}, {item: 2}][item >= 2]", [{"item": 2}]),
    ("[{a: 1, b: [1]}, {a: 2, b: [2]}][b[1] = 2].a", [2]),
    ("for x in [1, 2] return [{x: 5}, {y: 6}][x = 5]", [[{"x": 5}], [{"x": 5}]]),
    ("[[1, 2], [3]][count(item) = 1]", [[3]]),
    ("[{a: 1}, {b: 2}][a != null]", [{"a": 1}]),
    ("[1, 2, 3, 4][item > 1][item < 4]", [2, 3]),
]
PATHS = [
    ("{a: {b: 1}}.a.b", 1),
    ("{a: 1}.b", None),
    ("null.a", None),
    ("1 .a", None),
    ("[{b: 1}, {b: [2.5, 3]}, {c: 1}].b = [1, [2.5, 3], null]", True),
    ("[{a: {b: 1}}, {a: {b: 2}}].a.b", [1, 2]),
    ('[@"2026-03-01", @"2025-03-01"].year', [2026, 2025]),
    ('{a: {x: "v1"}, x: "v2"}...x', ["v1", "v2"]),
    ("{x: null}...x", []),
    ("1...a", []),
    ("[{a: [{k: 1}, {k: 2}]}]...k", [1, 2]),
]
CONTEXTS = [
    ("{a: 1 + 2, b: a + 3}", {"a": 3, "b": 6}),
    ("{a: 1, c: {d: a}}", {"a": 1, "c": {"d": 1}}),
    ("{a: b, b: 1}.a", None),
    ('{"": 1}', {"": 1}),
]
RANGES = [
    ("[1..10].start", 1),
    ("[1..10].end", 10),
    ("[1..10).end included", False),
    ("(1..10].start included", False),
    ("]1..10].start included", False),
    ("[1..10[.end included", False),
    ("[1..[2,3][1]].end", 2),
    ("(>= 5).start", 5),
    ("(>= 5).start included", True),
    ("(>= 5).end", None),
    ("(< 5).end", 5),
    ("(= 5) = [5..5]", True),
    ('[1.."a"]', None),
    ("[1..null]", None),
    ("3 in [1..5]", True),
    ("[1..3, 5]", "syntax"),
]
PROPERTIES = [
    ('@"2018-12-10".year', 2018),
    ('@"2018-12-10".month', 12),
    ('@"2018-12-10".day', 10),
    ('@"2018-12-10".weekday', 1),
    ('@"2018-12-10T10:30:01".weekday', 1),
    ('@"2018-12-10T10:30:01".hour', 10),
    ('@"2018-12-10T10:30:01".second', 1),
    ('@"2018-12-10T10:30:00+05:00".time offset', at("PT5H")),
    ('@"2018-07-10T10:30:00@Europe/Paris".time offset', at("PT2H")),
    ('@"2018-12-10T10:30:00".time offset', None),
    ('@"2018-12-10T10:30:00@Etc/UTC".timezone', "Etc/UTC"),
    ('@"2018-12-10T10:30:00Z".timezone', None),
    ('@"10:30:01".minute', 30),
    ('@"10:30:01".year', None),
    ('@"P1Y2M".years', 1),
    ('@"P1Y2M".months', 2),
    ('@"-P1Y2M".months', -2),
    ('@"P1Y".days', None),
    ('@"P1DT2H3M4.5S".days', 1),
    ('@"P1DT26H".hours', 2),
    ('@"PT63M".minutes', 3),
    ('string(@"PT4.50S".seconds)', "4.5"),
    ('@"P1D".months', None),
]


@pytest.mark.parametrize(("text", "expected"), FILTERS + PATHS + CONTEXTS + RANGES + PROPERTIES)
def test_it_reaches_into(text: str, expected: object) -> None:
    if expected == "syntax":
        from engine.feel import FeelSyntaxError

        with pytest.raises(FeelSyntaxError):
            feel(text)
    else:
        assert matches(feel(text), expected)
