"""A mail goes to somebody: the complainant, a role, a known address, or what an expression says."""

import re
from collections.abc import Iterator

from engine.diagram.expressions import is_plain_names
from engine.diagram.model import Diagram, Node
from engine.diagram.rule import Report, Rule, Setting
from engine.diagram.variables import set_names
from engine.model.findings import Severity
from engine.model.people import ROLES

COMPLAINANT = "complainant"
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    for node in diagram.nodes:
        if not node.own("mail"):
            continue
        to = node.own("to")
        if to is None:
            message = f"{node} sends the mail “{node.own('mail')}” to nobody."
            yield Report(node, message, f"Name the recipient (querela:to): {COMPLAINANT}, or a role.")
        elif is_plain_names(to):
            yield from _unknown(diagram, node, to)


def _unknown(diagram: Diagram, node: Node, to: str) -> Iterator[Report]:
    tasks = {f"assignee of {task.id}" for task in diagram.nodes if task.type == "userTask"}
    known = {COMPLAINANT, *ROLES, *tasks, *set_names(diagram)}
    for name in (part.strip() for part in to.split(",")):
        if name not in known and not _ADDRESS.fullmatch(name):
            message = f"{node} sends a mail to “{name}”, which is neither the complainant nor a role."
            yield Report(
                node,
                message,
                f"Choose {COMPLAINANT}, “assignee of” a task's id, or one of {', '.join(ROLES)}.",
            )


rule = Rule("mail-recipient", Severity.WARNING, check)
