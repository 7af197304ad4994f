"""Boxed expressions evaluated.

Source: DMN 1.5, 10.2.2 (boxed expressions) and 10.3.3 (their meaning in FEEL).
"""

from collections.abc import Callable
from functools import singledispatchmethod

from engine.dmn import logic as boxed
from engine.dmn.evaluate_table import TableRun
from engine.dmn.faults import Fault
from engine.dmn.functions import BoxedFunction, invoked
from engine.dmn.library import Model
from engine.dmn.logic import Logic, Parameter
from engine.dmn.loops import conditional, filtered, iterated
from engine.dmn.session import Scope, Session
from engine.dmn.tables import Table
from engine.dmn.types import Types
from engine.feel.values import Function

Watch = Callable[[TableRun], None]


class Boxed:
    """Evaluates logic. `watch` is told of every table that has run."""

    def __init__(self, types: Types, session: Session, watch: Watch) -> None:
        self.types = types
        self.session = session
        self._watch = watch

    def value(self, model: Model, logic: Logic, scope: Scope) -> object:
        """The value of an expression of a model, fitted to the type that it is said to have.

        Raises:
            Fault: it cannot be evaluated.
        """
        value = _READERS.dispatch(type(logic))(self, logic, model, scope)
        if isinstance(logic, boxed.FunctionLogic | Table):
            return value
        wanted = self.types.find(model, logic.at.type_name)
        return self.types.fit_or_null(value, wanted, "an expression")

    @singledispatchmethod
    def _raw(self, logic: Logic, model: Model, scope: Scope) -> object:
        raise Fault(f"{type(logic).__name__} is no expression")

    @_raw.register
    def _(self, logic: boxed.Faulty, model: Model, scope: Scope) -> object:
        raise Fault(logic.reason)

    @_raw.register
    def _(self, logic: boxed.Missing, model: Model, scope: Scope) -> object:
        self.session.warnings.append(logic.reason)
        return None

    @_raw.register
    def _(self, logic: boxed.Literal, model: Model, scope: Scope) -> object:
        if not logic.text.strip():
            self.session.warnings.append("a box without text is null")
            return None
        return self.session.value(logic.text, scope, model)

    @_raw.register
    def _(self, logic: Table, model: Model, scope: Scope) -> object:
        run = TableRun(logic, model, scope, self.types, self.session)
        try:
            return run.value()
        finally:
            self._watch(run)

    @_raw.register
    def _(self, logic: boxed.ContextLogic, model: Model, scope: Scope) -> object:
        entries: dict[str, object] = {}
        for entry in logic.entries:
            value = self.value(model, entry.logic, {**scope, **entries})
            if entry.variable is None:
                return value
            entries[entry.variable.name] = self._entry(value, entry.variable, model)
        return entries

    def _entry(self, value: object, variable: Parameter, model: Model) -> object:
        if isinstance(value, Function):
            return value
        wanted = self.types.find(model, variable.type_name)
        return self.types.fit_or_null(value, wanted, f"the entry “{variable.name}”")

    @_raw.register
    def _(self, logic: boxed.ListLogic, model: Model, scope: Scope) -> object:
        return [self.value(model, item, scope) for item in logic.items]

    @_raw.register
    def _(self, logic: boxed.Relation, model: Model, scope: Scope) -> object:
        return [
            {
                column.name: self._entry(self.value(model, cell, scope), column, model)
                for column, cell in zip(logic.columns, row, strict=True)
            }
            for row in logic.rows
        ]

    @_raw.register
    def _(self, logic: boxed.Invocation, model: Model, scope: Scope) -> object:
        callee = self.value(model, logic.callee, scope)
        arguments = {each.parameter.name: self._argument(each, model, scope) for each in logic.bindings}
        return invoked(callee, arguments, self.session, _name(logic.callee))

    def _argument(self, binding: boxed.Binding, model: Model, scope: Scope) -> object:
        """The value as the parameter's type wants it; one that does not fit is the function's to refuse."""
        wanted = self.types.find(model, binding.parameter.type_name)
        return self.types.fit_if_possible(self.value(model, binding.logic, scope), wanted)

    @_raw.register
    def _(self, logic: boxed.FunctionLogic, model: Model, scope: Scope) -> object:
        return BoxedFunction("function", logic, model, scope, self)

    @_raw.register
    def _(self, logic: boxed.Conditional, model: Model, scope: Scope) -> object:
        return conditional(logic, lambda part: self.value(model, part, scope), self.session)

    @_raw.register
    def _(self, logic: boxed.Filter, model: Model, scope: Scope) -> object:
        return filtered(logic, lambda part, names: self.value(model, part, {**scope, **names}), self.session)

    @_raw.register
    def _(self, logic: boxed.Iteration, model: Model, scope: Scope) -> object:
        return iterated(logic, lambda part, names: self.value(model, part, {**scope, **names}), self.session)


_READERS = Boxed.__dict__["_raw"].dispatcher
"""Found by the kind of logic, without a method bound anew for each value."""


def _name(logic: Logic) -> str:
    return " ".join(logic.text.split()) if isinstance(logic, boxed.Literal) else "function"
