"""The one way in which reading a package fails."""

from typing import NoReturn

from engine.errors import DiagramError
from engine.model.findings import Finding, Severity

MANIFEST = "package.toml"


def refuse(rule: str, message: str, hint: str, file: str = MANIFEST, line: int | None = None) -> NoReturn:
    """Raise DiagramError with one finding."""
    raise DiagramError([Finding(rule, Severity.ERROR, message, hint, file, line=line)])
