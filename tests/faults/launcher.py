"""`querela` with a database driver that stops at a chosen point, and a clock that can be put anywhere.

`python launcher.py WORDS…` is `querela WORDS…`; without words it is a nursery: each line of JSON words on
stdin becomes a process that has nothing left to load; stdout tells its id, then how it ended.

Orders stand as files in the folder that FAULTS names (nothing of it is in the product):

`blow`    `NAME K SIGNAL TEXT`: the K-th point that begins with the text, counted since the order of that name
          was given, gets the signal (9 kills, 19 freezes); K = 0 counts only.
`struck`  what the process was about to do when it was struck; `blow` is gone then.
`passed`  while K = 0: every point that was passed, one a line.
`clock`   seconds that the machine's clock is wrong by.

A point lies before every statement, before every commit, and after it.
"""

import json
import os
import sqlite3
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

ORDERS = Path(os.environ["FAULTS"])
COMMIT, COMMITTED = "COMMIT", "committed"
WRITING = ("INSERT", "UPDATE", "DELETE")

_lock = threading.Lock()
_counted: dict[str, int] = {}  #: by the order's name


def point(doing: str) -> None:
    """Stop here, if it is ordered so."""
    order = ORDERS / "blow"
    try:
        name, number, signal, text = order.read_text().split(" ", 3)
    except (FileNotFoundError, ValueError):
        return
    if told(doing).startswith(text):
        obey(order, name, int(number), int(signal), told(doing))


def obey(order: Path, name: str, number: int, signal: int, doing: str) -> None:
    """Count the point, and stop if it is the one."""
    with _lock:
        if number == 0:
            with (ORDERS / "passed").open("a") as passed:
                passed.write(f"{doing}\n")
            return
        _counted[name] = _counted.get(name, 0) + 1
        if _counted[name] == number:
            (ORDERS / "striking").write_text(doing)
            try:
                order.unlink()
            except FileNotFoundError:
                return  # another process was struck
            (ORDERS / "striking").rename(ORDERS / "struck")
            os.kill(os.getpid(), signal)
            threading.Event().wait(1)  # a thread may run on for a moment after its process was stopped


def told(doing: str) -> str:
    """A statement in a few words."""
    return " ".join(doing.split())[:100]


def around(passed: Callable[..., Any]) -> Callable[..., Any]:
    """A cursor's method with points."""

    def method(cursor: Any, query: Any, *args: Any, **more: Any) -> Any:
        text = query if isinstance(query, str) else str(query)
        point(text)
        answer = passed(cursor, query, *args, **more)
        if text.lstrip().upper().startswith(WRITING):
            cursor.connection.has_written = True
        return answer

    return method


def around_commit(passed: Callable[..., Any]) -> Callable[..., Any]:
    """A connection's commit; one that has written nothing is called another name."""

    def method(connection: Any) -> Any:
        wrote = getattr(connection, "has_written", False)
        point(COMMIT if wrote else "nothing to commit")
        answer = passed(connection)
        connection.has_written = False
        if wrote:
            point(COMMITTED)
        return answer

    return method


def around_async(passed: Callable[..., Any]) -> Callable[..., Any]:
    """A statement of a connection that commits by itself."""

    async def method(cursor: Any, query: Any, *args: Any, **more: Any) -> Any:
        text = query if isinstance(query, str) else str(query)
        point(text)
        answer = await passed(cursor, query, *args, **more)
        point(f"behind {text}")
        return answer

    return method


class Cursor(sqlite3.Cursor):
    execute = around(sqlite3.Cursor.execute)
    executemany = around(sqlite3.Cursor.executemany)


class Connection(sqlite3.Connection):
    commit = around_commit(sqlite3.Connection.commit)

    def cursor(self, factory: Any = Cursor) -> Any:
        return super().cursor(factory)


def watch_drivers() -> None:
    """Give both databases' drivers their points."""
    connect = sqlite3.dbapi2.connect

    def connected(*args: Any, **more: Any) -> Any:
        return connect(*args, **{"factory": Connection, **more})

    sqlite3.dbapi2.connect = connected
    for cursor, wrap in ((psycopg.Cursor, around), (psycopg.AsyncCursor, around_async)):
        for name in ("execute", "executemany"):
            setattr(cursor, name, wrap(getattr(cursor, name)))
    psycopg.Connection.commit = around_commit(psycopg.Connection.commit)  # type: ignore[method-assign]


def moved_clock() -> datetime:
    """The present instant as this wrong clock tells it."""
    try:
        wrong = float((ORDERS / "clock").read_text() or 0)
    except FileNotFoundError:
        wrong = 0.0
    return datetime.now(UTC) + timedelta(seconds=wrong)


def nurse() -> None:
    """Begin a process for each line of stdin, one after the other."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            with (ORDERS / "said").open("wb") as said:
                os.dup2(said.fileno(), 1)
            run(json.loads(line))
        print(child, flush=True)  # noqa: T201 - for the test that started us
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201


def run(words: list[str]) -> None:
    """Be `querela` with these words; does not come back."""
    from engine.cli import main

    main(words, prog_name="querela")


def launch() -> None:
    watch_drivers()
    import engine.clock

    engine.clock.system_clock = moved_clock
    import engine.bootstrap  # behind the clock: it takes what is there
    import engine.jobs.crew  # loaded once for all children, as the next
    import web.server  # noqa: F401

    if sys.argv[1:]:
        run(sys.argv[1:])
    nurse()


if __name__ == "__main__":
    launch()
