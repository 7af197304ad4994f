"""Everything inside a boxed expression, one part after the other."""

from collections.abc import Iterator

from engine.dmn import logic as boxed
from engine.dmn.logic import Logic


def parts(logic: Logic) -> tuple[Logic, ...]:
    """The expressions directly inside one."""
    match logic:
        case boxed.ContextLogic():
            return tuple(entry.logic for entry in logic.entries)
        case boxed.ListLogic():
            return logic.items
        case boxed.Relation():
            return tuple(cell for row in logic.rows for cell in row)
        case boxed.Invocation():
            return (logic.callee, *(binding.logic for binding in logic.bindings))
        case boxed.FunctionLogic():
            return (logic.body,)
        case boxed.Conditional():
            return (logic.condition, logic.then, logic.otherwise)
        case boxed.Filter():
            return (logic.source, logic.match)
        case boxed.Iteration():
            return (logic.source, logic.body)
        case _:
            return ()


def everything(logic: Logic) -> Iterator[Logic]:
    """The expression and all that is inside it, from the outside in."""
    waiting = [logic]
    while waiting:
        part = waiting.pop(0)
        yield part
        waiting[:0] = parts(part)


def named_in(logic: Logic) -> Iterator[str]:
    """The names that an expression gives to its own parts."""
    for part in everything(logic):
        match part:
            case boxed.ContextLogic():
                yield from (entry.variable.name for entry in part.entries if entry.variable)
            case boxed.Relation():
                yield from (column.name for column in part.columns)
            case boxed.FunctionLogic():
                yield from (parameter.name for parameter in part.parameters)
            case boxed.Invocation():
                yield from (binding.parameter.name for binding in part.bindings)
            case boxed.Iteration():
                yield part.variable
            case _:
                pass
