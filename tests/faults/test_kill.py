"""kill -9 at random moments while cases run: nothing is lost, nothing is done twice, all goes on to closure.

A real server and a real worker are killed and started again while clerks work over the API. What was
acknowledged must be there afterwards; what was not may be there or not, but whole.
"""

import json
import os
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from engine.bootstrap import Querela, from_environment
from engine.clock import shifted, system_clock
from engine.commands.administer import AddToken, AdvanceClock
from tests.faults.clerks import Office, Way
from tests.faults.killer import Killer
from tests.faults.post import Post, post
from tests.faults.reckoning import reckon
from tests.faults.site import Site
from tests.support.installation import MINI, STAFF, installation
from tests.whole.effort import LONG, either
from tests.whole.invariants import all_instances
from tests.whole.life import ANSWERS, COMPLAINT

CASES = either(80, 200)
CLERKS = 4
SEED = int(os.environ.get("SEED", "10002"))
BLOWS = {"child": either(12, 50), "worker": either(5, 30), "server": either(2, 15), "master": either(1, 5)}
MINUTES = either(4, 30)
"""After that the clerks are sent home, and the test has failed."""


@dataclass(frozen=True)
class Plan:
    """A package, how its cases are handled, and how many acknowledgements a case takes."""

    package: Path
    way: Way
    requests: int


SMALL = Plan(
    MINI,
    Way(
        tasks={
            "assess": ("handler", {"severity": 4}),
            "investigate": ("handler", {"findings": "Case {case} was open.", "outcome": "upheld"}),
            "review": ("reviewer", {"approved": True}),
        },
        messages={},
    ),
    requests=4,
)
SHIPPED = Plan(
    COMPLAINT,
    Way(
        tasks={
            **ANSWERS,
            "assess": ("handler", {"nature": "complaint", "severity": 2}),
            "investigate": ("handler", {"investigation_next": "complete", "findings": "{case} was open."}),
        },
        messages={"reaction": {"reaction": "accepted"}},
    ),
    requests=9,
)
PLAN = SHIPPED if LONG else SMALL


@dataclass
class Scene:
    site: Site
    querela: Querela  #: of the test itself, which is never killed
    office: Office
    post: Post
    cases: int


@pytest.fixture(params=["sqlite", "postgresql"])
def scene(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Scene]:
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else None
    home = tmp_path / "home"
    with installation(home, url, PLAN.package, QUERELA_ENV="sandbox") as house:
        tokens = {login: house.do(AddToken(login)) for login in STAFF}
        config = house.querela.config
    with post() as (taken, smtp):
        environ = {
            "QUERELA_HOME": str(home),
            "QUERELA_DATABASE_URL": config.database_url,
            "QUERELA_ENV": "sandbox",
            "QUERELA_SMTP_URL": smtp,
        }
        querela = from_environment(environ)
        site = Site(tmp_path, environ)
        try:
            yield Scene(site, querela, Office(site, tokens, PLAN.way), taken, CASES)
        finally:
            site.end()
            querela.close()


@pytest.mark.timeout(MINUTES * 60 + 120)
def test_nothing_is_lost_and_nothing_done_twice(scene: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    site, office, querela = scene.site, scene.office, scene.querela
    site.start_server()
    site.start_worker()
    site.wait_until_ready()
    chance = random.Random(SEED)
    kinds = {
        "server": site.kill_server,
        "master": site.kill_master,
        "child": site.kill_child,
        "worker": site.kill_worker,
    }
    killer = Killer(
        office, chance, BLOWS, kinds, lambda: querela.do(AdvanceClock(timedelta(hours=chance.randint(1, 36))))
    )
    office.start([f"case-{number:03d}" for number in range(scene.cases)], CLERKS)
    try:
        killer.strike(scene.cases * PLAN.requests)
    finally:
        office.finish(MINUTES * 60)
    assert office.wrong == []
    assert reckon(querela, office) == []
    assert len(office.lodged) == scene.cases
    assert killer.blows == BLOWS

    site.kill_worker()
    let_time_pass(scene)
    assert site.run("worker", "--once").returncode == 0
    assert reckon(querela, office) == []
    with querela.store.read() as unit:
        instances = all_instances(unit)
        assert Counter(instance.status.value for instance in instances) == {"completed": scene.cases}
        mails = [mail for i in instances for mail in unit.outbox.of_case(str(i.reference))]
    assert {mail.state for mail in mails} == {"sent"}
    assert set(scene.post.taken) == {mail.id for mail in mails}
    verified = site.run("audit", "verify", "--json")
    assert (verified.returncode, json.loads(verified.stdout)["ok"]) == (0, True), verified
    with capsys.disabled():
        print(told(scene, killer))  # noqa: T201 - figures of the run


def let_time_pass(scene: Scene) -> None:
    """Mails whose sender was killed are sent again, and what waits for time alone comes to its end.

    A lease runs by the machine's clock, which nobody moves: so somebody looks whose clock is ahead.
    """
    later = from_environment(scene.site.environ, shifted(system_clock, timedelta(minutes=3)))
    for _ in range(2):
        later.dispatcher().run_due()
        later.do(AdvanceClock(timedelta(days=30)))
    later.close()


def told(scene: Scene, killer: Killer) -> str:
    """The figures of the run in one line."""
    office, taken = scene.office, scene.post.taken
    blows = ", ".join(f"{times} × {kind}" for kind, times in sorted(killer.blows.items()))
    return (
        f"\n  seed {SEED}: {len(office.lodged)} cases, {office.acknowledged} requests acknowledged, "
        f"{office.unanswered} unanswered, {killer.blows.total()} kills ({blows}), "
        f"{len(taken)} mails, {taken.total() - len(taken)} of them delivered again"
    )
