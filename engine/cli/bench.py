"""`querela bench`: the benchmarks of a checkout, in a process of their own."""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from engine.cli.doors import Refusal, plainly, print_table

CHECKOUT = Path(__file__).resolve().parents[2]
BENCHMARKS = Path("tests", "benchmarks", "__main__.py")
USAGE = 2
"""Exit status of a wrong usage."""


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--quick", is_flag=True, help="Fewer rounds and rows, under a minute in all.")
@click.option("--figure", "names", multiple=True, metavar="NAME", help="Only this one; repeatable.")
@plainly
def bench(as_json: bool, quick: bool, names: tuple[str, ...]) -> None:
    """Measure this release against its baselines."""
    if not (CHECKOUT / BENCHMARKS).is_file():
        raise Refusal("The benchmarks are part of a checkout; an installed Querela does not have them.")
    said = _run([*(["--quick"] if quick else []), *(word for name in names for word in ("--figure", name))])
    if as_json:
        click.echo(said, nl=False)
        return
    found = json.loads(said)
    rows = [
        (name, str(figure["value"]), _target(figure), "" if figure["reached"] else "missed")
        for name, figure in found["figures"].items()
    ]
    rows += [(name, "–", "", f"skipped: {reason}") for name, reason in found["skipped"].items()]
    print_table(("figure", "value", "target", ""), rows)


def _run(options: Iterable[str]) -> str:
    command = [sys.executable, "-m", "tests.benchmarks", *options]
    done = subprocess.run(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603
    if done.returncode == USAGE:  # it has said itself which figures there are
        raise click.exceptions.Exit(USAGE)
    if done.returncode:
        raise Refusal("The benchmarks have failed; what they said stands above.")
    return done.stdout


def _target(figure: dict[str, object]) -> str:
    return f"at least {figure['at_least']}" if "at_least" in figure else f"at most {figure['at_most']}"
