"""The file under examination, and how a finding about it is put."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from engine.dmn.library import Library, Model
from engine.dmn.logic import Logic
from engine.dmn.model import Decision, Element, KnowledgeModel
from engine.dmn.names import names_of
from engine.dmn.walk import everything
from engine.model.findings import Finding, Severity


@dataclass
class About:
    """One file, with the library that its imports lead into."""

    library: Library
    model: Model

    @cached_property
    def names(self) -> frozenset[str]:
        """Every name that an expression of the file could use."""
        return names_of(self.model)

    def finding(
        self,
        rule: str,
        severity: Severity,
        message: str,
        hint: str,
        element: Element | None = None,
        line: int | None = None,
    ) -> Finding:
        """A finding about the file or one of its elements."""
        return Finding(
            rule,
            severity,
            message,
            hint,
            self.model.file,
            element.id if element else None,
            element.name or None if element else None,
            line or (element.line if element else None),
        )

    def logic(self) -> Iterator[tuple[Element, Logic]]:
        """Every expression of the file's decisions and knowledge models, with its element."""
        for element in self.model.definitions.elements:
            outermost: Logic | None = None
            if isinstance(element, Decision):
                outermost = element.logic
            elif isinstance(element, KnowledgeModel):
                outermost = element.function
            if outermost:
                for part in everything(outermost):
                    yield element, part
