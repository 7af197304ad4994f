"""Findings gathered while a form is read, and the small questions asked of untrusted JSON."""

from collections.abc import Mapping
from decimal import Decimal

from engine.forms.digits import bounded
from engine.forms.model import Limit
from engine.model.findings import Finding, Severity

MAX_TEXT = 20_000
"""Characters of any one text in a form."""

Json = Mapping[str, object]


class Notes:
    """What there is to say about a form. `at` names the component that the next notes are about."""

    def __init__(self, source: str = "") -> None:
        self.findings: list[Finding] = []
        self._source = source
        self._element: str | None = None
        self._name: str | None = None

    @property
    def failed(self) -> bool:
        """Whether there is an error among the findings."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    def at(self, element: str | None, name: str | None) -> None:
        """The next notes are about this component."""
        self._element, self._name = element, name

    def error(self, rule: str, message: str, hint: str) -> None:
        """Something that keeps the form from being used."""
        self._add(rule, Severity.ERROR, message, hint)

    def warning(self, rule: str, message: str, hint: str) -> None:
        """Something worth a look."""
        self._add(rule, Severity.WARNING, message, hint)

    def _add(self, rule: str, severity: Severity, message: str, hint: str) -> None:
        line = self._line()
        self.findings.append(
            Finding(rule, severity, message, hint, element=self._element, name=self._name, line=line)
        )

    def _line(self) -> int | None:
        if not self._element or not self._source:
            return None
        place = self._source.find(f'"{self._element}"')
        return None if place < 0 else self._source.count("\n", 0, place) + 1


def text_at(raw: Json, key: str, notes: Notes) -> str:
    """The text under the key; empty where there is none."""
    value = raw.get(key)
    if value is None:
        return ""
    if isinstance(value, Decimal | bool):
        return str(value)
    if not isinstance(value, str):
        notes.error("form-json", f"“{key}” is not a text.", "Write it in quotation marks.")
        return ""
    if len(value) > MAX_TEXT:
        notes.error("form-limits", f"“{key}” is longer than {MAX_TEXT} characters.", "Shorten the text.")
        return ""
    return value


def object_at(raw: Json, key: str, notes: Notes) -> Json:
    """The object under the key; empty where there is none."""
    value = raw.get(key)
    if value is None:
        return {}
    if not isinstance(value, dict):
        notes.error("form-json", f"“{key}” is not an object.", "Write it in curly brackets.")
        return {}
    return value


def list_at(raw: Json, key: str, notes: Notes) -> list[object]:
    """The list under the key; empty where there is none."""
    value = raw.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        notes.error("form-json", f"“{key}” is not a list.", "Write it in square brackets.")
        return []
    return value


def limit_at(raw: Json, key: str, notes: Notes) -> Limit | None:
    """The number, or the FEEL expression for one, under the key."""
    value = raw.get(key)
    if value is None or value == "":
        return None
    if isinstance(value, str) and value.startswith("="):
        return value
    if isinstance(value, str):
        try:
            value = Decimal(value)
        except ArithmeticError:
            value = None
    if isinstance(value, Decimal):
        number = bounded(value)
        if number is not None:
            return number
    notes.error("form-json", f"“{key}” is not a number.", "Write a number, or a FEEL expression after “=”.")
    return None


def switch_at(raw: Json, key: str, notes: Notes) -> bool | str:
    """True, false, or the FEEL expression for it, under the key."""
    value = raw.get(key)
    if value is None or value == "":
        return False
    if isinstance(value, bool) or (isinstance(value, str) and value.startswith("=")):
        return value
    if value in ("true", "false"):
        return value == "true"
    notes.error("form-json", f"“{key}” is neither true nor false.", "Write true, false or a FEEL expression.")
    return False
