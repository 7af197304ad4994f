"""`querela import`: a diagram of another modeler made to run here, every change listed."""

from pathlib import Path

import click

from engine.checking import checkers
from engine.cli.check import check_document, print_findings
from engine.cli.doors import PROBLEMS, REFUSED, plainly, print_json
from engine.diagram.build import read_diagram
from engine.diagram.check import failed
from engine.diagram.decisions import decision_names
from engine.dmn import DmnDecisions
from engine.errors import DiagramError, InvalidInput
from engine.model.findings import Finding, Severity
from engine.normaliser import Change, Imported, Kind, normalise
from engine.packages import check_path
from engine.packages.single import beside, bytes_of
from engine.spiff import SpiffRuntime

_MARKS = {Kind.CHANGE: ("changed", "blue"), Kind.WARNING: ("decide", "yellow")}


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The new file.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_context
@plainly
def import_diagram(context: click.Context, file: Path, out: Path, as_json: bool) -> None:
    """Turn a diagram from another modeler into one that runs here."""
    _can_be_written(file, out)
    try:
        imported = normalise(bytes_of(file), file.name, *_beside(out))
    except DiagramError as refused:
        _refuse(context, list(refused.findings), as_json)
        return
    out.write_bytes(imported.data)
    findings = check_path(out, checkers(SpiffRuntime(DmnDecisions())))
    if as_json:
        print_json(import_document(imported, str(out), findings))
    else:
        _print(imported, out, findings)
    if failed(findings):
        context.exit(PROBLEMS)


def _can_be_written(file: Path, out: Path) -> None:
    """Refuse a place for the result that is none. Raises InvalidInput."""
    if not out.parent.is_dir():
        raise InvalidInput(f"There is no folder “{out.parent}” to write {out.name} to; make it first.")
    if out.exists() and out.samefile(file):
        raise InvalidInput(
            f"The result would take the place of {file.name}, which is to stay as it came; "
            "give --out another name."
        )


def import_document(imported: Imported, out: str, findings: list[Finding]) -> dict[str, object]:
    """The answer of `import --json`."""
    dialect = imported.dialect
    return {
        "ok": not failed(findings),
        "out": out,
        "dialect": {"name": dialect.name, "exporter": dialect.exporter, "version": dialect.version},
        "changes": [change.as_dict() for change in imported.changes],
        "findings": check_document(findings)["findings"],
    }


def _beside(out: Path) -> tuple[frozenset[str], frozenset[str]]:
    """Ids of processes and names of decisions in the folder of the new file, where calls of it look."""
    called: set[str] = set()
    for name, data in beside(out, ".bpmn").items():
        try:
            called |= read_diagram(data, name).callable_ids()
        except DiagramError:
            continue  # a file that cannot be read cannot be called
    decisions = (decision_names(data) for data in beside(out, ".dmn").values())
    return frozenset(called), frozenset[str]().union(*decisions)


def _refuse(context: click.Context, findings: list[Finding], as_json: bool) -> None:
    if as_json:
        nothing: dict[str, object] = {"out": None, "dialect": None, "changes": []}
        print_json({"ok": False, **nothing, "findings": check_document(findings)["findings"]})
    first = findings[0]
    click.echo(" ".join(f"{first.sentence()} {first.hint}".split()), err=True)
    context.exit(REFUSED)


def _print(imported: Imported, out: Path, findings: list[Finding]) -> None:
    """The changes for people, then what the checker says of the result."""
    for change in imported.changes:
        _print_one(change)
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if errors:
        click.echo()
        print_findings(errors)
    done = sum(change.kind is Kind.CHANGE for change in imported.changes)
    asked = len(imported.changes) - done
    verdict = "it cannot run yet" if errors else "it can run"
    made_by = imported.dialect.name
    click.echo(f"{out.name} is written ({made_by}): {done} changed, {asked} to decide; {verdict}.")


def _print_one(change: Change) -> None:
    word, colour = _MARKS[change.kind]
    click.echo(f"  {click.style(f'{word:<7}', fg=colour)} {change.message}")
    line = f"line {change.line}" if change.line else ""
    place = ", ".join(part for part in (change.element, line) if part)
    click.secho(f"          {place} · {change.rule}" if place else f"          {change.rule}", dim=True)
