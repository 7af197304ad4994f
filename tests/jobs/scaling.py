"""How much faster four worker processes are than one, on PostgreSQL: for `querela bench`.

`python -m tests.jobs.scaling` prints it. The work: one due timer in each of many cases, through the queue and
the same command as ever. Counted is from the first timer that fired to the last, so that neither starting a
process nor waiting for the next look at the clock is in it; runs of one and of four alternate.
"""

import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from engine.clock import monotonic, pause
from tests.commands.diagrams import package
from tests.commands.lodging import lodge
from tests.jobs.crowd import Crowd, crowd
from tests.support import postgres

HOURLY = """
  <startEvent id="start"/><exclusiveGateway id="again"/>
  <intermediateCatchEvent id="hour"><timerEventDefinition><timeDuration>PT1H</timeDuration>
    </timerEventDefinition></intermediateCatchEvent>
  <sequenceFlow id="f1" sourceRef="start" targetRef="again"/>
  <sequenceFlow id="f2" sourceRef="again" targetRef="hour"/>
  <sequenceFlow id="f3" sourceRef="hour" targetRef="again"/>
"""
FIRED = "SELECT count(*) FROM history WHERE kind = 'timer-fired'"


def scaling(cases: int = 400, rounds: int = 3, many: int = 4) -> float:
    """Timers a second with `many` workers ÷ with one: the median of so many rounds of both."""
    server = postgres.server_url()
    url = postgres.create_database(server)
    try:
        with TemporaryDirectory() as folder:
            at = Path(folder)
            with crowd(at / "home", url, package(at / "package", HOURLY)) as town:
                for _ in range(cases):
                    lodge(town.house)
                run(town, cases, 1)  # everything is warm then
                return median(run(town, cases, many) / run(town, cases, 1) for _ in range(rounds))
    finally:
        postgres.drop_database(server, url)


def run(town: Crowd, cases: int, workers: int) -> float:
    """Timers a second."""
    town.start(workers)
    before = fired(town)
    town.advance(hours=1)
    town.wait(lambda: fired(town) > before, "the first timer fires")
    began, first = monotonic(), fired(town)
    while (count := fired(town)) < before + cases:
        pause(0.02)
    rate = (count - first) / (monotonic() - began)
    for worker in town.workers:
        worker.terminate()
        worker.wait()
    town.workers.clear()
    return rate


def fired(town: Crowd) -> int:
    """How many timers have fired so far."""
    [(count,)] = town.sql(FIRED)
    return int(count)


if __name__ == "__main__":
    try:
        sys.stdout.write(f"{scaling(*map(int, sys.argv[1:])):.2f}\n")
    finally:
        postgres.end_server()
