"""Clause 8 and 10.3.2.10 (decision tables)."""

from tests.dmn.build import decision, given, literal, table
from tests.dmn.rules.rule import REFUSED, Rule

HITS = "8.2.10"
CELLS = "8.2.8"
DEFAULTS = "8.2.11"
XY = ['1 || "x"', '> 0 || "y"']
SAME = ['1 || "x"', '> 0 || "x"']
NUMBERS = ["1 || 2", "> 0 || 3", "> 0 || 3"]
PAIRS = ['1 || "x" | "p"', '> 0 || "y" | "q"', '> 0 || "y" | "p"']
ORDER = {"r": '"y", "x"'}
ORDERS = {"r": '"y", "x"', "s": '"p", "q"'}


def _asked(clause: str, title: str, logic: str, expected: str, a: str = "1", b: str = "") -> Rule:
    elements = [given("a"), given("b"), decision("d", logic, needs=["in:a", "in:b"])]
    return Rule(clause, title, elements, "d", expected, {"a": a, **({"b": b} if b else {})})


def _policy(policy: str, rules: list[str], expected: str, a: str = "1", **more: dict[str, str]) -> Rule:
    return _asked(
        HITS,
        f"{policy or 'no policy'} of {rules}",
        table(["a"], ["r"], rules, policy=policy, **more),
        expected,
        a,
    )


def _pairs(policy: str, expected: str, a: str = "1") -> Rule:
    logic = table(["a"], ["r", "s"], PAIRS, policy=policy, values=ORDERS)
    return _asked(HITS, f"{policy} of two outputs", logic, expected, a)


POLICIES = [
    _policy("", XY, '"y"', "2"),
    _policy("UNIQUE", XY, '"y"', "2"),
    _policy("UNIQUE", XY, "null", "-1"),
    _policy("UNIQUE", XY, REFUSED),
    _policy("UNIQUE", SAME, REFUSED),
    _policy("ANY", SAME, '"x"'),
    _policy("ANY", XY, REFUSED),
    _policy("ANY", XY, "null", "-1"),
    _policy("FIRST", XY, '"x"'),
    _policy("FIRST", XY, '"y"', "2"),
    _policy("FIRST", XY, "null", "-1"),
    _policy("PRIORITY", XY, '"y"', values=ORDER),
    _policy("PRIORITY", XY, "null", "-1", values=ORDER),
    _policy("RULE ORDER", XY, '["x", "y"]'),
    _policy("RULE ORDER", XY, '["y"]', "2"),
    _policy("RULE ORDER", XY, "[]", "-1"),
    _policy("OUTPUT ORDER", XY, '["y", "x"]', values=ORDER),
    _policy("OUTPUT ORDER", XY, "[]", "-1", values=ORDER),
    _policy("COLLECT", XY, '["x", "y"]'),
    _policy("COLLECT", XY, "[]", "-1"),
    _pairs("FIRST", '{r: "x", s: "p"}'),
    _pairs("PRIORITY", '{r: "y", s: "p"}'),
    _pairs("RULE ORDER", '[{r: "x", s: "p"}, {r: "y", s: "q"}, {r: "y", s: "p"}]'),
    _pairs("OUTPUT ORDER", '[{r: "y", s: "p"}, {r: "y", s: "q"}, {r: "x", s: "p"}]'),
    _pairs("COLLECT", '[{r: "x", s: "p"}, {r: "y", s: "q"}, {r: "y", s: "p"}]'),
    _pairs("UNIQUE", "null", "-1"),
    _policy("MAJORITY", XY, REFUSED),
]
AGGREGATES = [
    _asked(
        HITS,
        f"COLLECT {aggregation} for {a}",
        table(["a"], ["r"], NUMBERS, policy="COLLECT", aggregation=aggregation),
        expected,
        a,
    )
    for aggregation, of_three, of_none in (
        ("SUM", "8", "null"),
        ("COUNT", "3", "0"),
        ("MIN", "2", "null"),
        ("MAX", "3", "null"),
    )
    for a, expected in (("1", of_three), ("-1", of_none))
]
NO_HIT = [
    _asked(
        DEFAULTS,
        f"a default with {policy}",
        table(["a"], ["r"], XY[:1], policy=policy, defaults={"r": '"z"'}),
        '"z"',
        "2",
    )
    for policy in ("UNIQUE", "ANY", "FIRST", "PRIORITY")
] + [
    _asked(
        DEFAULTS,
        "a default for each output",
        table(["a"], ["r", "s"], PAIRS[:1], defaults={"r": '"z"', "s": '"w"'}),
        '{r: "z", s: "w"}',
        "2",
    ),
    _asked(
        DEFAULTS, "no default where a rule hits", table(["a"], ["r"], XY[:1], defaults={"r": '"z"'}), '"x"'
    ),
    _asked(
        DEFAULTS, "a default that reckons", table(["a"], ["r"], XY[:1], defaults={"r": "a + 1"}), "3", "2"
    ),
]


