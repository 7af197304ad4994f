"""A decision table evaluated: which rules match, and with what outputs.

Source: DMN 1.5, 8.2.8 to 8.2.11 and 8.3.
"""

from collections.abc import Sequence
from typing import Final

from engine.dmn import hits as policies
from engine.dmn.faults import Breach, Fault
from engine.dmn.hits import Hit
from engine.dmn.library import Model
from engine.dmn.session import Scope, Session
from engine.dmn.tables import Cell, HitPolicy, InputColumn, OutputColumn, Rule, Table
from engine.dmn.typenames import Type
from engine.dmn.types import Mismatch, Types

_LISTING: Final = frozenset({HitPolicy.COLLECT, HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER})
"""Policies that answer a list. A list type on their output column speaks of that list, not of each hit."""


class TableRun:
    """One evaluation of one table."""

    def __init__(self, table: Table, model: Model, scope: Scope, types: Types, session: Session) -> None:
        self.table = table
        self.inputs: list[object] = []
        self.matched: list[Rule] = []
        self._model = model
        self._scope = scope
        self._types = types
        self._session = session

    def value(self) -> object:
        """The table's answer; null for a breach, where the session only notes breaches.

        Raises:
            Breach: a value is not among those allowed, or the hit policy is broken.
            Fault: a cell cannot be read.
        """
        try:
            return self._answer()
        except Breach as breach:
            self._session.breach(breach)
            return None

    def _answer(self) -> object:
        self.inputs = [self._input(column) for column in self.table.inputs]
        for rule in self.table.rules:
            if self._matches(rule):
                self.matched.append(rule)
                if self.table.policy is HitPolicy.FIRST:
                    break
        if not self.matched:
            return self._default()
        found = [self._hit(rule) for rule in self.matched]
        return policies.answer(self.table, found, self._rank, self._session)

    def _input(self, column: InputColumn) -> object:
        where = f"input column “{column.title}”"
        if not column.text.strip():
            raise Fault(f"{where} has no expression")
        try:
            value = self._session.value(column.text, self._scope, self._model)
            value = self._types.fit_if_possible(value, self._types.find(self._model, column.type_name))
            if value is None or column.allowed is None:
                return value
            if not self._session.test(column.allowed, value, self._scope, self._model):
                raise Breach(f"{shown(value)} is not among its values")
            return value
        except Fault as fault:
            raise fault.within(where) from None

    def _matches(self, rule: Rule) -> bool:
        for place, cell in rule.asked:
            if not self._passes(rule, cell, self.inputs[place], self.table.inputs[place]):
                return False
        return True

    def _passes(self, rule: Rule, cell: Cell, value: object, column: InputColumn) -> bool:
        try:
            if cell.fault:
                raise Fault(cell.fault)
            return self._session.test(cell.text, value, self._scope, self._model)
        except Fault as fault:
            raise fault.within(f"rule {rule.number}, column “{column.title}”") from None

    def _hit(self, rule: Rule) -> Hit:
        cells = zip(rule.outputs, self.table.outputs, strict=True)
        return Hit(rule, tuple(self._output(rule, cell, column) for cell, column in cells))

    def _output(self, rule: Rule, cell: Cell, column: OutputColumn) -> object:
        try:
            if cell.fault:
                raise Fault(cell.fault)
            return None if cell.is_any else self._checked(cell.text, column)
        except Fault as fault:
            raise fault.within(f"rule {rule.number}, column “{column.title}”") from None

    def _checked(self, text: str, column: OutputColumn) -> object:
        value = self._session.value(text, self._scope, self._model)
        wanted = self._types.find(self._model, column.type_name)
        try:
            fitted = self._types.fit(value, wanted)
        except Mismatch:
            raise Breach(f"{shown(value)} is no {wanted.name}") from None
        if self.table.policy not in _LISTING or not self._types.is_list(wanted):
            value = fitted
        if value is None or column.allowed is None:
            return value
        if not self._session.test(column.allowed, value, self._scope, self._model):
            raise Breach(f"{shown(value)} is not among its values")
        return value

    def _default(self) -> object:
        if all(column.default is None for column in self.table.outputs):
            return policies.nothing(self.table)
        values = [
            None if column.default is None else self._session.value(column.default, self._scope, self._model)
            for column in self.table.outputs
        ]
        return policies.value_of(self.table, values)

    def _rank(self, outputs: Sequence[object]) -> tuple[int, ...]:
        return tuple(
            self._place(value, column) for value, column in zip(outputs, self.table.outputs, strict=True)
        )

    def _place(self, value: object, column: OutputColumn) -> int:
        ordered = self._ordered(column)
        same = "value = other or value in other"
        for place, other in enumerate(ordered):
            if value is other or self._session.value(same, {"value": value, "other": other}) is True:
                return place
        return len(ordered)

    def _ordered(self, column: OutputColumn) -> list[object]:
        text = column.allowed or self._types.values_of(self._wanted(column))
        found = self._session.value(f"[{text}]", self._scope, self._model) if text else []
        return found if isinstance(found, list) else []

    def _wanted(self, column: OutputColumn) -> Type:
        named = column.type_name or (self.table.at.type_name if len(self.table.outputs) == 1 else None)
        return self._types.find(self._model, named)


def shown(value: object) -> str:
    """A value as messages show it."""
    text = f"“{value}”" if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
