"""What the checker says about DMN files."""

import pytest

from engine.dmn import findings
from engine.model.findings import Severity
from tests.dmn.build import decision, given, item, knowledge, literal, model, part, service, table

DRAWN = [
    item("tPerson", inner=part("Date of birth", "date")),
    given("Applicant", "tPerson"),
    decision(
        "Year of birth", literal("Applicant.Date of birth.year"), type_ref="number", needs=["in:Applicant"]
    ),
    decision(
        "Band",
        table(["Year of birth"], ["band:string"], ['< 1990 || "old"', '>= 1990 || "young"']),
        needs=["dec:Year of birth"],
    ),
    knowledge("Age in (year)", ["birth"], literal("2026 - birth")),
    service("Ask", outputs=["Band"], takes=["in:Applicant"]),
]


def said(*elements: str) -> list[tuple[str, str, str | None]]:
    """Rule, message and element of every finding about a file."""
    found = findings("x.dmn", model(*elements), {})
    assert all(finding.hint and finding.file == "x.dmn" for finding in found)
    return [(finding.rule, finding.message, finding.element) for finding in found]


def test_it_finds_nothing_in_a_sound_file() -> None:
    assert said(*DRAWN) == []


JAVA = literal("1").replace("Expression>", 'Expression expressionLanguage="java">', 1)
GROOVY = '<inputEntry expressionLanguage="groovy"'

ERRORS = [
    (
        [decision("d", table(["n"], ["fee"], ["> 1 || 1", "2 > || 3"]))],
        "feel-syntax",
        "Rule 2, column “n”: “2 >” cannot be read: Expected a value but found the end.",
    ),
    (
        [decision("d", table(["n"], ["fee"], ["> 1 || 1 +"]))],
        "feel-syntax",
        "Rule 1, column “fee”: “1 +” cannot be read: Expected a value but found the end.",
    ),
    (
        [decision("d", table(["(n"], ["fee"], ["> 1 || 1"]))],
        "feel-syntax",
        "Input column “(n”, expression: “(n” cannot be read: ",
    ),
    (
        [decision("d", table(["n"], ["fee"], ["> 1 || 1"], values={"n": "1,", "fee": "1"}))],
        "feel-syntax",
        "Input column “n”, its values: “1,” cannot be read: Expected a value but found the end.",
    ),
    (
        [decision("d", table(["n"], ["fee"], ["> 1 || 1"], defaults={"fee": "(1"}))],
        "feel-syntax",
        "Output column “fee”, its default: “(1” cannot be read: Expected ')' but found the end.",
    ),
    ([decision("d", literal("1 1"))], "feel-syntax", "The expression: “1 1” cannot be read: "),
    ([decision("d", literal(" "))], "feel-syntax", "The expression: it is empty."),
    ([knowledge("f", [], literal("("))], "feel-syntax", "The expression: “(” cannot be read: "),
    (
        [item("t", "string", allowed="1,")],
        "feel-syntax",
        "The allowed values of the type “t”: “1,” cannot be read: ",
    ),
    (
        [decision("d", literal("1"), needs=["dec:gone"])],
        "unknown-reference",
        "It refers to “#gone”, which is nowhere to be found.",
    ),
    (
        [given("x"), decision("d", literal("1"), needs=["dec:x"])],
        "wrong-reference",
        "It refers to “x” where a decision belongs.",
    ),
    ([given("x", "tNone")], "unknown-type", "“x” is said to be of type “tNone”, which does not exist."),
    (
        [item("t", "tNone")],
        "unknown-type",
        "The type “t” is said to be of type “tNone”, which does not exist.",
    ),
    (
        [decision("d", table(["n"], ["fee:tNone"], ["- || 1"]))],
        "unknown-type",
        "A part of its logic is said to be of type “tNone”, which does not exist.",
    ),
    (
        [decision("a", literal("b"), needs=["dec:b"]), decision("b", literal("a"), needs=["dec:a"])],
        "requirement-circle",
        "It requires itself: “a” → “b” → “a”.",
    ),
    (
        [decision("d", table(["n"], ["fee"], ['"a" || 1', '"b" || 2', '"a" || 3']))],
        "rules-overlap",
        "Rules 1 and 3 ask for exactly the same, which the hit policy UNIQUE does not allow.",
    ),
    (
        [decision("d", table(["n"], ["a", "a"], ["- || 1 | 2"]))],
        "output-name",
        "An output column of several has the name “a”, which another has too.",
    ),
    (
        [decision("d", table(["n"], ["a", ""], ["- || 1 | 2"]))],
        "output-name",
        "An output column of several has no name.",
    ),
    (
        [decision("d", table(["n"], [""], ["- || 1"], policy="PRIORITY"))],
        "priority-values",
        "The hit policy PRIORITY needs the list of output values, the most important first.",
    ),
    (
        [decision("d", table(["n"], ["a", "b"], ["- || 1 | 2"], policy="COLLECT", aggregation="SUM"))],
        "aggregation",
        "COLLECT can form SUM of one output column only.",
    ),
    (
        [decision("d", table([""], [""], ["- || 1"]))],
        "input-expression",
        "The input column “without a name” has no expression.",
    ),
    (
        [decision("d", table(["n"], [], ["- || "]))],
        "decision-logic",
        "Its logic cannot run: the table has no output column.",
    ),
    (
        [decision("d", table(["n"], [""], ["- || 1"], policy="BEST"))],
        "decision-logic",
        "Its logic cannot run: there is no hit policy “BEST”.",
    ),
    (
        [decision("d", "<conditional/>")],
        "decision-logic",
        "Its logic cannot run: the condition (if) is empty.",
    ),
    (
        [decision("d", JAVA)],
        "unsupported-language",
        "Its logic cannot run: it is written in “java”; only FEEL runs here.",
    ),
    (
        [decision("d", table(["n"], [""], ["- || 1"]).replace("<inputEntry", GROOVY))],
        "unsupported-language",
        "Rule 1: a cell cannot run: it is written in “groovy”; only FEEL runs here.",
    ),
    (
        [decision("d", f'<functionDefinition kind="PMML">{literal("1")}</functionDefinition>')],
        "unsupported-function",
        "It holds a function of kind PMML; only FEEL runs here.",
    ),
    (
        [decision("a", literal("1"), ident="x"), given("b", ident="x")],
        "id-unique",
        "The id “x” is used 2 times.",
    ),
    ([service("s", outputs=[])], "service-output", "It has no output decision."),
    (['<businessKnowledgeModel id="f" name="f"/>'], "decision-logic", "It has no logic."),
]


