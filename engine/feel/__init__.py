"""FEEL, the expression language of DMN 1.5 (clause 10.3): parsed, compiled and run within a budget.

The package knows nothing of the engine around it, and an expression finds no way to Python.
"""

from engine.feel.budget import Budget
from engine.feel.errors import FeelBudgetError, FeelError, FeelSyntaxError, FeelValueError
from engine.feel.evaluation import evaluate, unary_test
from engine.feel.expression import Expression, parse
from engine.feel.types import Type
from engine.feel.values import (
    DaysDuration,
    FeelDate,
    FeelDateTime,
    FeelTime,
    Function,
    MonthsDuration,
    Range,
    Value,
    from_python,
    to_instant,
)

__all__ = [
    "Budget",
    "DaysDuration",
    "Expression",
    "FeelBudgetError",
    "FeelDate",
    "FeelDateTime",
    "FeelError",
    "FeelSyntaxError",
    "FeelTime",
    "FeelValueError",
    "Function",
    "MonthsDuration",
    "Range",
    "Type",
    "Value",
    "evaluate",
    "from_python",
    "parse",
    "to_instant",
    "unary_test",
]
