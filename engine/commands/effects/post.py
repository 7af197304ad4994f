"""What left an instance, on its way to others: one job for each, done after the commit.

A message waits in the inbox until somebody takes it; a signal reaches those who waited for it when it was
thrown, and starts what begins with it. No command touches two instances.

Each job knows how many in a row have led to it: where instances answer each other's messages without end,
the worker gives up the one too many.
"""

from collections.abc import Iterator, Mapping

from engine.desk import Desk
from engine.feel.wire import dumps
from engine.model.package import Definition
from engine.model.step import Step, Thrown
from engine.model.work import InboundMessage, Instance, Job

MESSAGE = "message"
SIGNAL = "signal"
BEGIN = "begin"


def post(desk: Desk, instance: Instance, step: Step) -> None:
    """Leave a job for everything that the step threw; `instance` is as it was before the step."""
    for number, thrown in enumerate(step.thrown):
        id = f"{instance.id}/{instance.chain_length:09d}/{number:04d}"
        if thrown.kind == MESSAGE:
            _message(desk, instance, thrown, id)
        else:
            _signal(desk, instance, thrown, id)


def beginning(desk: Desk, kind: str, name: str) -> Iterator[tuple[Definition, str]]:
    """Newest published versions, with the process in each that begins with this message or signal."""
    seen = set()
    for definition in desk.unit.definitions.all():
        if definition.key in seen:
            continue
        seen.add(definition.key)
        package = desk.unit.definitions.package(definition.sha256)
        for begins in desk.services.beginnings(package):
            if name in (begins.messages if kind == MESSAGE else begins.signals):
                yield definition, begins.process


def _message(desk: Desk, instance: Instance, thrown: Thrown, id: str) -> None:
    message = InboundMessage(
        id=id, name=thrown.name, key=dumps(thrown.key), values=thrown.values, received_at=desk.now
    )
    if desk.unit.inbox.add(message):
        desk.unit.jobs.add(_job(desk, instance.id, id, MESSAGE, thrown.name, {}))


def _signal(desk: Desk, instance: Instance, thrown: Thrown, id: str) -> None:
    for target in desk.unit.instances.subscribers(SIGNAL, thrown.name, None):
        if target != instance.id:
            job = _job(desk, target, f"{id}/{target}", SIGNAL, thrown.name, thrown.values)
            desk.unit.jobs.add(job)
    for definition, process in beginning(desk, SIGNAL, thrown.name):
        values = {
            "key": definition.key,
            "version": definition.version,
            "process": process,
            "values": thrown.values,
        }
        job = _job(desk, instance.id, f"{id}/{definition.key}/{process}", BEGIN, thrown.name, values)
        desk.unit.jobs.add(job)


def _job(desk: Desk, instance: str, id: str, kind: str, name: str, values: Mapping[str, object]) -> Job:
    return Job(
        instance=instance,
        id=id,
        kind=kind,
        name=name,
        values=values,
        created_at=desk.now,
        due_at=desk.now,
        hops=desk.hops + 1,
    )