@pytest.mark.parametrize(("elements", "rule", "message"), ERRORS)
def test_it_finds_what_keeps_a_decision_from_running(elements: list[str], rule: str, message: str) -> None:
    found = [each for each in findings("x.dmn", model(*elements), {}) if each.rule == rule]
    assert found
    assert found[0].message.startswith(message)
    assert found[0].severity is Severity.ERROR
    assert found[0].line is not None


WARNINGS = [
    (
        [decision("d", table(["n"], ["fee"], ["< 5 || 1", "[3..9] || 2"]))],
        "rules-overlap",
        "Rules 1 and 2 can both match, which the hit policy UNIQUE does not allow.",
    ),
    (
        [decision("d", table(["n"], ["fee"], ["< 5 || 1", "- || 2"], policy="ANY"))],
        "rules-overlap",
        "Rules 1 and 2 can both match, which the hit policy ANY does not allow.",
    ),
    (
        [decision("d", table(["n"], ["fee"], ["- || 1", "< 5 || 2"], policy="FIRST"))],
        "rule-unreachable",
        "Rule 2 is never reached: rule 1 matches all of it before.",
    ),
    (
        [decision("d", table(["n"], ["fee"], ["- || -"]))],
        "output-missing",
        "Rule 1 gives nothing in the column “fee”.",
    ),
    ([decision("d", table(["n"], ["fee"], []))], "table-rules", "The table has no rules."),
    (
        [decision("d", table(["n"], [""], ["- || 1"], policy="FIRST", aggregation="SUM"))],
        "aggregation",
        "The aggregation SUM belongs to COLLECT; FIRST leaves it out.",
    ),
    ([decision("d")], "decision-logic", "It has no logic: its value must be given from outside."),
    ([decision("", literal("1"), ident="x")], "name-required", "It has no name."),
    (
        [decision("d", literal("1")), decision("d", literal("2"), ident="e")],
        "name-unique",
        "2 elements are called “d”; by that name only the first is found.",
    ),
    (
        ['<import namespace="urn:p" name="p" importType="http://www.dmg.org/PMML-4_2"/>'],
        "unsupported-import",
        "The import “p” is of the kind “http://www.dmg.org/PMML-4_2”, which is not read here.",
    ),
]


@pytest.mark.parametrize(("elements", "rule", "message"), WARNINGS)
def test_it_finds_what_is_worth_a_look(elements: list[str], rule: str, message: str) -> None:
    found = findings("x.dmn", model(*elements), {})
    assert [(each.rule, each.message, each.severity) for each in found][:1] == [
        (rule, message, Severity.WARNING)
    ]
    assert all(each.severity is not Severity.ERROR for each in found)


