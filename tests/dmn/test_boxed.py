"""Boxed expressions. DMN 1.5, 10.2.2."""

from decimal import Decimal

import pytest

from tests.dmn.build import decision, item, literal, part, table, value


def entry(name: str, logic: str, type_ref: str = "") -> str:
    typed = f' typeRef="{type_ref}"' if type_ref else ""
    variable = f'<variable name="{name}"{typed}/>' if name else ""
    return f"<contextEntry>{variable}{logic}</contextEntry>"


def context(*entries: str) -> str:
    return f"<context>{''.join(entries)}</context>"


def bind(name: str, logic: str, type_ref: str = "") -> str:
    typed = f' typeRef="{type_ref}"' if type_ref else ""
    return f'<binding><parameter name="{name}"{typed}/>{logic}</binding>'


def invoke(callee: str, *bindings: str) -> str:
    return f"<invocation>{literal(callee)}{''.join(bindings)}</invocation>"


def function(parameters: str, body: str, kind: str = "FEEL") -> str:
    formal = "".join(
        f'<formalParameter name="{name}"{f" typeRef={chr(34)}{type_ref}{chr(34)}" if type_ref else ""}/>'
        for name, _, type_ref in (each.partition(":") for each in parameters.split())
    )
    return f'<functionDefinition kind="{kind}">{formal}{body}</functionDefinition>'


def ask(condition: str) -> str:
    branches = f"<then>{literal('1')}</then><else>{literal('2')}</else>"
    return f"<conditional><if>{literal(condition)}</if>{branches}</conditional>"


def loop(tag: str, source: str, body: str) -> str:
    inner = "return" if tag == "for" else "satisfies"
    return f'<{tag} iteratorVariable="x"><in>{literal(source)}</in><{inner}>{literal(body)}</{inner}></{tag}>'


def keep(source: str, match: str) -> str:
    return f"<filter><in>{literal(source)}</in><match>{literal(match)}</match></filter>"


def number(*each: int) -> list[Decimal]:
    return [Decimal(one) for one in each]


