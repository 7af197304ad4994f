"""A package parsed: its processes, ready to run, and what keeps them from running."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from threading import Lock

from SpiffWorkflow.bpmn.parser.ValidationException import ValidationException

from engine.errors import NotFound
from engine.model.findings import Finding, Severity
from engine.model.package import Package
from engine.spiff.parser.bpmn import DiagramParser
from engine.spiff.parser.checks import check, finding
from engine.spiff.parser.document import read
from engine.spiff.parser.trouble import Troubles
from engine.spiff.specs.activities import CallActivity, SubProcess
from engine.spiff.specs.process import Process

KEPT = 64


@dataclass(frozen=True, slots=True)
class Definition:
    """The processes of a package by id, and which of them it starts by itself."""

    processes: dict[str, Process]
    main: tuple[str, ...]  #: ids in the main diagram that may be started, the preferred first
    findings: tuple[Finding, ...]
    errors: tuple[Finding, ...]  #: those of them that keep it from running

    def process(self, wanted: str | None) -> Process:
        """The process of that id, or the one that the package starts. Raises NotFound."""
        if wanted is None:
            if not self.main:
                raise NotFound("The diagram holds no process.")
            return self.processes[self.main[0]]
        if wanted not in self.processes:
            raise NotFound(f"There is no process “{wanted}” in the package.")
        return self.processes[wanted]


class Definitions:
    """Parsed packages, the most recently used kept.

    Specs are never changed by a run, so threads may share them.
    """

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._lock = Lock()
        self._parsed: OrderedDict[tuple[str, tuple[str, ...]], Definition] = OrderedDict()

    def of(self, package: Package) -> Definition:
        """The package's definition, parsed once."""
        key = package.sha256, package.diagrams
        with self._lock:
            found = self._parsed.get(key)
            if found is not None:
                self._parsed.move_to_end(key)
                return found
        parsed = parse(package)
        with self._lock:
            self._parsed[key] = parsed
            while len(self._parsed) > self._kept:
                self._parsed.popitem(last=False)
        return parsed


def parse(package: Package) -> Definition:
    """Parse all diagrams of a package; every finding of every file is collected."""
    processes: dict[str, Process] = {}
    main: list[Process] = []
    found: list[Finding] = []
    for name in package.diagrams:
        troubles = Troubles(name)
        for process in _parse_file(package, name, troubles):
            if process.name in processes:
                troubles.add("unsupported-duplicate", None, f"The process “{process.name}” is there twice.")
                continue
            processes[process.name] = process
            if name == package.process:
                main.append(process)
        found += troubles.found
    found += _connect_calls(processes)
    for process in processes.values():
        found += check(process)
    errors = tuple(finding for finding in found if finding.severity is Severity.ERROR)
    return Definition(processes, _startable(main, processes), tuple(found), errors)


def _parse_file(package: Package, name: str, troubles: Troubles) -> list[Process]:
    data = package.files.get(name)
    if data is None:
        troubles.add("unreadable", None, "The file is not in the package.")
        return []
    root = read(data, troubles)
    if root is None:
        return []
    parser = DiagramParser(troubles)
    try:
        parser.add_bpmn_xml(root, name)
        return [scope.get_spec() for scope in parser.process_parsers.values()]
    except ValidationException as error:
        troubles.add("unreadable", None, str(error))
    except RecursionError:
        troubles.add("unreadable", None, "The subprocesses lie too deep within each other.")
    return []


def _connect_calls(processes: dict[str, Process]) -> list[Finding]:
    found = []
    for scope in every_scope(processes.values()):
        for node in scope.nodes:
            if not isinstance(node, CallActivity):
                continue
            called = processes.get(node.called)
            if called is None:
                message = f"It calls the process “{node.called}”, which is not in the package."
                found.append(finding("unsupported-call", message, node, scope))
                continue
            node.body = called
            if not called.can_be_called:
                message = f"It calls the process “{node.called}”, which only an event can start."
                found.append(finding("unsupported-call", message, node, scope))
    return found


def every_scope(processes: Iterable[Process]) -> Iterator[Process]:
    """The processes and the insides of their subprocesses."""
    for process in processes:
        yield process
        inner = [n.body for n in process.nodes if isinstance(n, SubProcess) and n.shares_variables]
        yield from every_scope(inner)


def _startable(main: list[Process], processes: dict[str, Process]) -> tuple[str, ...]:
    """Executable processes of the main diagram, those first that nothing calls."""
    executable = [process for process in main if process.executable] or main
    called = {
        node.called
        for scope in every_scope(processes.values())
        for node in scope.nodes
        if isinstance(node, CallActivity)
    }
    return tuple(sorted((p.name for p in executable), key=lambda name: name in called))
