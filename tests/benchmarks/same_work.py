"""Ours with the loop's work and no more: load the state, complete, run on, store the state, commit.

Decisions and working time stay, since the diagram has them; history, register, task lists, forms, permissions
and mails go.
"""

from functools import partial
from threading import Lock

from sqlalchemy import Column, LargeBinary, MetaData, Table, Text, bindparam, insert, select, update

from engine.commands.lodge_complaint import Lodged
from engine.model.step import Step
from engine.ports.runtime import Surroundings
from engine.services import facts_of
from engine.store.database import open_engine, writing
from tests.benchmarks.lives import Act
from tests.benchmarks.measure import Took, timed
from tests.benchmarks.ours import Ours

CASES = Table("cases", MetaData(), Column("id", Text, primary_key=True), Column("state", LargeBinary))
ADD = insert(CASES)
LOAD = select(CASES.c.state).where(CASES.c.id == bindparam("case"))
SAVE = update(CASES).where(CASES.c.id == bindparam("case")).values(state=bindparam("new"))


class SameWork:
    """Cases in a table of one row each, run by an installation's runtime."""

    def __init__(self, url: str, own: Ours) -> None:
        self._engine, self._turns = open_engine(url), Lock()
        self._runtime = own.house.querela.services.runtime
        CASES.metadata.create_all(self._engine)
        self._own = own

    def start(self, case: Lodged) -> None:
        """A new case, its facts those of a case of the installation."""
        services = self._own.house.querela.services
        with self._own.house.querela.store.read() as unit:
            complaint = unit.complaints.get(case.reference)
            self._package = unit.definitions.package(unit.instances.get(case.instance).package)
            working = services.working_time(unit, self._package)
        self._around = Surroundings(
            self._own.house.clock.now, facts_of(complaint), services.functions(working)
        )
        self._case = case
        self._step = self._runtime.start(self._package, {}, self._around)
        self._tasks = {task.element: task.id for task in self._step.opened}
        with writing(self._engine, self._turns) as connection:
            connection.execute(ADD, {"id": case.instance, "state": self._step.state})

    def act(self, act: Act) -> Took:
        """What the act takes."""
        took = timed(partial(self._do, act))
        self._tasks.pop(act.element, None)
        self._tasks.update((task.element, task.id) for task in self._step.opened)
        return took

    def tasks(self) -> list[str]:
        """Elements of the open tasks."""
        return list(self._tasks)

    def _do(self, act: Act) -> None:
        with writing(self._engine, self._turns) as connection:
            state = connection.execute(LOAD, {"case": self._case.instance}).scalar_one()
            self._step = self._next(act, state)
            connection.execute(SAVE, {"case": self._case.instance, "new": self._step.state})

    def _next(self, act: Act, state: bytes) -> Step:
        if act.login:
            task = self._tasks[act.element]
            return self._runtime.complete(self._package, state, task, act.values, self._around)
        key, values = self._case.reference, act.values
        step = self._runtime.deliver(self._package, state, act.element, key, values, self._around)
        assert step is not None, f"nothing waits for the message {act.element}"
        return step
