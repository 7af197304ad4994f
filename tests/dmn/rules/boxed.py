"""Clauses 7.2 and 10.2.2 (boxed expressions)."""

from tests.dmn.build import decision, knowledge, literal, table
from tests.dmn.rules.rule import REFUSED, Rule

ADD = knowledge("add", ["n:number", "m:number"], literal("n + m"))


def _box(clause: str, title: str, logic: str, expected: str, type_ref: str = "") -> Rule:
    elements = [ADD, decision("d", logic, type_ref=type_ref, needs=["know:add"])]
    return Rule(clause, title, elements, "d", expected)


def entry(logic: str, name: str = "", type_ref: str = "Any") -> str:
    variable = f'<variable name="{name}" typeRef="{type_ref}"/>' if name else ""
    return f"<contextEntry>{variable}{logic}</contextEntry>"


def context(*entries: str) -> str:
    return f"<context>{''.join(entries)}</context>"


def function(body: str, *parameters: str, kind: str = "Any") -> str:
    formal = "".join(f'<formalParameter name="{name}" typeRef="{kind}"/>' for name in parameters)
    return f"<functionDefinition>{formal}{body}</functionDefinition>"


def conditional(condition: str, then: str, otherwise: str) -> str:
    return f"<conditional><if>{condition}</if><then>{then}</then><else>{otherwise}</else></conditional>"


def chosen(source: str, test: str) -> str:
    return f"<filter><in>{source}</in><match>{test}</match></filter>"


def loop(kind: str, source: str, body: str, type_ref: str = "") -> str:
    part = "return" if kind == "for" else "satisfies"
    typed = f' typeRef="{type_ref}"' if type_ref else ""
    return f'<{kind} iteratorVariable="i"{typed}><in>{source}</in><{part}>{body}</{part}></{kind}>'


def invocation(callee: str, **arguments: str) -> str:
    bindings = "".join(
        f'<binding><parameter name="{name}"/>{literal(text)}</binding>' for name, text in arguments.items()
    )
    return f"<invocation>{literal(callee)}{bindings}</invocation>"