TEXT = '"x"'
CASES = [
    ("context", context(entry("a", literal("1")), entry("b c", literal("a + 1"))), {"a": 1, "b c": 2}),
    ("context result", context(entry("a", literal("1")), entry("", literal("a + 1"))), 2),
    (
        "nested context",
        context(entry("inner", context(entry("a", literal("2")))), entry("", literal("inner.a * n"))),
        20,
    ),
    ("typed entry", context(entry("a", literal('"x"'), "number")), {"a": None}),
    ("entry from list of one", context(entry("a", literal("[3]"), "number")), {"a": 3}),
    (
        "table inside",
        context(entry("a", literal("n")), entry("", table(["a"], [""], ["> 3 || a + 1"]))),
        11,
    ),
    ("list", f"<list>{literal('n')}{literal('n + 1')}</list>", [10, 11]),
    ("empty list", "<list/>", []),
    (
        "relation",
        '<relation><column name="a"/><column name="b" typeRef="string"/>'
        f"<row>{literal('1')}{literal('2')}</row><row>{literal('n')}{literal(TEXT)}</row></relation>",
        [{"a": 1, "b": None}, {"a": 10, "b": "x"}],
    ),
    ("empty relation", '<relation><column name="a"/></relation>', []),
    ("conditional, yes", ask("n > 3"), 1),
    ("conditional, no", ask("n < 3"), 2),
    ("conditional, null", ask("null"), 2),
    ("conditional, neither", ask('"x"'), None),
    ("filter", keep("[1, 2, 3, 4]", "item >= 3"), [3, 4]),
    ("filter by entry", keep("[{a: 1}, {a: 2}, {b: 2}]", "a = 2"), [{"a": 2}]),
    ("filter by own item", keep("[{item: 1}, {item: 2}]", "item = 2"), [{"item": 2}]),
    ("filter, nothing", keep("[1]", "item > 3"), []),
    ("filter, no condition", keep("[1, 2]", '"x"'), None),
    ("filter, sometimes no condition", keep("[1, 2]", 'if item = 1 then true else "x"'), None),
    ("filter of null", keep("null", "true"), None),
    ("for", loop("for", "[1, 2]", "x * n"), [10, 20]),
    ("for over a range", loop("for", "[1..3]", "x"), [1, 2, 3]),
    ("for, partial", loop("for", "[1, 2, 3]", "x + sum(append(partial, 0))"), [1, 3, 7]),
    ("for nothing", loop("for", "[]", "x"), []),
    ("some", loop("some", "[1, 2]", "x > 1"), True),
    ("some, none", loop("some", "[1, 2]", "x > 2"), False),
    ("some of nothing", loop("some", "[]", "true"), False),
    ("some, no condition", loop("some", "[1, 2]", 'if x = 2 then true else "x"'), None),
    ("every", loop("every", "[1, 2]", "x > 0"), True),
    ("every, not", loop("every", "[1, 2]", "x > 1"), False),
    ("every of nothing", loop("every", "[]", "false"), True),
    ("every, no condition", loop("every", "[1]", '"x"'), None),
    ("every, open", loop("every", "[true, null]", "x"), None),
    (
        "function",
        context(entry("f", function("a b", literal("a - b + n"))), entry("", literal("f(5, 3)"))),
        12,
    ),
    (
        "function by name",
        context(entry("f", function("a b", literal("a - b"))), entry("", literal("f(b: 3, a: 5)"))),
        2,
    ),
    (
        "function, one argument too few",
        context(entry("f", function("a b", literal("a"))), entry("", literal("f(5)"))),
        None,
    ),
    (
        "function, argument of another type",
        context(entry("f", function("a:number", literal("1"))), entry("", literal('f("x")'))),
        None,
    ),
    (
        "function of another kind",
        context(entry("f", function("a", literal("1"), "Java")), entry("", literal("f(1)"))),
        None,
    ),
    (
        "invocation",
        context(
            entry("f", function("a b", literal("a - b"))),
            entry("", invoke("f", bind("b", literal("1")), bind("a", literal("n")))),
        ),
        9,
    ),
    (
        "invocation of a built-in",
        invoke("substring", bind("start position", literal("2")), bind("string", literal('"abc"'))),
        "bc",
    ),
    (
        "invocation of a lambda",
        context(entry("f", literal("function(a) a + n")), entry("", invoke("f", bind("a", literal("1"))))),
        11,
    ),
    ("invocation of a built-in, unknown parameter", invoke("count", bind("lots", literal("[1]"))), None),
    ("invocation of nothing", invoke("nothing", bind("a", literal("1"))), None),
    (
        "invocation, argument of another type",
        context(
            entry("f", function("a:number", literal("a = null"))),
            entry("", invoke("f", bind("a", literal('"x"'), "number"))),
        ),
        None,
    ),
    (
        "invocation, argument from a list of one",
        context(
            entry("f", function("a", literal("a + 1"))),
            entry("", invoke("f", bind("a", literal("[1]"), "number"))),
        ),
        2,
    ),
    (
        "invocation, unknown parameter",
        context(entry("f", function("a", literal("a"))), entry("", invoke("f", bind("b", literal("1"))))),
        None,
    ),
]


@pytest.mark.parametrize(("logic", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_it_evaluates(logic: str, expected: object) -> None:
    assert value([decision("d", logic)], "d", {"n": 10}) == expected


def test_it_fits_an_expression_to_its_type() -> None:
    types = item("tPair", inner=part("a", "number") + part("b", "string"))
    typed = '<context typeRef="tPair">{}</context>'
    good = typed.format(entry("a", literal("1")) + entry("b", literal("null")))
    bad = typed.format(entry("a", literal("1")))
    assert value([types, decision("d", good)], "d") == {"a": Decimal(1), "b": None}
    assert value([types, decision("d", bad)], "d") is None
