"""`not` and `is`.

Source: DMN 1.5, 10.3.4.2 and 10.3.4.13.
"""

from typing import TYPE_CHECKING

from engine.feel.builtins.registry import builtin
from engine.feel.comparison import identical

if TYPE_CHECKING:
    from engine.feel.runtime import Run

Value = object


@builtin("not(negand: any)")
def negate(run: "Run", negand: Value) -> Value:
    """The opposite of a boolean; null for anything else."""
    if isinstance(negand, list) and len(negand) == 1:
        negand = negand[0]
    return not negand if isinstance(negand, bool) else None


@builtin("is(value1: any, value2: any)")
def is_same(run: "Run", value1: Value, value2: Value) -> Value:
    """Whether two values are the same element of the same kind."""
    return identical(value1, value2, run.meter)
