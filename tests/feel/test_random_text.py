"""Whatever is typed, nothing but a FeelError comes out."""

from collections.abc import Callable

from hypothesis import example, given, settings
from hypothesis import strategies as some

from engine.feel import Budget, FeelError, evaluate, from_python, parse, unary_test

WORDS = [
    *(
        "1",
        "0",
        "-",
        "2.5",
        ".5",
        "1e3",
        '"a"',
        '""',
        "true",
        "false",
        "null",
        "x",
        "y z",
        "?",
        "item",
        "partial",
    ),
    *(
        "+",
        "-",
        "*",
        "/",
        "**",
        "=",
        "!=",
        "<",
        "<=",
        ">",
        ">=",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ":",
        ".",
        "..",
        "...",
    ),
    *(
        "if",
        "then",
        "else",
        "for",
        "in",
        "return",
        "some",
        "every",
        "satisfies",
        "function",
        "external",
        "and",
        "or",
    ),
    *(
        "not",
        "between",
        "instance of",
        "list<number>",
        "context<a: string>",
        "number",
        "@",
        '@"P1D"',
        "a:",
        "->",
    ),
    *(
        '@"2026-03-01"',
        '@"10:00:00Z"',
        '@"2026-03-01T10:00:00@Europe/Paris"',
        "//",
        "/*",
        "*/",
        "'",
        "\\",
        '"',
        "\n",
    ),
    *(
        "sum(",
        "date(",
        "date and time(",
        "string(",
        "sort(",
        "matches(",
        "range(",
        "replace(",
        "number(",
        "substring(",
    ),
    *(
        "context put(",
        "get value(",
        "string join(",
        "overlaps(",
        "now()",
        "years and months duration(",
        "is(",
        "abs(",
    ),
]
SCOPE = {"x": from_python([1, 2, {"a": "b"}]), "y z": from_python({"a": 1}), "n": from_python(3)}
SMALL = Budget(steps=2_000, cells=20_000, depth=30, seconds=0.5)

texts = some.text(max_size=40) | some.lists(some.sampled_from(WORDS), max_size=14).map(" ".join)


def refusal(call: Callable[[], object]) -> str:
    """What the call refuses with; `answered` if it does not."""
    try:
        call()
    except FeelError as refused:
        return str(refused)
    return "answered"


@given(texts)
@settings(max_examples=600, deadline=None)
@example("[1..5[")
@example("]1..5]")
@example("\ud800")
@example('"\\ud800"')
@example("a.\u0300")
def test_an_expression_is_answered_or_refused(text: str) -> None:
    def run() -> None:
        parsed = parse(text, names=SCOPE)
        parsed.references()
        warnings: list[str] = []
        evaluate(parsed, SCOPE, budget=SMALL, warnings=warnings)

    assert refusal(run)


@given(texts, some.sampled_from([None, True, from_python(3), "a", from_python([1])]))
@settings(max_examples=400, deadline=None)
def test_unary_tests_are_answered_or_refused(text: str, value: object) -> None:
    assert refusal(lambda: unary_test(text, value, SCOPE, budget=SMALL))
