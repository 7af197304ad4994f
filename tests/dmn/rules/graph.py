"""Clauses 6.3, 7.3 and 10.4 (requirements, knowledge models, decision services)."""

from tests.dmn.build import decision, given, knowledge, literal, service, table
from tests.dmn.rules.rule import REFUSED, Rule

CHAIN = [
    given("a", "number"),
    decision("x", literal("a + 1"), type_ref="number", needs=["in:a"]),
    decision("y", literal("x * 2"), needs=["dec:x"]),
]
DIAMOND = [*CHAIN, decision("z", literal("x + y"), needs=["dec:x", "dec:y"])]
JAVA = (
    '<businessKnowledgeModel id="j" name="j"><variable name="j"/><encapsulatedLogic kind="{kind}">'
    '<formalParameter name="x" typeRef="number"/>{body}</encapsulatedLogic></businessKnowledgeModel>'
)


def _model(
    clause: str, title: str, parameters: list[str], body: str, call: str, expected: str, **more: str
) -> Rule:
    elements = [
        knowledge("f", parameters, literal(body), needs=["f"], **more),
        decision("d", literal(call), needs=["know:f"]),
    ]
    return Rule(clause, title, elements, "d", expected)


REQUIREMENTS = [
    Rule("6.3.7", "a decision reads an input", CHAIN, "x", "2", {"a": "1"}),
    Rule("6.3.7", "a decision reads a decision", CHAIN, "y", "4", {"a": "1"}),
    Rule("6.3.7", "a decision reads both", DIAMOND, "z", "6", {"a": "1"}),
    Rule(
        "6.3.7",
        "an input that is not required is not seen",
        [given("a"), decision("d", literal("a"))],
        "d",
        "null",
    ),
    Rule(
        "10.3.2.11.2",
        "an input beside those that are required is not seen",
        [given("a"), decision("d", literal("b"), needs=["in:a"])],
        "d",
        "null",
        {"a": "1", "b": "2"},
    ),
    Rule(
        "10.3.2.11.2",
        "without requirements all that is given is seen",
        [decision("d", literal("b"))],
        "d",
        "2",
        {"b": "2"},
    ),
    Rule("6.3.7", "a decision without logic", [decision("d")], "d", "null"),
    Rule(
        "6.3.7",
        "a decision that requires itself",
        [decision("d", literal("d"), needs=["dec:d"])],
        "d",
        REFUSED,
    ),
    Rule(
        "6.3.7",
        "two decisions that require each other",
        [decision("d", literal("e"), needs=["dec:e"]), decision("e", literal("d"), needs=["dec:d"])],
        "d",
        REFUSED,
    ),
    Rule(
        "6.3.7",
        "a requirement that is nowhere",
        [decision("d", literal("1"), needs=["dec:none"])],
        "d",
        REFUSED,
    ),
    Rule(
        "6.3.7",
        "a required decision that is faulty",
        [decision("d", literal("e"), needs=["dec:e"]), decision("e", literal("1 +"))],
        "d",
        REFUSED,
    ),
    Rule("6.3.7", "a decision that there is not", CHAIN, "none", REFUSED),
]
NAMES = [
    Rule(
        "10.3.1.4",
        f"the name {name}",
        [given(name, ident="i"), decision("d", literal(f"{name} + 1"), needs=["in:i"])],
        "d",
        "3",
        {name: "2"},
    )
    for name in (
        "monthly salary",
        "größe",
        "🐎",
        "a-b+c",
        "it's",
        "a/b",
        "a*b",
        "a.b",
        "what if?",
        "profit and loss",
        "x2",
        "_x",
    )
] + [
    Rule(
        "10.3.1.4",
        "a decision asked by a name with signs",
        [decision("yearly + monthly", literal("1"), ident="x1")],
        "yearly + monthly",
        "1",
    ),
    Rule(
        "7.3.1",
        "a variable of another name",
        [
            '<inputData id="i" name="the input"><variable name="v"/></inputData>',
            decision("d", literal("v"), needs=["in:i"]),
        ],
        "d",
        "2",
        {"the input": "2"},
    ),
]
KNOWLEDGE = [
    _model("7.3.5", "arguments in order", ["n", "m"], "n - m", "f(3, 1)", "2"),
    _model("7.3.5", "arguments by name", ["n", "m"], "n - m", "f(m: 1, n: 3)", "2"),
    _model("10.3.2.13.5", "an argument by name that is not given", ["n", "m"], "n", "f(n: 3)", "3"),
    _model("10.3.2.13.5", "a name that there is not", ["n"], "n", "f(z: 3)", "null"),
    _model("10.3.2.13.5", "too few arguments in order", ["n", "m"], "n", "f(3)", "null"),
    _model("10.3.2.13.5", "too many arguments", ["n"], "n", "f(3, 4)", "null"),
    _model(
        "10.3.2.13.2",
        "an argument of another type keeps it from being entered",
        ["n:number"],
        "1",
        'f("a")',
        "null",
    ),
    _model("10.3.2.13.2", "null as an argument", ["n:number"], "1", "f(null)", "1"),
    _model("10.3.2.9.4", "a list of one as an argument", ["n:number"], "n", "f([1])", "1"),
    _model("10.3.2.9.4", "a result of another type", ["n"], "n", 'f("a")', "null", type_ref="number"),
    _model("10.3.2.9.4", "a result of a list of one", ["n"], "n", "f([1])", "1", type_ref="number"),
    _model("7.3.5", "a model that calls itself", ["n"], "if n <= 1 then 1 else n * f(n - 1)", "f(5)", "120"),
    _model("7.3.5", "a function as an argument", ["g", "n"], "g(n)", "f(function(x) x * 2, 4)", "8"),
    _model("7.3.5", "a built-in function as an argument", ["g", "n"], "g(n)", "f(abs, -4)", "4"),
    _model("7.3.5", "a function as its result", ["n"], "function(m) n + m", "f(1)(2)", "3"),
    _model("7.3.5", "it is a function", ["n:number"], "n", "f instance of function<number> -> Any", "true"),
    _model("7.3.5", "called in a loop", ["n"], "n * 2", "for i in [1, 2] return f(i)", "[2, 4]"),
    _model("7.3.5", "handed to a sort", ["x", "y"], "x > y", "sort([1, 3, 2], f)", "[3, 2, 1]"),
    Rule(
        "7.3.5",
        "not required, not seen",
        [knowledge("f", ["n"], literal("n")), decision("d", literal("f(1)"))],
        "d",
        "null",
    ),
    Rule(
        "7.3.5",
        "asked from outside",
        [knowledge("f", ["n:number"], literal("n + 1"))],
        "f",
        "2",
        {"n": "1"},
        "bkm",
    ),
    Rule(
        "7.3.5",
        "asked with another type",
        [knowledge("f", ["n:number"], literal("n + 1"))],
        "f",
        "null",
        {"n": '"a"'},
        "bkm",
    ),
    Rule(
        "7.3.5",
        "a table as its logic",
        [
            knowledge("f", ["n:number"], table(["n"], ["r:number"], ["< 5 || 1", ">= 5 || 2"])),
            decision("d", literal("f(7)"), needs=["know:f"]),
        ],
        "d",
        "2",
    ),
    Rule(
        "10.2.2.7",
        "a table without parameters takes its inputs for them",
        [
            knowledge("f", [], table(["n", "the m"], ["r:number"], ["< 5 | - || 1", ">= 5 | 1 || 2"])),
            decision("d", literal("f(7, 1)"), needs=["know:f"]),
        ],
        "d",
        "2",
    ),
    Rule(
        "7.3.5",
        "one that requires another",
        [
            knowledge("g", ["n"], literal("n + 1")),
            knowledge("f", ["n"], literal("g(n) * 2"), needs=["g"]),
            decision("d", literal("f(1)"), needs=["know:f"]),
        ],
        "d",
        "4",
    ),
] + [
    Rule(
        "10.3.2.13.3",
        f"a function in {kind} is refused",
        [JAVA.format(kind=kind, body=literal("{}")), decision("d", literal("j(1)"), needs=["know:j"])],
        "d",
        "null",
    )
    for kind in ("Java", "PMML")
]


