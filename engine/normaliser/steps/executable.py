"""Something has to run: where no process is marked as executable, those that are drawn out are."""

from engine.diagram.model import Process
from engine.diagram.names import BPMN
from engine.normaliser.sheet import Sheet
from engine.normaliser.tree import label

RULE = "executable"


def apply(sheet: Sheet) -> None:
    """Mark processes as executable, and remember which were only drawn."""
    drawn = [process for process in sheet.graph.processes if process.nodes]
    if not drawn or any(process.executable for process in drawn):
        return
    for process in drawn:
        sheet.drawings.add(process.xml)
        process.xml.set("isExecutable", "true")
        name = _pool(sheet, process)
        message = f"The process “{name}” was only a drawing; it is marked as executable, so that it runs."
        sheet.change(RULE, process.xml, message, "false", "true")
    for process in sheet.graph.processes:
        if process.executable and not process.nodes:
            process.xml.set("isExecutable", "false")
            sheet.change(RULE, process.xml, f"The process {process} is empty, so it is not executable.")
    if len(drawn) > 1:
        first = _pool(sheet, drawn[0])
        message = (
            f"There are {len(drawn)} pools with something in them. “{first}” starts first; another one "
            "starts when a message or signal reaches its start. Where a pool only shows the other side, "
            "remove its mark as executable."
        )
        sheet.note(RULE, drawn[0].xml, message)


def _pool(sheet: Sheet, process: Process) -> str:
    for pool in sheet.root.iter(f"{{{BPMN}}}participant"):
        if pool.get("processRef") == process.id:
            return label(pool) or process.name or process.id or ""
    return process.name or process.id or ""
