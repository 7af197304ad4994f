"""An empty Flask application on our server: each request commits the next of the recorded writes.

`python -m tests.benchmarks.empty_server DATABASE WRITES PORT`
"""

import pickle
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Any

from flask import Flask, Response, request

from engine.config import read_config
from engine.store.database import open_engine
from tests.benchmarks.rows import commit
from web.server import _Server


def application(database: str, writes: str) -> Flask:
    """Nothing but the commit."""
    app = Flask("empty")
    engine, turns = open_engine(f"sqlite:///{database}"), Lock()
    recorded = pickle.loads(Path(writes).read_bytes())  # noqa: S301 - just written by the benchmark itself

    @app.post("/api/v1/tasks/<int:number>/complete")
    def complete(number: int) -> Response:
        request.get_json()
        commit(engine, turns, recorded[number])
        return Response("{}", mimetype="application/json")

    return app


class EmptyServer(_Server):
    """Our server with another application."""

    def load(self) -> Callable[..., Any]:
        """The application, made in the worker's process."""
        return application(sys.argv[1], sys.argv[2])


if __name__ == "__main__":
    config = read_config({"QUERELA_HOME": str(Path(sys.argv[1]).parent)})
    EmptyServer(config, host="127.0.0.1", port=int(sys.argv[3]), with_worker=False).run()
