"""Types of values: what conforms to an item definition, and the implicit conversions.

Source: DMN 1.5, 7.3.2 and 7.3.3 (item definitions), 10.3.2.9.2 (conformance), 10.3.2.9.4 (conversions).
"""

from typing import Final

from engine.dmn.faults import Fault
from engine.dmn.library import Library, Model
from engine.dmn.logic import TypeName
from engine.dmn.model import ItemDefinition
from engine.dmn.session import Session
from engine.dmn.typenames import ANY, Type, find_type
from engine.feel.values import FeelDate, FeelDateTime, FeelTime, Function, kind_of

MAX_CHAIN: Final = 50  #: item definitions that refer to each other


class Mismatch(Exception):
    """A value does not have the type that it should have."""

    def __init__(self, value: object, wanted: Type) -> None:
        super().__init__(f"{kind_of(value)} is no {wanted.name}")


class Types:
    """Finds types and fits values to them."""

    def __init__(self, library: Library, session: Session) -> None:
        self._library = library
        self._session = session

    def find(self, model: Model, name: TypeName | None) -> Type:
        """The type that a name in a model stands for; any type, with a warning, where there is none."""
        found = find_type(self._library, model, name)
        if found is None:
            self._session.warnings.append(f"there is no type “{name.name if name else ''}”")
            return ANY
        return found

    def output_of(self, model: Model, name: TypeName | None) -> Type:
        """What a function gives: the output of its variable's type, or that type if it is no function's."""
        found = self.find(model, name)
        if found.item and found.item.function and found.model:
            return self.find(found.model, found.item.function.output)
        return found

    def fit(self, value: object, wanted: Type) -> object:
        """The value as one of the wanted type, converted where the standard says so.

        Raises:
            Mismatch: it is none and cannot be converted.
        """
        if self.conforms(value, wanted):
            return value
        if isinstance(value, FeelDate):
            moment = FeelDateTime(value, FeelTime(0, 0, 0, 0, 0))
            if self.conforms(moment, wanted):
                return moment
        if isinstance(value, list) and len(value) == 1 and not self.is_list(wanted):
            if self.conforms(value[0], wanted):
                return value[0]
        elif not isinstance(value, list) and self.is_list(wanted) and self.conforms([value], wanted):
            return [value]
        raise Mismatch(value, wanted)

    def fit_if_possible(self, value: object, wanted: Type) -> object:
        """As `fit`, but the value as it is where it does not fit."""
        try:
            return self.fit(value, wanted)
        except Mismatch:
            return value

    def fit_or_null(self, value: object, wanted: Type, what: str) -> object:
        """As `fit`, but null with a warning where the value does not fit."""
        try:
            return self.fit(value, wanted)
        except Mismatch:
            self._session.warnings.append(f"{what} is null because its value is no {wanted.name}.")
            return None

    def is_list(self, wanted: Type) -> bool:
        """Whether values of the type are lists."""
        base = self._base(wanted)
        return base.name == "list" if base.item is None else base.item.is_collection and not base.single

    def conforms(self, value: object, wanted: Type, chain: int = 0) -> bool:
        """Whether a value belongs to a type as it stands; null belongs to every type."""
        if value is None or (wanted.name == "Any" and wanted.item is None):
            return True
        if wanted.item is None or wanted.model is None:
            return kind_of(value) == wanted.name
        if chain > MAX_CHAIN:
            raise Fault(f"the type “{wanted.name}” refers to itself")
        return self._conforms_to_item(value, wanted.model, wanted.item, wanted.single, chain)

    def _conforms_to_item(
        self, value: object, model: Model, item: ItemDefinition, single: bool, chain: int
    ) -> bool:
        if item.is_collection and not single:
            each = Type(item.name, model, item, single=True)
            if not isinstance(value, list) or not all(self.conforms(one, each, chain + 1) for one in value):
                return False
            return item.constraint is None or self._session.test(item.constraint, value, {}, model)
        if not self._conforms_to_base(value, model, item, chain):
            return False
        tests = (item.allowed, None if item.is_collection else item.constraint)
        return all(test is None or self._session.test(test, value, {}, model) for test in tests)

    def _conforms_to_base(self, value: object, model: Model, item: ItemDefinition, chain: int) -> bool:
        if item.function:
            return isinstance(value, Function)
        if item.components:
            return isinstance(value, dict) and all(
                part.name in value
                and self.conforms(value[part.name], Type(part.name, model, part), chain + 1)
                for part in item.components
            )
        return self.conforms(value, self.find(model, item.type_name), chain + 1)

    def _base(self, wanted: Type) -> Type:
        for _ in range(MAX_CHAIN):
            item = wanted.item
            if item is None or item.is_collection or item.components or item.function or not item.type_name:
                return wanted
            if wanted.model is None:
                return wanted
            wanted = self.find(wanted.model, item.type_name)
        raise Fault(f"the type “{wanted.name}” refers to itself")

    def values_of(self, wanted: Type) -> str | None:
        """The tests that list a type's allowed values, from the item definition that has some."""
        for _ in range(MAX_CHAIN):
            if wanted.item is None or wanted.model is None:
                return None
            if wanted.item.allowed or wanted.item.constraint:
                return wanted.item.allowed or wanted.item.constraint
            wanted = self.find(wanted.model, wanted.item.type_name)
        return None
