"""`querela serve` and `querela worker`."""

import errno
import signal
import socket
from types import FrameType
from typing import TYPE_CHECKING

import click

from engine.cli.doors import WORKER, Refusal, application, plainly, print_json
from engine.clock import monotonic, pause
from engine.jobs import Done

if TYPE_CHECKING:
    from engine.bootstrap import Querela

PATIENCE = 5.0
"""Seconds that a server before us has to give its port back."""
GRACE = 8.0
"""Seconds that the command in hand has when the worker is told to end."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port.")
@click.option("--no-worker", is_flag=True, help="Leave timers and mails to `querela worker`.")
@plainly
def serve(host: str, port: int, no_worker: bool) -> None:
    """Serve web pages and API, and run what is due."""
    from web.server import run

    with application() as querela:
        config = querela.config
    with querela.store.present("serve"):  # first be seen, then look
        querela.require_no_restore()
        querela.close()
        _require_free(host, port)
        run(config, host=host, port=port, with_worker=not no_worker)


@click.command()
@click.option("--once", is_flag=True, help="Stop when nothing is due.")
@click.option("--json", "as_json", is_flag=True, help="With --once: print one JSON document.")
@click.option("--metrics", "port", type=click.IntRange(1, 65535), help="Port for Prometheus, on loopback.")
@plainly
def worker(once: bool, as_json: bool, port: int | None) -> None:
    """Run what is due: timers, mails, messages. Harmless beside a running server."""
    if as_json and not once:
        raise click.UsageError("--json goes with --once.")
    with application(watched=True) as querela, querela.store.present(WORKER):
        querela.require_no_restore()
        if port is not None:
            _tell_figures(querela, port)
        runs = querela.worker()
        if once:
            done = runs.run_due()
            _report(done, as_json)
            return

        def stop(_signal: int, _frame: FrameType | None) -> None:
            runs.stop()

        signal.signal(signal.SIGTERM, stop)
        signal.signal(signal.SIGINT, stop)
        thread = runs.start()
        while thread.is_alive() and not runs.stopping:
            pause(0.2)
        thread.join(timeout=GRACE)  # a mail on its way may take longer; it is sent again after its lease


def _tell_figures(querela: "Querela", port: int) -> None:
    """Answer Prometheus on loopback with what this worker counts."""
    from prometheus_client import start_http_server

    assert querela.watch is not None
    assert querela.watch.sampler is not None
    _require_free("127.0.0.1", port)
    querela.watch.sampler.start()
    start_http_server(port, "127.0.0.1", querela.watch.figures.registry)


def _require_free(host: str, port: int) -> None:
    """Raises Refusal unless the address can be listened on; a server that is just ending is waited for."""
    give_up_at = monotonic() + PATIENCE
    while True:
        try:
            family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
            with socket.socket(family, kind) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(address)
        except OSError as wrong:
            if wrong.errno != errno.EADDRINUSE or monotonic() > give_up_at:
                raise Refusal(f"Cannot listen on {host}, port {port}: {wrong.strerror or wrong}.") from wrong
            pause(0.2)
        else:
            return


def _report(done: Done, as_json: bool) -> None:
    if as_json:
        print_json({"timers": done.timers, "jobs": done.jobs, "failed": done.failed})
    else:
        click.echo(f"{done.timers} timers, {done.jobs} jobs, {done.failed} failed.")
