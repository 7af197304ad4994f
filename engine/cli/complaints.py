"""`querela complain` and `querela case`."""

import json

import click
from rich.console import Console
from rich.table import Table

from engine.cli.doors import application, plainly, print_json, read_input
from engine.commands.complaint_body import complaint_from_body
from engine.errors import InvalidForm, InvalidInput
from engine.queries.plain import as_json as json_text
from engine.queries.plain import plain
from engine.queries.present import case_fields, entry_fields
from engine.queries.register import CaseDetail
from engine.queries.trace import Trace


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@plainly
def complain(file: str, as_json: bool) -> None:
    """Record one complaint from a JSON FILE, or from standard input for “-”."""
    try:
        body = json.loads(read_input(file))
    except ValueError as wrong:
        raise InvalidInput(f"{file} is not JSON: {wrong}.") from wrong
    try:
        with application() as querela:
            lodged = querela.do(complaint_from_body(body, trusted=True))
    except InvalidForm as wrong:
        raise InvalidInput("; ".join(f"{k}: {v}" for k, v in wrong.errors.items())) from wrong
    answer = {
        "reference": lodged.reference,
        "tracking_code": lodged.tracking_code,
        "instance": lodged.instance,
        "status": lodged.status,
    }
    if as_json:
        print_json(answer)
    else:
        click.echo(f"{lodged.reference}  tracking code {lodged.tracking_code}")


@click.group()
def case() -> None:
    """One case of the register."""


@case.command()
@click.argument("reference")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@plainly
def show(reference: str, as_json: bool) -> None:
    """Show one case."""
    with application() as querela:
        fields = case_fields(querela.ask(CaseDetail(reference)))
    if as_json:
        print_json(fields)
        return
    table = Table(show_header=False, box=None)
    for name, value in fields.items():
        if value not in (None, "", [], {}):
            shown = plain(value)
            table.add_row(name, shown if isinstance(shown, str) else json_text(shown))
    Console().print(table)


@case.command()
@click.argument("reference")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@plainly
def trace(reference: str, as_json: bool) -> None:
    """Show a case's history."""
    with application() as querela:
        view = querela.ask(Trace(reference))
    if as_json:
        print_json({"reference": reference, "items": [entry_fields(entry) for entry in view.entries]})
        return
    table = Table("seq", "at", "actor", "what", "where")
    for shown in view.entries:
        entry = shown.entry
        where = entry.name or entry.element or ""
        table.add_row(str(entry.seq), f"{entry.at:%Y-%m-%d %H:%M:%S}", entry.actor, entry.kind, where)
    Console().print(table)