def _called(
    title: str,
    call: str,
    expected: str,
    outputs: tuple[str, ...] = ("y",),
    takes: tuple[str, ...] = ("in:a",),
) -> Rule:
    elements = [
        *CHAIN,
        service("s", outputs=outputs, takes=takes),
        decision("d", literal(call), needs=["know:s"]),
    ]
    return Rule("10.4", title, elements, "d", expected)


def _service(
    title: str,
    outputs: list[str],
    takes: list[str],
    given_: dict[str, str],
    expected: str,
    type_ref: str = "",
) -> Rule:
    elements = [*CHAIN, service("s", outputs=outputs, takes=takes, type_ref=type_ref)]
    return Rule("10.4", title, elements, "s", expected, given_, "service")


SERVICES = [
    _service("one output", ["y"], ["in:a"], {"a": "1"}, "4"),
    _service("two outputs", ["x", "y"], ["in:a"], {"a": "1"}, "{x: 2, y: 4}"),
    _service("an input decision", ["y"], ["dec:x"], {"x": "10"}, "20"),
    _service("an input decision of another type", ["y"], ["dec:x"], {"x": '"a"'}, "null"),
    _service("an input of another type", ["y"], ["in:a"], {"a": '"a"'}, "null"),
    _service("an input that is not given", ["y"], ["in:a"], {}, "null"),
    _service("an input beside", ["y"], ["in:a"], {"a": "1", "q": "2"}, "4"),
    _service("a result of another type", ["y"], ["in:a"], {"a": "1"}, "null", "string"),
    _service("a result of its type", ["y"], ["in:a"], {"a": "1"}, "4", "number"),
    _called("called in order", "s(3)", "8"),
    _called("called by name", "s(a: 3)", "8"),
    _called("called by an unknown name", "s(b: 3)", "null"),
    _called("called with too few", "s()", "null"),
    _called("called with too many", "s(1, 2)", "null"),
    _called("called with another type", 's("a")', "null"),
    _called("called for two outputs", "s(3).x", "4", ("x", "y")),
    _called("called with an input decision", "s(10)", "20", ("y",), ("dec:x",)),
    _called("called with input data before input decisions", "s(1, 10)", "20", ("y",), ("dec:x", "in:a")),
    _called("it is a function", "s instance of function<number> -> Any", "true"),
]
RULES = [*REQUIREMENTS, *NAMES, *KNOWLEDGE, *SERVICES]
