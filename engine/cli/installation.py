"""`querela init` and `querela clock`."""

from datetime import timedelta
from pathlib import Path

import click

from engine.bootstrap import Querela
from engine.cli.doors import application, plainly, print_json, read_duration
from engine.commands.administer import AdvanceClock
from engine.commands.publish import Publish
from engine.packages import read_package
from engine.queries.processes import Processes

SHIPPED = Path(__file__).resolve().parents[2] / "processes"
"""Packages that come with the distribution."""


class Duration(click.ParamType[timedelta]):
    """An ISO 8601 duration."""

    name = "duration"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """The length of time."""
        return value if isinstance(value, timedelta) else read_duration(str(value))


@click.command()
@click.option("--before", is_flag=True, help="Only steps that servers of the release before do not notice.")
@click.option("--after", is_flag=True, help="The rest, when none of them runs any more.")
@plainly
def init(before: bool, after: bool) -> None:
    """Create or upgrade the database; deploy the shipped packages if there are none. Safe to repeat."""
    if before and after:
        raise click.UsageError("--before and --after exclude each other; without both, all steps run.")
    with application(ready=False) as querela:
        querela.initialise("before" if before else "after" if after else None)
        deploy_shipped(querela)
    click.echo("Ready.", err=True)


def deploy_shipped(querela: Querela) -> int:
    """Publish the shipped packages where nothing is published yet; answers how many."""
    if querela.ask(Processes()):
        return 0
    folders = sorted(file.parent for file in SHIPPED.glob("*/package.toml"))
    for folder in folders:
        querela.do(Publish(read_package(folder), "shipped with Querela"))
    return len(folders)


@click.group()
def clock() -> None:
    """The clock of a sandbox."""


@clock.command()
@click.argument("duration", type=Duration())
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@plainly
def advance(duration: timedelta, as_json: bool) -> None:
    """Move this installation's clock forward by DURATION, e.g. P3D."""
    with application() as querela:
        now = querela.do(AdvanceClock(duration))
    if as_json:
        print_json({"now": now})
    else:
        click.echo(now.isoformat())
