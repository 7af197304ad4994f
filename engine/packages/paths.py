"""Checks what lies at a path: a package's folder, or a single diagram, decision or form."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from engine.diagram.check import Checkers, arranged, check
from engine.errors import DiagramError, InvalidInput
from engine.model.findings import Finding
from engine.packages.manifest import manifest_findings
from engine.packages.read import read_package
from engine.packages.single import beside, bytes_of, single

ENDINGS = (".bpmn", ".dmn", ".form")


def check_path(path: Path, checkers: Checkers, given: Iterable[str] = ()) -> list[Finding]:
    """What the checker says about a package folder or a `.bpmn`, `.dmn` or `.form` file.

    Findings name files relative to what is checked.

    Raises:
        InvalidInput: there is nothing at the path, or nothing that the checker knows.
    """
    if not path.exists():
        raise InvalidInput(f"There is no file or folder “{path}”.")
    try:
        if path.is_dir():
            package = read_package(path)
            return arranged(package, [*manifest_findings(package), *check(package, checkers, given)])
        if path.suffix in (".bpmn", ".xml"):
            return check(single(path), checkers, given)
        if path.suffix == ".dmn":
            return _of_file(path, checkers.decisions(path.name, bytes_of(path), beside(path, ".dmn")))
        if path.suffix == ".form":
            return _of_file(path, checkers.forms(path.name, bytes_of(path)))
    except DiagramError as refused:
        return list(refused.findings)
    raise InvalidInput(f"“{path.name}” is neither a package folder nor a {', '.join(ENDINGS)} file.")


def _of_file(path: Path, findings: Iterable[Finding]) -> list[Finding]:
    return sorted((replace(found, file=path.name) for found in findings), key=lambda found: found.line or 0)
