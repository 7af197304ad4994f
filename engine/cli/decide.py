"""`querela decide`: evaluates decisions, services and knowledge models of a DMN file."""

from collections.abc import Mapping
from pathlib import Path

import click

from engine.cli.batches import Answer, answer_lines, text_of, variables_of, wrong
from engine.cli.doors import plainly, read_variables
from engine.cli.feel import surroundings
from engine.dmn import Models, load
from engine.errors import DiagramError
from engine.feel.wire import dumps


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--decision", default=None, help="Id or name of the decision.")
@click.option("--vars", "variables", default=None, help="JSON object of inputs.")
@click.option("--batch", type=click.Path(exists=True, dir_okay=False, allow_dash=True), help="JSON lines.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@plainly
def decide(file: Path, decision: str | None, variables: str | None, batch: str | None, as_json: bool) -> None:
    """Evaluate a decision of the DMN file FILE, or every line of a batch.

    A table that breaks its own hit policy or values answers null, and the reason goes to stderr.
    Imports are looked for among the other DMN files of its folder.
    """
    if (decision is None) == (batch is None):
        raise click.UsageError("Give --decision, or --batch with a file.")
    given = read_variables(variables)
    ask = _asker(file)
    if batch is not None:
        answer_lines(batch, ask)
        return
    value = ask({"decision": decision, "variables": given})
    click.echo(dumps({"value": value}) if as_json else dumps(value))


def _models(file: Path) -> Models:
    """The file's models, with those of its folder for imports.

    Raises:
        DiagramError: the file itself cannot be read.
    """
    beside = sorted(path for path in file.absolute().parent.glob("*.dmn") if path.name != file.name)
    models = load({path.name: path.read_bytes() for path in (file, *beside)}, _tell_breach)
    if file.name in models.library.broken:
        raise DiagramError(models.library.broken[file.name])
    return models


def _tell_breach(reason: str) -> None:
    click.echo(f"A table has no defined answer, so it answers null: {reason.rstrip('.')}.", err=True)


def _asker(file: Path) -> Answer:
    """What answers one line for the file."""
    models = _models(file)
    now, zone, functions = surroundings()
    by_kind = {"decision": models.evaluate, "service": models.service, "bkm": models.bkm}

    def answer(asked: Mapping[str, object]) -> object:
        kinds = [kind for kind in by_kind if asked.get(kind) is not None]
        if len(kinds) != 1:
            wrong("The line needs one of “decision”, “service” and “bkm”.")
        name, given = text_of(asked, kinds[0]), variables_of(asked)
        return by_kind[kinds[0]](name, given, now=now, zone=zone, functions=functions, file=file.name)

    return answer
