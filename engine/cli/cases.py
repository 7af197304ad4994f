"""`querela cases import`."""

from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from engine.bootstrap import Querela
from engine.cli.doors import PROBLEMS, application, plainly, print_json
from engine.errors import InvalidForm, Refused
from engine.importing import BadRow, ImportMap, read_map, read_rows
from engine.importing import Row as ImportRow


@click.group()
def cases() -> None:
    """Many cases at once."""


@cases.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--map",
    "map_file",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A TOML file that says which column is what.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@plainly
@click.pass_context
def import_cases(ctx: click.Context, file: Path, map_file: Path, as_json: bool) -> None:
    """Record every row of the CSV FILE as a complaint; the same file again adds nothing."""
    mapping = read_map(map_file.read_bytes())
    rows = list(read_rows(file.read_bytes(), mapping))
    with application() as querela:
        added, existed, problems = _record(querela, rows, mapping)
    if as_json:
        print_json({"added": added, "existed": existed, "problems": problems})
    else:
        for problem in problems:
            click.echo(f"line {problem['line']}: {problem['message']}", err=True)
        click.echo(f"{added} added, {existed} were there already, {len(problems)} could not be read.")
    if problems:
        ctx.exit(PROBLEMS)


def _record(
    querela: Querela, rows: list[ImportRow | BadRow], mapping: ImportMap
) -> tuple[int, int, list[dict[str, object]]]:
    added = existed = 0
    problems: list[dict[str, object]] = []
    console = Console(stderr=True)
    with Progress(transient=True, console=console, disable=not console.is_terminal) as progress:
        for row in progress.track(rows, description="Recording"):
            if isinstance(row, BadRow):
                problems.append({"line": row.line, "message": row.message})
                continue
            try:
                lodged = querela.do(row.command)
            except InvalidForm as wrong:
                text = "; ".join(f"{mapping.column_of(k)}: {v}" for k, v in wrong.errors.items())
                problems.append({"line": row.line, "message": text})
            except Refused as wrong:
                problems.append({"line": row.line, "message": str(wrong)})
            else:
                existed += lodged.existed
                added += not lodged.existed
    return added, existed, problems
