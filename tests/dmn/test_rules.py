"""Rules of DMN 1.5, clauses 6 to 8, 10.2 and 10.4, row by row."""

import pytest

from engine.errors import EngineError
from engine.feel import FeelError, evaluate
from engine.feel.wire import dumps
from tests.dmn.build import NOW, loaded
from tests.dmn.rules import boxed, graph, tables, types
from tests.dmn.rules.rule import REFUSED, Rule
from tests.dmn.test_guide import PAGE
from tests.dmn.test_import_rules import ROWS

RULES: list[Rule] = [*types.RULES, *tables.RULES, *boxed.RULES, *graph.RULES]


def _answer(rule: Rule) -> str:
    models = loaded(*rule.elements)
    ask = {"decision": models.evaluate, "service": models.service, "bkm": models.bkm}[rule.kind]
    values = {name: evaluate(text, {}) for name, text in rule.given.items()}
    try:
        return dumps(ask(rule.asked, values, now=NOW))
    except (EngineError, FeelError):
        return REFUSED


@pytest.mark.parametrize("rule", RULES, ids=[f"{rule.clause} {rule.title}" for rule in RULES])
def test_it_answers_as_the_standard_says(rule: Rule) -> None:
    expected = REFUSED if rule.expected == REFUSED else dumps(evaluate(rule.expected, {}))
    assert _answer(rule) == expected


def test_the_guide_tells_how_many_rules_there_are() -> None:
    assert f"by {len(RULES) + len(ROWS):,} rules" in PAGE
