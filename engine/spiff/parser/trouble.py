"""Where a diagram cannot run as drawn."""

from collections.abc import Callable

from lxml.etree import _Element

from engine.model.findings import Finding, Severity
from engine.spiff.parser.names import local


class Unsupported(Exception):
    """A node cannot run as drawn; becomes a finding on it."""

    def __init__(self, rule: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.rule = f"unsupported-{rule}"
        self.message = message
        self.hint = hint


class Troubles:
    """Findings of one file, in the order in which they were met."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Finding] = []

    def add(
        self,
        rule: str,
        node: _Element | None,
        message: str,
        hint: str = "",
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Note a finding on an element of the file."""
        self.found.append(
            Finding(
                rule=rule,
                severity=severity,
                message=message,
                hint=hint,
                file=self.file,
                element=None if node is None else _nearest_id(node),
                name=None if node is None else node.get("name"),
                line=None if node is None else node.sourceline,
            )
        )

    def catch(self, node: _Element, action: Callable[[], None]) -> bool:
        """Whether it went well; what cannot run becomes a finding on the node."""
        try:
            action()
        except Unsupported as trouble:
            self.add(trouble.rule, node, trouble.message, trouble.hint)
            return False
        return True


def _nearest_id(node: _Element) -> str | None:
    here: _Element | None = node
    while here is not None:
        if here.get("id") and local(here) != "definitions":
            return here.get("id")
        here = here.getparent()
    return None
