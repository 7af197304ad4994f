"""`querela complain` and `querela case`."""

import click

from engine.cli.doors import application, plainly, print_json, print_table, read_input
from engine.commands.complaint_body import complaint_from_body
from engine.errors import InvalidForm, InvalidInput
from engine.feel import FeelError
from engine.feel.wire import loads
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
        body = loads(read_input(file))
    except FeelError as wrong:
        raise InvalidInput(f"{file} cannot be read. {wrong}") from wrong
    try:
        with application() as querela:
            lodged = querela.do(complaint_from_body(body))
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
    shown = ((name, plain(value)) for name, value in fields.items() if value not in (None, "", [], {}))
    print_table((), ((name, text if isinstance(text, str) else json_text(text)) for name, text in shown))


@case.command()
@click.argument("reference")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@plainly
def trace(reference: str, as_json: bool) -> None:
    """Show a case's history."""
    with application() as querela:
        view = querela.ask(Trace(reference))
    if view.broken:
        click.echo(view.broken, err=True)
    elif view.left_out:
        click.echo(f"{view.left_out} later entries are there too, and not shown.", err=True)
    if as_json:
        print_json({"reference": reference, "items": [entry_fields(entry) for entry in view.entries]})
        return
    print_table(
        ("seq", "at", "actor", "what", "where"),
        (
            (str(e.seq), f"{e.at:%Y-%m-%d %H:%M:%S}", e.actor, told.kind, told.name or told.element or "")
            for e, told in ((shown.entry, told) for shown in view.entries for told in shown.told())
        ),
    )
