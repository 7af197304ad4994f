"""Steps that do the same are marked the same: one that differs from all its like was probably forgotten."""

from collections import defaultdict
from collections.abc import Iterator

from engine.diagram.model import Diagram, Node
from engine.diagram.names import words
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity

_COMPARED = ("milestone", "due", "candidateGroups", "excludes", "priority")
_ENOUGH = 3  #: like elements that have to agree


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    alike: dict[tuple[str, str, str], list[Node]] = defaultdict(list)
    for node in diagram.nodes:
        if mail := node.own("mail"):
            alike["the mail", mail, node.own("to") or ""].append(node)
            alike["the mail ", mail, ""].append(node)
        if node.type == "userTask":
            alike["user task", "", ""].append(node)
    told: set[tuple[Node, str]] = set()
    for (what, value, _), nodes in sorted(alike.items()):
        for name in _COMPARED:
            yield from _odd(what.strip(), value, name, nodes, told)


def _odd(
    what: str, value: str, name: str, nodes: list[Node], told: set[tuple[Node, str]]
) -> Iterator[Report]:
    """The few without the mark where almost all have it, or with another where all others agree."""
    without = [node for node in nodes if not node.own(name)]
    with_it = [node for node in nodes if node.own(name)]
    if not (len(with_it) >= _ENOUGH and 0 < len(without) * _ENOUGH <= len(with_it)):
        return
    for node in without:
        if (node, name) not in told:
            told.add((node, name))
            like = f"{what} “{value}”" if value else f"a {words(node.type)}"
            message = (
                f"{node} has no querela:{name}, as {len(with_it)} of {len(nodes)} elements for {like} have."
            )
            yield Report(node, message, "Add it, unless this one is meant to differ.")


rule = Rule("uneven", Severity.INFO, check)
