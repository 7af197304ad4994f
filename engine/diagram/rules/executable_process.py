"""Something has to run: one process of the main diagram at least is marked as executable, and not empty."""

from collections.abc import Iterator

from engine.diagram.model import Diagram
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    if not diagram.processes:
        yield Report(diagram, "There is no process in this file.", "Draw a process, with a start event.")
        return
    main = diagram.file == setting.package.process
    executable = [process for process in diagram.processes if process.executable]
    if main and not executable:
        message = "No process of this file is marked as executable, so nothing would run."
        hint = "Tick “executable” on the process in the modeler."
        yield Report(diagram.processes[0], message, hint)
    for process in executable:
        if not process.id:
            yield Report(process, "The process has no id.", "Give the process an id in the modeler.")
        if not process.nodes:
            some = any(other.nodes for other in executable)
            message = f"The process {process} is empty."
            hint = "Draw a start event and a task, or untick “executable”."
            yield Report(process, message, hint, Severity.WARNING if some else Severity.ERROR)


rule = Rule("executable-process", Severity.ERROR, check)
