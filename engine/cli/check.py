"""`querela check`: what keeps a diagram, decision, form or package from running, and what is worth a look."""

import gc
import json
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

import click

from engine.checking import checkers
from engine.cli.doors import PROBLEMS, plainly
from engine.diagram.check import failed
from engine.dmn import DmnDecisions
from engine.errors import InvalidInput
from engine.model.findings import Finding, Severity
from engine.packages import check_path
from engine.spiff import SpiffRuntime

_MARKS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "info"}
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}


@click.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_context
@plainly
def check(context: click.Context, path: Path, as_json: bool) -> None:
    """Check a .bpmn, .dmn or .form file, or a package folder."""
    gc.disable()  # a big diagram is many objects and little garbage; looking for it takes a fifth of the time
    try:
        findings = check_path(path, checkers(SpiffRuntime(DmnDecisions())))
    except InvalidInput as wrong:
        raise click.BadParameter(str(wrong), param_hint="PATH") from wrong
    finally:
        gc.enable()
    if as_json:
        click.echo(json.dumps(check_document(findings), ensure_ascii=False))
    else:
        print_findings(findings)
        click.echo(_summary(path, findings))
    if failed(findings):
        context.exit(PROBLEMS)


def check_document(findings: Iterable[Finding]) -> dict[str, object]:
    """The answer of `check --json`."""
    found = list(findings)
    rows = [
        {
            "rule": finding.rule,
            "severity": finding.severity.value,
            "file": finding.file,
            "element": finding.element,
            "name": finding.name,
            "line": finding.line,
            "message": finding.message,
            "hint": finding.hint,
        }
        for finding in found
    ]
    return {"ok": not failed(found), "findings": rows}


def print_findings(findings: Iterable[Finding]) -> None:
    """Findings by file, each with its place, its label and what to do."""
    for file, group in groupby(findings, key=lambda finding: finding.file):
        click.secho(file, bold=True)
        for finding in group:
            _print_one(finding)
        click.echo()


def _summary(path: Path, findings: list[Finding]) -> str:
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    warnings = sum(finding.severity is Severity.WARNING for finding in findings)
    if errors:
        return f"{_count(errors, 'error')}, {_count(warnings, 'warning')}: this cannot run as it is."
    return f"{path.name} can run ({_count(warnings, 'warning')})."


def _print_one(finding: Finding) -> None:
    mark = click.style(f"{_MARKS[finding.severity]:<7}", fg=_COLOURS[finding.severity])
    line = f"line {finding.line}" if finding.line else ""
    place = ", ".join(part for part in (finding.element, line) if part)
    click.echo(f"  {mark} {finding.message}")
    details = f"{place} · {finding.rule}" if place else finding.rule
    click.secho(f"          {details}", dim=True)
    if finding.hint:
        click.echo(f"          {finding.hint}")


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
