"""`querela demo`: a sandbox with sample cases, served."""

import logging
import os
import socket
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from engine.bootstrap import Querela, build
from engine.cli.doors import plainly
from engine.cli.installation import deploy_shipped
from engine.config import Config, read_config
from engine.demo import Played, seed
from engine.demo.staff import PASSWORD, STAFF
from engine.errors import BadConfiguration, WrongState
from engine.logs import set_up_logs
from engine.ports.reads import CaseFilter
from engine.queries.register import Register

HOST = "127.0.0.1"
UNFINISHED = "sample-data-unfinished"
"""Stands in the home while the sample cases are being made."""
CODES = "sample-codes.txt"
"""In the home: reference and tracking code of a few sample cases, to look at them as the complainant."""
TO_TRACK = ("drill-battery", "engraving", "choking-toy", "lamp-shards")


@click.command()
@click.option("--no-serve", is_flag=True, help="Make the sample cases and stop.")
@plainly
def demo(no_serve: bool) -> None:
    """Try it out: a sandbox with sample cases on http://127.0.0.1:8000.

    PORT= chooses another port. A second call serves what is there.
    """
    set_up_logs(logging.WARNING)
    config, port = settings(os.environ)
    if not no_serve:
        _require_free(port)
    prepare(config)
    _tell(config)
    if not no_serve:
        from web.server import run

        set_up_logs()
        with build(config).store.present("serve"):
            run(config, host=HOST, port=port, with_worker=True)


def settings(environ: Mapping[str, str]) -> tuple[Config, int]:
    """The demo's settings and port: a sandbox unless something else is said.

    Raises:
        BadConfiguration: a variable is wrong, or asks for a production installation.
    """
    port = environ.get("PORT") or "8000"
    if not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise BadConfiguration(f"PORT is “{port}”: it takes a number from 1 to 65535.")
    given = {name: value for name, value in environ.items() if value}
    config = read_config({"QUERELA_ENV": "sandbox", "QUERELA_BASE_URL": f"http://{HOST}:{port}", **given})
    if not config.sandbox:
        raise BadConfiguration("The demo is a sandbox; leave QUERELA_ENV away, or say sandbox.")
    return config, int(port)


def prepare(config: Config) -> None:
    """Make the sandbox, and its sample cases where there are none yet.

    Raises:
        BadConfiguration: the home holds a production installation.
        WrongState: the making was broken off, in a database that is not in the home.
    """
    unfinished = config.home / UNFINISHED
    if unfinished.exists():
        _begin_anew(config, unfinished)
    querela = build(replace(config, smtp_url=None))  # the sample cases' mails reach nobody
    try:
        if querela.store.ready():
            querela.require_kind()
        querela.initialise()
        if not querela.ask(Register(CaseFilter(limit=1))).items:
            config.home.mkdir(parents=True, exist_ok=True)
            unfinished.touch()
            _keep_codes(config, _fill(querela))
            unfinished.unlink()
    finally:
        querela.close()


def _fill(querela: Querela) -> Played:
    console = Console(stderr=True)
    console.print("Ninety days of sample cases are lived through; this takes less than a minute.")
    with Progress(transient=True, console=console) as progress:
        bar = progress.add_task("Sample cases", total=1.0)
        played = seed(querela, deploy_shipped, tell=lambda part: progress.update(bar, completed=part))
    for stuck in played.stuck:
        console.print(f"A sample case stopped early: {stuck}")
    return played


def _begin_anew(config: Config, unfinished: Path) -> None:
    """Remove sample data that was broken off; nothing else can be in this database yet."""
    own = config.home / "querela.db"
    if config.database_url != f"sqlite:///{own}":
        raise WrongState("The sample data was broken off: empty the database, then try again.")
    for suffix in ("", "-wal", "-shm"):
        own.with_name(own.name + suffix).unlink(missing_ok=True)
    unfinished.unlink()


def _keep_codes(config: Config, played: Played) -> None:
    lines = [f"{life.reference}  {life.code}" for life in played.lives if life.tale.key in TO_TRACK]
    file = config.home / CODES
    file.touch(mode=0o600)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _tell(config: Config) -> None:
    """Say where it is and who may sign in."""
    click.echo(f"\nQuerela is at {config.base_url}\n\nSign in at {config.base_url}/login as")
    for member in STAFF:
        if member.for_trying:
            click.echo(f"  {member.login:<20} {PASSWORD:<8} {member.name}")
    codes = config.home / CODES
    if codes.exists():
        click.echo(f"\nLook at a case as its complainant at {config.base_url}/track with")
        for line in codes.read_text(encoding="utf-8").splitlines():
            click.echo(f"  {line}")
    click.echo("\nCtrl+C ends it; the data stay in " + str(config.home))


def _require_free(port: int) -> None:
    """Raises BadConfiguration when another program listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as taken:
            raise BadConfiguration(
                f"Port {port} is taken; choose another: make demo PORT={port + 1}"
            ) from taken