def _cell(cell: str, hit: bool, a: str, b: str = "") -> Rule:
    expected = "1" if hit else "null"
    return _asked(CELLS, f"the cell {cell} for {a}", table(["a"], ["r"], [f"{cell} || 1"]), expected, a, b)


CELL_RULES = [
    _cell("-", True, "1"),
    _cell("-", True, "null"),
    _cell("", True, "1"),
    _cell("null", True, "null"),
    _cell("null", False, "1"),
    _cell("1", True, "1"),
    _cell("1", False, "2"),
    _cell("1", False, "null"),
    _cell('"1"', False, "1"),
    _cell("1, 2", True, "2"),
    _cell("not(1, 2)", True, "3"),
    _cell("not(1, 2)", False, "2"),
    _cell("< 2, > 8", True, "9"),
    _cell("< 2, > 8", False, "5"),
    _cell("[1..3]", True, "3"),
    _cell("[1..3)", False, "3"),
    _cell("(1..3]", False, "1"),
    _cell("]1..3[", True, "2"),
    _cell("true", True, "true"),
    _cell("false", False, "true"),
    _cell("? > 2", True, "3"),
    _cell("? > 2 or ? < -2", True, "-3"),
    _cell("not(? > 2)", True, "1"),
    _cell('starts with(?, "x")', True, '"xy"'),
    _cell('list contains(?, "x")', True, '["x", "y"]'),
    _cell('"x"', False, '["x", "y"]'),
    _cell("count(?) > 1", True, "[1, 2]"),
    _cell("b", True, "1", "1"),
    _cell("b", True, "1", "[1, 2]"),
    _cell("b", False, "3", "[1, 2]"),
    _cell("b", True, "2", "[1..3]"),
    _cell("> b", True, "3", "2"),
    _cell("> b", False, "3", "null"),
    _cell("[b..10]", True, "3", "2"),
    _cell("abs(b)", True, "3", "-3"),
    _cell("? = b", True, "3", "3"),
    _cell("? + b = 5", True, "3", "2"),
    _cell('< date("2021-01-01")', True, '@"2020-01-01"'),
    _cell('[@"PT1H"..@"P1D"]', True, '@"PT2H"'),
    _cell("{x: 1}", True, "{x: 1}"),
    _cell("some i in ? satisfies i = 2", True, "[1, 2]"),
]
VALUES = [
    _asked(CELLS, "an input among its values", table(["a"], ["r"], ["- || 1"], values={"a": "1, 2"}), "1"),
    _asked(
        CELLS, "an input not among its values", table(["a"], ["r"], ["- || 1"], values={"a": "2, 3"}), REFUSED
    ),
    _asked(
        CELLS,
        "an output not among its values",
        table(["a"], ["r"], ['- || "q"'], values={"r": '"x"'}),
        REFUSED,
    ),
    _asked(CELLS, "an output of its type", table(["a"], ["r:number"], ["- || a"]), "1"),
    _asked(CELLS, "an output of a list of one", table(["a"], ["r:number"], ["- || [a]"]), "1"),
    _asked(CELLS, "an output of another type", table(["a"], ["r:number"], ['- || "x"']), REFUSED),
    _asked(CELLS, "no inputs at all", table([], ["r"], ["|| 7"]), "7"),
    _asked(CELLS, "an expression as input", table(["a + 1"], ["r"], ["2 || 7"]), "7"),
    _asked(CELLS, "an output that reads inputs", table(["a"], ["r"], ["- || a + b"]), "3", "1", "2"),
    _asked(CELLS, "an empty output", table(["a"], ["r"], ["- || "]), "null"),
]
BESIDE = [
    Rule(
        "10.4",
        "a faulty decision leaves others as they are",
        [decision("d", literal("1 +")), decision("e", literal("1"))],
        "e",
        "1",
    )
]
RULES = [*POLICIES, *AGGREGATES, *NO_HIT, *CELL_RULES, *VALUES, *BESIDE]