@pytest.mark.parametrize(
    ("policy", "rules"),
    [
        ("", ["< 5 || 1", ">= 5 || 2"]),
        ("", ['"a", "b" || 1', '"c" || 2']),
        ("", ["[1..5) || 1", "5 || 2", "(5..9] || 3"]),
        ("", ["< n * 2 || 1", ">= n * 2 || 2"]),
        ("", ["true || 1", "false || 2", "null || 3"]),
        ("", ["true || 1", "1 || 2"]),
        ("", ['< date("2026-01-01") || 1', '@"2026-05-01" || 2']),
        ("", ["not(1) || 1", "1 || 2"]),
        ("ANY", ["< 5 || 1", "< 9 || 1"]),
        ("FIRST", ["< 5 || 1", "< 9 || 2", "- || 3"]),
        ("RULE ORDER", ["- || 1", "- || 2"]),
        ("COLLECT", ["- || 1", "- || 2"]),
    ],
)
def test_it_leaves_tables_alone_that_keep_their_policy(policy: str, rules: list[str]) -> None:
    assert said(decision("d", table(["n"], ["fee"], rules, policy=policy))) == []


def test_it_compares_all_columns_of_rules() -> None:
    rules = ['< 5 | "a" || 1', '< 9 | "b" || 2', '- | "a", "c" || 3']
    found = findings("x.dmn", model(decision("d", table(["n", "m"], ["fee"], rules))), {})
    assert [each.message.split(",")[0] for each in found] == ["Rules 1 and 3 can both match"]


def test_it_says_where_in_the_file() -> None:
    text = (
        table(["n"], ["fee"], ["1 || 1", "2 || 2 2"])
        .replace("<rule", "\n<rule")
        .replace("<outputEntry", "\n<outputEntry")
    )
    found = findings("x.dmn", model(given("x"), decision("d", text)), {})
    lines = model(given("x"), decision("d", text)).decode().splitlines()
    assert [(each.line, each.element, each.name) for each in found] == [
        (1 + next(n for n, line in enumerate(lines) if "2 2" in line), "d", "d")
    ]


def test_it_keeps_other_files_faults_to_themselves() -> None:
    assert (
        findings("x.dmn", model(*DRAWN), {"y.dmn": b"<broken", "z.dmn": model(decision("q", literal("(")))})
        == []
    )


UNKNOWN = [
    (
        [decision("d", table(["n"], ["fee"], ["high || 1"]))],
        "Rule 1, column “n” reads “high”, which nothing in the model",
    ),
    (
        [decision("d", table(["n"], ["fee"], ["- || high cost"]))],
        "Rule 1, column “fee” reads “high cost”, which nothing",
    ),
    (
        [given("n"), decision("d", literal("n + m"), needs=["in:n"])],
        "The expression reads “m”, which nothing in the model",
    ),
    (
        [given("n"), decision("d", literal("n n + 1"))],
        "The expression reads “n n”, which nothing in the model provides.",
    ),
    (
        [knowledge("f", ["a"], literal("a + b"))],
        "The expression reads “b”, which nothing in the model provides.",
    ),
    ([given("n"), knowledge("f", [], literal("n"))], "The expression reads “n”, which it does not require."),
    (
        [given("n"), decision("a", literal("1")), decision("d", literal("n + a"), needs=["in:n"])],
        "The expression reads “a”, which it does not require.",
    ),
    (
        [given("n"), decision("d", literal("f(n)"), needs=["in:n"]), knowledge("f", ["x"], literal("x"))],
        "The expression reads “f”, which it does not require.",
    ),
]


@pytest.mark.parametrize(("elements", "message"), UNKNOWN)
def test_it_finds_names_that_nothing_provides(elements: list[str], message: str) -> None:
    found = findings("x.dmn", model(*elements), {})
    assert [each.severity for each in found] == [Severity.WARNING]
    assert found[0].rule in {"unknown-name", "requirement-missing"}
    assert found[0].message.startswith(message)


KNOWN = [
    [decision("d", literal("severity"))],
    [decision("d", table(["severity", "age"], ["fee"], ['"high" | < age * 2 || severity']))],
    [given("n"), decision("d", literal("for x in [n] return x + sum(partial)"), needs=["in:n"])],
    [given("n"), decision("d", literal("n[item > 1 and price > 2]"), needs=["in:n"])],
    [given("n"), decision("d", literal("working days(n) = now()"), needs=["in:n"])],
    [given("n"), decision("d", literal("{a: n, b: a + 1}.b"), needs=["in:n"])],
    [given("a b"), decision("d", literal("a b.c d"), needs=["in:a b"])],
]


@pytest.mark.parametrize("elements", KNOWN)
def test_it_leaves_names_alone_that_something_may_provide(elements: list[str]) -> None:
    assert said(*elements) == []
