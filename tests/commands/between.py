"""Processes that throw and catch, and what is seen of their instances."""

from itertools import pairwise
from pathlib import Path

import pytest

from engine.commands.complete_task import CompleteTask
from engine.commands.publish import Publish
from engine.commands.start_instance import StartInstance
from engine.model.step import Look
from engine.packages import read_package
from engine.queries.processes import InstanceList
from tests.commands.diagrams import HEAD
from tests.support.installation import Installation

EVENTS = (
    """<message id="order" name="order"/><message id="bill" name="bill"/><signal id="alarm" name="alarm"/>"""
)
THROW = '<messageEventDefinition messageRef="order"/>'


def flows(*ids: str) -> str:
    return "".join(f'<sequenceFlow id="{a}-{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in pairwise(ids))


def publish(house: Installation, folder: Path, key: str, body: str) -> None:
    """Publish a package whose process has this body."""
    at = folder / key
    at.mkdir(parents=True)
    (at / "package.toml").write_text(f'key = "{key}"\ntitle = "{key}"\nprocess = "p.bpmn"\n')
    process = f'{HEAD}{EVENTS}<process id="{key}" isExecutable="true">{body}</process></definitions>'
    (at / "p.bpmn").write_text(process)
    house.do(Publish(read_package(at), "for tests"))


def sender(*throws: str, inputs: str = "") -> str:
    """A start with no trigger, a task, and one throwing event after the other."""
    names = [f"t{n}" for n in range(len(throws))]
    events = "".join(
        f'<intermediateThrowEvent id="{n}" {inputs}>{t}</intermediateThrowEvent>'
        for n, t in zip(names, throws, strict=True)
    )
    return (
        f'<startEvent id="s"/><userTask id="go" name="Go" querela:candidateGroups="handler"/>{events}'
        f'<endEvent id="e"/>{flows("s", "go", *names, "e")}'
    )


def catcher(event: str, then: str = "") -> str:
    """Waits for the event, then for a task."""
    return (
        f'<startEvent id="s"/><intermediateCatchEvent id="wait" {then}>{event}</intermediateCatchEvent>'
        f'<userTask id="after" name="After" querela:candidateGroups="handler"/><endEvent id="e"/>'
        f"{flows('s', 'wait', 'after', 'e')}"
    )


CATCH = catcher('<messageEventDefinition messageRef="order"/>')
SIGNALLED = catcher('<signalEventDefinition signalRef="alarm"/>')
THROW_SIGNAL = '<signalEventDefinition signalRef="alarm"/>'


def start(house: Installation, key: str, **variables: object) -> str:
    return house.do(StartInstance(key, variables), house.actor("quality")).id


def go(house: Installation, instance: str) -> None:
    """Complete the sender's task, after which it throws."""
    with house.querela.store.read() as unit:
        [item] = unit.work_items.of_instance(instance)
    house.do(CompleteTask(item.id), house.actor("handler"))


def look(house: Installation, instance: str) -> Look:
    with house.querela.store.read() as unit:
        found = unit.instances.get(instance)
        package = unit.definitions.package(found.package)
    return house.querela.services.runtime.look(package, found.state)


def at(house: Installation, instance: str) -> list[str]:
    """Where the instance stands: its open tasks, and what it waits for."""
    seen = look(house, instance)
    return [*(t.element for t in seen.open), *(w.element for w in seen.waiting)]


def of_key(house: Installation, key: str) -> list[str]:
    return [i.id for i in house.ask(InstanceList(None, 100)).items if i.key == key]


def jobs(house: Installation) -> int:
    with house.querela.store.read() as unit:
        return len(unit.jobs.due(house.querela.now()))


@pytest.fixture
def town(house: Installation, tmp_path: Path) -> Installation:
    """Processes that throw and catch, published beside each other."""
    publish(house, tmp_path, "throws", sender(THROW))
    publish(house, tmp_path, "catches", CATCH)
    publish(house, tmp_path, "alarms", sender(THROW_SIGNAL))
    publish(house, tmp_path, "hears", SIGNALLED)
    return house
