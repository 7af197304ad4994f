"""Serving with gunicorn: the master in the foreground, its workers with pages, API and dispatcher."""

import gc
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from threading import Thread
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from engine.bootstrap import watched
from engine.config import Config
from engine.errors import Unavailable
from engine.jobs import Worker
from engine.watching import Watch, shared, telemetry
from web.app import create_app

THREADS = 8
GRACE = 5
"""Seconds that requests under way have when the server is told to end."""
PATIENCE = 3
"""Seconds that the worker then has for the command in hand."""


def run(config: Config, *, host: str, port: int, with_worker: bool) -> None:
    """Serve until SIGTERM or SIGINT. SQLite has one worker process, other databases one for each core.

    Raises:
        BadConfiguration: spans are wanted that cannot be sent.
    """
    telemetry.wanted(os.environ)
    _Server(config, host=host, port=port, with_worker=with_worker).run()


class _Lines(Logger):
    """What gunicorn has to say goes where all else is told, in lines of the same form."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True


class _Server(BaseApplication):
    def __init__(self, config: Config, *, host: str, port: int, with_worker: bool) -> None:
        self._config = config
        self._with_worker = with_worker
        self._runs: Worker | None = None
        self._thread: Thread | None = None
        self._figures = shared.share(config.home)
        self._watch: Watch | None = None
        sqlite = config.database_url.startswith("sqlite")
        address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        self._options: Mapping[str, Any] = {
            "bind": address,
            "workers": 1 if sqlite else os.cpu_count() or 1,
            "worker_class": "gthread",
            "threads": THREADS,
            "timeout": 60,
            "graceful_timeout": GRACE,
            "loglevel": "warning",
            "logger_class": _Lines,
            "proc_name": "querela",
            "worker_exit": self._worker_exit,
            "child_exit": lambda _server, worker: shared.leave(self._figures, worker.pid),
            "on_exit": lambda _server: shared.end(self._figures),
            "limit_request_line": 8190,
            "forwarded_allow_ips": "",  # whom to believe is for web.proxies to say
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Callable[..., Any]:
        """The WSGI application, made in the worker process, so that no connection crosses a fork."""
        querela = watched(self._config, os.environ, role="serve")
        querela.store.ready()  # a session from now on, so that others see it serving
        with suppress(Unavailable):  # a database that is away is waited for
            querela.require_no_restore()
        self._watch = querela.watch
        if self._watch is not None and self._watch.sampler is not None:
            self._watch.sampler.start()
        if self._with_worker:
            self._runs = querela.worker()
            self._thread = self._runs.start()
        app = create_app(querela)
        gc.collect()
        gc.freeze()  # modules and rules stay for good: a full collection need not walk them at every turn
        return app

    def _worker_exit(self, _server: object, _worker: object) -> None:
        if self._runs is not None and self._thread is not None:
            self._runs.stop()
            self._thread.join(PATIENCE)  # what it has in hand is done, and need not be taken over
        if self._watch is not None:
            self._watch.close()
