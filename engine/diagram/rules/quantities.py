"""Start and completion quantities are whole numbers from one."""

from collections.abc import Iterator

from engine.diagram.model import Diagram
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    for node in diagram.nodes:
        for name, word in (("startQuantity", "start"), ("completionQuantity", "completion")):
            value = node.xml.get(name)
            if value is not None and not _whole(value.strip()):
                message = f"The {word} quantity of {node} is “{value}” instead of a whole number from 1."
                yield Report(node, message, "Write 1, or remove the quantity.")


def _whole(text: str) -> bool:
    return text.isascii() and text.isdigit() and 0 < int(text[:9]) <= 1_000_000


rule = Rule("quantities", Severity.ERROR, check)