ONE, TWO, TEXT, TABLE = literal("1"), literal("2"), literal('"a"'), table([], ["r"], ["|| 7"])
LITERALS = [
    _box("10.2.2.2", "an expression", literal("1 + 1"), "2"),
    _box("10.2.2.2", "an expression of its type", literal("1", "number"), "1"),
    _box("10.2.2.2", "an expression of another type", literal('"a"', "number"), "null"),
    _box("10.2.2.2", "no expression", literal(""), "null"),
    _box("10.2.2.2", "nothing but white space", literal(" "), "null"),
    _box("10.2.2.2", "what cannot be parsed", literal("1 +"), REFUSED),
]
CONTEXTS = [
    _box("10.2.2.4", "entries", context(entry(ONE, "a"), entry(TWO, "b")), "{a: 1, b: 2}"),
    _box(
        "10.2.2.4",
        "an entry that reads one before it",
        context(entry(ONE, "a"), entry(literal("a + 1"), "b")),
        "{a: 1, b: 2}",
    ),
    _box(
        "10.2.2.4",
        "an entry that reads one behind it",
        context(entry(literal("b"), "a"), entry(ONE, "b")),
        "{a: null, b: 1}",
    ),
    _box("10.2.2.4", "a result", context(entry(ONE, "a"), entry(literal("a + 1"))), "2"),
    _box("10.2.2.4", "an entry of its type", context(entry(ONE, "a", "number")), "{a: 1}"),
    _box("10.2.2.4", "an entry of another type", context(entry(TEXT, "a", "number")), "{a: null}"),
    _box("10.2.2.4", "an entry of a list of one", context(entry(literal("[1]"), "a", "number")), "{a: 1}"),
    _box("10.2.2.4", "a context in a context", context(entry(context(entry(ONE, "b")), "a")), "{a: {b: 1}}"),
    _box("10.2.2.4", "a table in a context", context(entry(TABLE, "a"), entry(literal("a + 1"))), "8"),
    _box("10.2.2.4", "a name with spaces", context(entry(ONE, "a b"), entry(literal("a b + 1"))), "2"),
    _box("10.2.2.4", "no entries", context(), "{}"),
    _box("10.2.2.4", "an empty entry", context(entry("", "a"), entry(ONE, "b")), "{a: null, b: 1}"),
    _box(
        "10.2.2.4",
        "an entry without text",
        context(entry(literal(""), "a"), entry(ONE, "b")),
        "{a: null, b: 1}",
    ),
    _box("10.2.2.4", "one literal key twice", context(entry(literal("{c: 1, c: 2}"), "a")), "{a: null}"),
]
LISTS = [
    _box("10.2.2.5", "items", f"<list>{ONE}{TEXT}</list>", '[1, "a"]'),
    _box(
        "10.2.2.5", "an item of another type", f"<list>{literal('1', 'string')}{TEXT}</list>", '[null, "a"]'
    ),
    _box("10.2.2.5", "a list in a list", f"<list><list>{ONE}</list></list>", "[[1]]"),
    _box("10.2.2.5", "a table in a list", f"<list>{TABLE}</list>", "[7]"),
    _box("10.2.2.5", "no items", "<list/>", "[]"),
    _box(
        "10.2.2.6",
        "a relation",
        f"<relation><column name='p'/><column name='q'/><row>{ONE}{TWO}</row></relation>",
        "[{p: 1, q: 2}]",
    ),
    _box(
        "10.2.2.6",
        "a column of another type",
        f"<relation><column name='p' typeRef='string'/><row>{ONE}</row></relation>",
        "[{p: null}]",
    ),
    _box("10.2.2.6", "no rows", "<relation><column name='p'/></relation>", "[]"),
    _box(
        "10.2.2.6",
        "a row too short",
        f"<relation><column name='p'/><column name='q'/><row>{ONE}</row></relation>",
        REFUSED,
    ),
]
FUNCTIONS = [
    _box(
        "10.2.2.7",
        "a function",
        context(entry(function(literal("n * 2"), "n"), "f"), entry(literal("f(4)"))),
        "8",
    ),
    _box(
        "10.2.2.7",
        "an argument of another type",
        context(entry(function(ONE, "n", kind="number"), "f"), entry(literal('f("a")'))),
        "null",
    ),
    _box(
        "10.2.2.7",
        "an argument of a list of one",
        context(entry(function(literal("n"), "n", kind="number"), "f"), entry(literal("f([3])"))),
        "3",
    ),
    _box(
        "10.2.2.7",
        "what stands around it",
        context(entry(TWO, "a"), entry(function(literal("n + a"), "n"), "f"), entry(literal("f(1)"))),
        "3",
    ),
    _box(
        "10.2.2.7",
        "a table as its body",
        context(entry(function(table(["n"], ["r"], ["> 1 || 7"]), "n"), "f"), entry(literal("f(4)"))),
        "7",
    ),
    _box("10.2.2.3", "an invocation", invocation("add", n="1", m="2"), "3"),
    _box("10.2.2.3", "a built-in function", invocation("abs", n="-1"), "1"),
    _box("10.2.2.3", "an argument that is not given", invocation("add", n="1"), "null"),
    _box("10.2.2.3", "an argument that is unknown", invocation("add", n="1", z="2"), "null"),
    _box(
        "10.2.2.3",
        "an argument of another type for a knowledge model",
        invocation("add", n='"a"', m="1"),
        "null",
    ),
    _box("10.2.2.3", "what is no function", invocation("5", n="1"), "null"),
    _box("10.2.2.3", "what there is not", invocation("subtract", n="1"), "null"),
]
CHOICES = [
    _box("10.2.2.8", "yes", conditional(literal("true"), ONE, TWO), "1"),
    _box("10.2.2.8", "no", conditional(literal("false"), ONE, TWO), "2"),
    _box("10.2.2.8", "nothing known", conditional(literal("null"), ONE, TWO), "2"),
    _box("10.2.2.8", "neither yes nor no", conditional(TEXT, ONE, TWO), "null"),
    _box("10.2.2.8", "a table as condition", conditional(table([], ["r"], ["|| true"]), ONE, TWO), "1"),
    _box(
        "10.2.2.8",
        "a branch that is not taken is not asked",
        conditional(literal("true"), ONE, literal("1 +")),
        "1",
    ),
    _box("10.2.2.9", "items chosen", chosen(literal("[1, 2, 3]"), literal("item > 1")), "[2, 3]"),
    _box(
        "10.2.2.9",
        "items chosen by an entry",
        chosen(literal("[{a: 1}, {a: 2}]"), literal("a > 1")),
        "[{a: 2}]",
    ),
    _box("10.2.2.9", "a single value", chosen(ONE, literal("item = 1")), "[1]"),
    _box("10.2.2.9", "nothing", chosen(literal("null"), literal("true")), "null"),
    _box("10.2.2.9", "an empty list", chosen(literal("[]"), literal("true")), "[]"),
    _box("10.2.2.9", "a test that is open", chosen(literal("[1, null]"), literal("item = 1")), "[1]"),
    _box("10.2.2.9", "a test that is a text", chosen(literal("[1, 2]"), TEXT), "null"),
    _box("10.2.2.9", "a test that is a number", chosen(literal("[1, 2]"), TWO), "null"),
    _box(
        "10.2.2.9",
        "a table as list",
        chosen(table([], ["r"], ["|| 1", "|| 2"], policy="COLLECT"), literal("item > 1")),
        "[2]",
    ),
]
LOOPS = [
    _box("10.2.2.10", f"{kind} of {source}: {body}", loop(kind, literal(source), literal(body)), expected)
    for kind, source, body, expected in (
        ("for", "[1, 2]", "i * 2", "[2, 4]"),
        ("for", "1..3", "i * 2", "[2, 4, 6]"),
        ("for", "3..1", "i", "[3, 2, 1]"),
        ("every", "1 .. 3", "i < 4", "true"),
        ("for", "[]", "i", "[]"),
        ("for", "5", "i", "[5]"),
        ("for", "null", "i", "null"),
        ("for", "[1..3]", "i", "[1, 2, 3]"),
        ("for", "[1..4]", "if i = 1 then 1 else i * partial[-1]", "[1, 2, 6, 24]"),
        ("for", '[@"2021-01-01"..@"2021-01-02"]', "i.day", "[1, 2]"),
        ("for", "[[1, 2], [3]]", "count(i)", "[2, 1]"),
        ("some", "[1, 2]", "i = 2", "true"),
        ("some", "[1, 2]", "i = 3", "false"),
        ("some", "[]", "true", "false"),
        ("some", "[1, null]", "i = 1", "true"),
        ("some", "[1, null]", "i > 1", "null"),
        ("some", "null", "true", "null"),
        ("some", "[1]", '"a"', "null"),
        ("every", "[1, 2]", "i > 0", "true"),
        ("every", "[1, 2]", "i > 1", "false"),
        ("every", "[]", "false", "true"),
        ("every", "[1, null]", "i > 0", "null"),
        ("every", "[0, null]", "i > 0", "false"),
        ("every", "[1]", '"a"', "null"),
        ("every", "null", "true", "null"),
    )
]
NESTED = [
    _box("10.2.2", f"a {name} in a loop", loop("for", literal("[1, 2]"), logic), f"[{each}, {each}]")
    for name, logic, each in (
        ("literal", ONE, "1"),
        ("table", TABLE, "7"),
        ("context", context(entry(literal("5"), "a")), "{a: 5}"),
        ("list", f"<list>{ONE}</list>", "[1]"),
        ("relation", f"<relation><column name='p'/><row>{ONE}</row></relation>", "[{p: 1}]"),
        ("invocation", invocation("add", n="1", m="2"), "3"),
        ("conditional", conditional(literal("i > 0"), ONE, TWO), "1"),
        ("filter", chosen(literal("[1, 2]"), literal("item > 1")), "[2]"),
        ("for", loop("for", literal("[1]"), literal("i")), "[1]"),
        ("some", loop("some", literal("[1]"), literal("i = 1")), "true"),
        ("every", loop("every", literal("[1]"), literal("i = 2")), "false"),
    )
]
TYPED = [
    _box("10.3.2.9.4", "a boxed result of another type", context(entry(ONE, "a")), "null", "number"),
    _box("10.3.2.9.4", "a boxed list of one", f"<list>{ONE}</list>", "1", "number"),
    _box(
        "10.3.2.9.4", "a loop of another type", loop("for", literal("[1, 2]"), literal("i"), "string"), "null"
    ),
    _box("10.3.2.9.4", "a table of another type", TABLE, "null", "string"),
]
RULES = [*LITERALS, *CONTEXTS, *LISTS, *FUNCTIONS, *CHOICES, *LOOPS, *NESTED, *TYPED]
