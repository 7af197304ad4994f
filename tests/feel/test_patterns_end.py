"""Patterns that try everything end in time, and syntax that only `regex` knows is no pattern of XPath."""

from contextlib import suppress
from time import thread_time

import pytest

from engine.feel import FeelBudgetError, evaluate

CATASTROPHES = {
    "a repeated repetition": 'matches("' + "a" * 40 + '!", "^(a+)+$")',
    "a repetition of nothing": 'matches("' + "a" * 5_000 + 'b", "(a*)*c")',
    "overlapping choices": 'replace("' + "a" * 30_000 + 'b", "(a|aa|aaa)+$", "b")',
    "an end that never comes": 'split("' + "ab" * 15_000 + '", "(a+|b+)+c")',
    "repetitions multiplied": 'matches("a", "' + "(" * 9 + "a" + "{1,1000})" * 9 + '")',
    "many things that may be missing": 'matches("' + "a" * 3_000 + '", "' + "a?" * 900 + 'a{900}")',
    "references to groups": 'matches("' + "ab" * 2_000 + '", "(a|ab)(b|ab)*\\\\1\\\\2c")',
    "a class within classes": 'matches("a", "' + "[a-z-" * 300 + "[a]" + "]" * 300 + '")',
}


@pytest.mark.parametrize("text", CATASTROPHES.values(), ids=CATASTROPHES.keys())
def test_it_ends(text: str) -> None:
    begun = thread_time()
    with suppress(FeelBudgetError):
        evaluate(text, {})
    assert thread_time() - begun < 2


FOREIGN = [
    *("(?=a)", "(?!b)", "(?<n>a)", "(?i)a", "(?>a)", "(?#no)a", "(?:a)(?R)"),
    *("a++", "a?+", "a{1,2}+", "a{e}", "a{e<=1}", "a{", "a}", "a{x}", "a**", "a{2,1}"),
    *(
        "\\\\z",
        "\\\\Z",
        "\\\\A",
        "\\\\b",
        "\\\\K",
        "\\\\X",
        "\\\\R",
        "\\\\L<x>",
        "\\\\x41",
        "\\\\N{DIGIT ONE}",
        "\\\\0",
    ),
]


@pytest.mark.parametrize("pattern", FOREIGN)
def test_it_is_null_for_what_xpath_does_not_know(pattern: str) -> None:
    assert evaluate(f'matches("a", "{pattern}")', {}) is None
