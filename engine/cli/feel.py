"""`querela feel`: evaluates FEEL, one expression or a batch of them."""

import os
from collections.abc import Callable, Mapping
from datetime import datetime

import click

from engine.calendars import WorkingTime, host_functions, shipped
from engine.cli.batches import answer_lines, text_of, variables_of, wrong
from engine.cli.doors import plainly, read_variables
from engine.clock import system_clock
from engine.config import read_config
from engine.feel import evaluate, unary_test
from engine.feel.wire import dumps

HostFunctions = Mapping[str, Callable[..., object]]


@click.command()
@click.argument("expression", metavar="EXPR", required=False)
@click.option("--vars", "variables", default=None, help="JSON object of variables.")
@click.option("--batch", type=click.Path(exists=True, dir_okay=False, allow_dash=True), help="JSON lines.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@plainly
def feel(expression: str | None, variables: str | None, batch: str | None, as_json: bool) -> None:
    """Evaluate the FEEL expression EXPR, or every line of a batch."""
    if (expression is None) == (batch is None):
        raise click.UsageError("Give one expression, or --batch with a file.")
    now, zone, functions = surroundings()
    if batch is not None:
        answer_lines(batch, lambda asked: _answer(asked, now, zone, functions))
        return
    given = read_variables(variables)
    value = evaluate(expression or "", given, now=now, zone=zone, functions=functions)
    click.echo(dumps({"value": value}) if as_json else dumps(value))


def surroundings() -> tuple[datetime, str, HostFunctions]:
    """The present instant, the organisation's zone, and the functions of its office hours."""
    now, zone = system_clock(), read_config(os.environ).timezone
    return now, zone, host_functions(WorkingTime(shipped(zone)["office"]))(now)


def _answer(asked: Mapping[str, object], now: datetime, zone: str, functions: HostFunctions) -> object:
    text, variables = text_of(asked, "expression"), variables_of(asked)
    kind = asked.get("kind") or "expression"
    if kind == "expression":
        return evaluate(text, variables, now=now, zone=zone, functions=functions)
    if kind == "unary-tests":
        return unary_test(text, asked.get("input"), variables, now=now, zone=zone, functions=functions)
    wrong("“kind” is expression or unary-tests.")
