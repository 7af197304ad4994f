"""Groups that a task is offered to are roles, or at least known to the organisation."""

from collections.abc import Iterator

from engine.diagram.expressions import bare, is_plain_names
from engine.diagram.model import Diagram, Node
from engine.diagram.rule import Report, Rule, Setting
from engine.diagram.variables import set_names
from engine.feel import FeelSyntaxError, parse
from engine.feel.ast import ListLiteral, Literal
from engine.model.findings import Severity
from engine.model.people import ROLES


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    for node in diagram.nodes:
        for group in _named(node):
            if group not in ROLES and group not in set_names(diagram):
                message = f"{node} is offered to “{group}”, which is none of the roles."
                hint = f"Roles are {', '.join(ROLES)}. A group of another name needs members."
                yield Report(node, message, hint)
        if (
            node.type == "userTask"
            and setting.whole
            and not (node.own("candidateGroups") or node.own("assignee"))
        ):
            message = f"The user task {node} is offered to nobody."
            yield Report(
                node, message, "Name a group (querela:candidateGroups) or a person (querela:assignee)."
            )


def _named(node: Node) -> list[str]:
    """Groups written out in the diagram: a list between commas, or FEEL texts."""
    text = node.own("candidateGroups")
    if not text:
        return []
    if is_plain_names(text):
        return [name.strip() for name in text.split(",")]
    try:
        root = parse(bare(text)).root
    except FeelSyntaxError:
        return []  # expression-syntax says so
    items = root.items if isinstance(root, ListLiteral) else (root,)
    return [str(item.value) for item in items if isinstance(item, Literal)]


rule = Rule("group-known", Severity.WARNING, check)
