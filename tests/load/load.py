"""Load at the machine's limit: clerks complete tasks over HTTP, workers do what is due, for many minutes.

`make load MINUTES=30` prints one JSON document. It fails where memory is not flat, or where one of a hundred
completed tasks takes ten times as long as the middle one.
"""

import itertools
import json
import sys
import threading
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from sqlalchemy import create_engine, text

from engine.commands.administer import AddToken
from engine.history import verify
from tests.faults.cluster import cluster
from tests.faults.site import Site
from tests.load.clerks import Clerk, Completion
from tests.load.memory import Watch
from tests.support.installation import STAFF, Installation, installation
from tests.support.postgres import run_sql
from tests.whole.invariants import troubles
from tests.whole.life import ANSWERS, COMPLAINT

WORST = 10.0
"""p99 of a completed task in medians, at most."""
SHORTEST = 0.5
"""Minutes."""
DATABASE = "load"
WAY = {
    **ANSWERS,
    "assess": ("handler", {"nature": "complaint", "severity": 2}),
    "investigate": ("handler", {"investigation_next": "complete", "findings": "It was open."}),
}


def main(words: Sequence[str]) -> int:
    """0: as it should be; 1: memory grows, or some wait too long, or the history does not hold."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--clerks", type=int, default=8)
    parser.add_argument("--workers", type=int, default=1)
    wanted = parser.parse_args(words)
    wanted.minutes = max(SHORTEST, wanted.minutes)
    with TemporaryDirectory(prefix="querela-load-") as name, cluster() as server:
        run_sql(server.url, f"CREATE DATABASE {DATABASE}")
        url = server.url.removesuffix("/postgres") + f"/{DATABASE}"
        folder = Path(name)
        with installation(folder / "home", url, COMPLAINT, QUERELA_ENV="sandbox") as house:
            tokens = {login: house.do(AddToken(login)) for login in STAFF}
            environ = {
                "QUERELA_HOME": str(folder / "home"),
                "QUERELA_DATABASE_URL": url,
                "QUERELA_ENV": "sandbox",
            }
            sites = [Site(folder, environ) for _ in range(max(1, wanted.workers))]
            assert server.process is not None
            try:
                found = under_load(sites, tokens, server.process.pid, wanted)
            finally:
                for site in sites:
                    site.end()
            found |= afterwards(house, url)
    found["ok"] = bool(
        found["memory_flat"]
        and float(str(found["p99_in_medians"])) < WORST
        and found["history_holds"]
        and not found["troubles"]
    )
    print(json.dumps(found, indent=2))  # noqa: T201 - the answer
    return 0 if found["ok"] else 1


def under_load(
    sites: list[Site], tokens: dict[str, str], database: int, wanted: Namespace
) -> dict[str, object]:
    """Figures of the run."""
    first = sites[0]
    first.start_server("--no-worker")
    for site in sites:
        site.start_worker()
    first.wait_until_ready()
    began = time.monotonic()
    stop = threading.Event()
    numbers = itertools.count(1)
    clerks = [Clerk(first.port, tokens, WAY, numbers, began) for _ in range(wanted.clerks)]
    assert first.server is not None
    roots = {"server": first.server.pid, "database": database}
    roots |= {f"worker {n}": site.worker.pid for n, site in enumerate(sites, 1) if site.worker is not None}
    watch = Watch(roots, lambda: time.monotonic() - began)
    threads = [threading.Thread(target=clerk.work, args=(stop,)) for clerk in clerks]
    threads.append(threading.Thread(target=watch.look, args=(stop,)))
    for thread in threads:
        thread.start()
    stop.wait(wanted.minutes * 60)
    stop.set()
    for thread in threads:
        thread.join()
    seconds = time.monotonic() - began
    done = sorted((made for clerk in clerks for made in clerk.done), key=lambda made: made.at)
    memory = [
        summary for summary in watch.summaries(seconds) if not str(summary["process"]).startswith("database ")
    ]
    return {
        "minutes": round(seconds / 60, 2),
        "clerks": len(clerks),
        "cases": sum(clerk.cases for clerk in clerks),
        "not_answered": sum(clerk.failed for clerk in clerks),
        **latency(done, seconds),
        "memory": memory,
        "memory_flat": all(summary["flat"] for summary in memory),
    }


def latency(done: list[Completion], seconds: float) -> dict[str, object]:
    """Of completed tasks, as their clerks saw it."""
    took = sorted(made.seconds * 1000 for made in done)
    hundredths = quantiles(took, n=1000, method="inclusive")
    middle = median(took)
    tenth = len(done) // 10
    return {
        "tasks": len(done),
        "tasks_a_second": round(len(done) / seconds, 1),
        "median_ms": round(middle, 2),
        "p99_ms": round(hundredths[989], 2),
        "p999_ms": round(hundredths[998], 2),
        "longest_ms": round(took[-1], 2),
        "p99_in_medians": round(hundredths[989] / middle, 2),
        "median_ms_first_tenth": round(median(made.seconds for made in done[:tenth]) * 1000, 2),
        "median_ms_last_tenth": round(median(made.seconds for made in done[-tenth:]) * 1000, 2),
    }


def afterwards(house: Installation, url: str) -> dict[str, object]:
    """What is left behind: the size, and whether everything holds."""
    engine = create_engine(url)
    with engine.connect() as connection:
        size = connection.scalar(text(f"SELECT pg_database_size('{DATABASE}')"))
        mails = connection.execute(text("SELECT state, count(*) FROM outbox GROUP BY state")).all()
    engine.dispose()
    return {
        "database_mb": round(int(size or 0) / 2**20, 1),
        "mails": {str(state): int(count) for state, count in mails},
        "history_holds": verify(house.querela.store).ok,
        "troubles": troubles(house.querela)[:5],
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
