"""Our side: the whole command, over the bus, with history, register, outbox and commit."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.commands.complainant import ReactByComplainant
from engine.commands.complete_task import CompleteTask
from engine.commands.lodge_complaint import Lodged
from engine.model.people import PUBLIC, Actor
from engine.model.request import Command
from engine.model.work import WorkItem
from tests.benchmarks.lives import Act, Workload
from tests.benchmarks.measure import Took, timed
from tests.commands.lodging import lodge
from tests.support.installation import Installation, installation


class Ours:
    """An installation with the workload's package."""

    def __init__(self, house: Installation) -> None:
        self.house = house
        self._actors: dict[str, Actor] = {}

    def begin(self) -> Lodged:
        """A new case."""
        return lodge(self.house)

    def act(self, case: Lodged, act: Act) -> Took:
        """What the act takes; finding the task and who does it are not counted."""
        command, actor = self.command(case, act)
        return timed(lambda: self.house.do(command, actor))

    def command(self, case: Lodged, act: Act) -> tuple[Command[object], Actor]:
        """The act as a command, and who does it."""
        if not act.login:
            reaction = str(act.values["reaction"])
            return ReactByComplainant(case.reference, case.tracking_code, reaction), PUBLIC
        item = next(item for item in self.open(case) if item.element == act.element)
        if act.login not in self._actors:
            self._actors[act.login] = self.house.actor(act.login)
        return CompleteTask(item.id, act.values), self._actors[act.login]

    def open(self, case: Lodged) -> list[WorkItem]:
        """The open tasks of the case."""
        with self.house.querela.store.read() as unit:
            return list(unit.work_items.of_instance(case.instance))


@contextmanager
def ours(home: Path, workload: Workload, url: str | None = None, **environ: str) -> Iterator[Ours]:
    """An installation in that folder, with one person for each role."""
    with installation(home, url, workload.package, QUERELA_PROCESS=workload.key, **environ) as house:
        yield Ours(house)
