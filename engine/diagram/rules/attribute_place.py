"""What is written on an element is of use there: a form on a user task, a mail on something that sends."""

from collections.abc import Iterator

from engine.diagram.model import Diagram, Node
from engine.diagram.names import THROW_EVENTS, words
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity

_PEOPLE = frozenset({"userTask", "manualTask"})
_USES = {
    **dict.fromkeys(("form", "assignee", "candidateGroups", "due", "priority", "excludes"), _PEOPLE),
    **dict.fromkeys(("mail", "to"), THROW_EVENTS | {"sendTask"}),
    **dict.fromkeys(("decision", "result"), frozenset({"businessRuleTask"})),
}
_DOES = {
    "form": "shows a form",
    "assignee": "is given to a person",
    "candidateGroups": "is offered to groups",
    "due": "has a due time",
    "priority": "has a priority",
    "excludes": "keeps people out",
    "mail": "sends a mail",
    "to": "sends a mail",
    "decision": "asks a decision",
    "result": "keeps the answer of a decision",
}


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    for node in (node for node in diagram.nodes if node.is_extended):
        for name, users in _USES.items():
            if node.own(name) and node.type not in users:
                yield _idle(node, name, users)
        if node.own("to") and not node.own("mail"):
            message = f"{node} says to whom (querela:to), but not which mail."
            yield Report(node, message, "Name the mail (querela:mail), or remove the recipient.")


def _idle(node: Node, name: str, users: frozenset[str]) -> Report:
    wanted = " or ".join(sorted(words(user) for user in users))
    message = f"The {words(node.type)} {node} carries querela:{name}, but only a {wanted} {_DOES[name]}."
    return Report(node, message, f"Make it a {wanted}, or remove the attribute.")


rule = Rule("attribute-place", Severity.WARNING, check)
