"""Which processes of a diagram begin with messages or signals."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.diagram.build import read_diagram
from engine.diagram.model import Diagram, Process, unprefixed
from engine.model.package import Package


@dataclass(frozen=True)
class Pool:
    """A process that another one may start, by what it begins with."""

    process: str
    messages: frozenset[str]
    signals: frozenset[str]


def pools(package: Package) -> tuple[Pool, ...]:
    """Executable processes of the main diagram that begin with a message or signal, in its order.

    Raises:
        DiagramError: the diagram cannot be read.
    """
    diagram = read_diagram(package.files[package.process], package.process)
    found = (_pool(diagram, process) for process in diagram.processes if process.executable and process.id)
    return tuple(pool for pool in found if pool.messages or pool.signals)


def _pool(diagram: Diagram, process: Process) -> Pool:
    names = list(_begins_with(diagram, process))
    plain = any(node.type == "startEvent" and not node.events for node in process.scopes[0].nodes)
    return Pool(
        process.id or "",
        frozenset(name for kind, name in names if kind == "message"),
        # A process that also starts by itself would do so before the signal reached it.
        frozenset(name for kind, name in names if kind == "signal" and not plain),
    )


def _begins_with(diagram: Diagram, process: Process) -> Iterator[tuple[str, str]]:
    """(message or signal, its name) of every start of the process."""
    outermost = process.scopes[0]
    starting = [node for node in outermost.nodes if node.type == "startEvent"]
    if not starting:
        starting = [node for node in outermost.entries() if node.xml.get("instantiate") in ("true", "1")]
        starting += [f.target for node in starting for f in node.outgoing if f.target is not None]
    for node in starting:
        for event in node.events:
            if event.kind in ("message", "signal") and event.reference:
                yield event.kind, _name(diagram, event.reference)
        if node.type == "receiveTask" and (reference := node.xml.get("messageRef")):
            yield "message", _name(diagram, unprefixed(reference))


def _name(diagram: Diagram, reference: str) -> str:
    element = diagram.by_id.get(reference)
    return (element.get("name") if element is not None else None) or reference
