"""`querela backup` and `querela restore`."""

import os
import signal
from importlib.metadata import version
from pathlib import Path
from types import FrameType

import click

from engine.cli.doors import PROBLEMS, Refusal, application, plainly, print_json
from engine.clock import system_clock
from engine.config import read_config
from engine.rescue import Manifest, back_up, check
from engine.rescue import restore as restore_archive


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@plainly
@click.pass_context
def backup(ctx: click.Context, file: Path, as_json: bool) -> None:
    """Write everything into the new FILE: all tables, attachments and the generated key."""
    signal.signal(signal.SIGTERM, _leave)
    with application() as querela:
        made = back_up(
            file,
            querela.store,
            querela.services.files,
            querela.secrets,
            querela.config,
            release=version("querela"),
            now=system_clock(),
        )
    _report(ctx, file, made, as_json, "Kept")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--check", "only_check", is_flag=True, help="Read all of it, and change nothing.")
@click.option("--replace", is_flag=True, help="Remove what this installation holds.")
@click.option(
    "--other-key", is_flag=True, help="Go on with another key: codes, tokens, sealed values are lost."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@plainly
@click.pass_context
def restore(
    ctx: click.Context, file: Path, only_check: bool, replace: bool, other_key: bool, as_json: bool
) -> None:
    """Set up this installation from FILE: wholly, or not at all."""
    signal.signal(signal.SIGTERM, _leave)
    if only_check:
        _report(ctx, file, check(file), as_json, "Readable")
        return
    config = read_config(os.environ)
    found = restore_archive(file, config, replace=replace, other_key=other_key)
    _report(ctx, file, found, as_json, "Restored", needs_key=not other_key)


def _leave(_signal: int, _frame: FrameType | None) -> None:
    """End in an orderly way, so that nothing half-done is left."""
    raise Refusal("Told to end before it was done: nothing was kept or changed.")


def _report(
    ctx: click.Context, file: Path, found: Manifest, as_json: bool, done: str, *, needs_key: bool = True
) -> None:
    if as_json:
        print_json({"file": str(file), "bytes": file.stat().st_size, **found.summary})
    else:
        what = found.summary
        click.echo(f"{done}: {what['cases']} cases, {what['rows']} rows, {what['attachments']} attachments.")
        if needs_key and not found.holds_key:
            click.echo("The key is not in it: keep QUERELA_SECRET_KEY as safely as the backup.", err=True)
    if found.missing:
        click.echo(f"{found.missing} attachments were gone or changed when it was made.", err=True)
        ctx.exit(PROBLEMS)
