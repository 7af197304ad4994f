"""What this engine cannot run as drawn."""

from engine.model.findings import Finding
from engine.model.package import Package
from engine.spiff.definition import parse


def findings(package: Package) -> list[Finding]:
    """A finding for each element that cannot run as drawn; rules are `unsupported-…` or `unreadable`."""
    return list(parse(package).findings)
