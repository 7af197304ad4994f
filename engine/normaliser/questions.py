"""Who is asked for what the file does not say: the person at the step before, else at a step of its own."""

from lxml import etree

from engine.diagram.model import Node
from engine.diagram.names import BPMN, TASKS
from engine.normaliser.sheet import Sheet
from engine.normaliser.weaving import node_before

_FAR_ENOUGH = 100  #: nodes that are looked at for somebody to ask
ASKED = frozenset(["userTask", "manualTask"])
_THROUGH = frozenset(["exclusiveGateway", "inclusiveGateway", "parallelGateway", "complexGateway"])


def askers(node: Node, asking: dict[str, str]) -> list[Node]:
    """The steps of people right before a node, or none where a way leads to it past any person.

    asking: nodes that have a question in front of them already.
    """
    found: list[Node] = []
    seen = {node}
    todo = [node]
    for here in todo:
        if len(seen) > _FAR_ENOUGH:
            return []
        if (here.id or "") in asking:
            found.append(here)
            continue
        if not here.incoming and here.type in _THROUGH:
            return []
        for flow in here.incoming:
            source = flow.source
            if source is None or source in seen:
                continue
            seen.add(source)
            if source.type in _THROUGH:
                todo.append(source)
            elif source.type in ASKED or source.type == "task":
                found.append(source)
            else:
                return []
    return found


def ask(sheet: Sheet, rule: str, node: Node, question: str) -> str:
    """Make sure that somebody is asked before a node is reached; the words that say who."""
    before = askers(node, sheet.questions)
    if before:
        for step in before:
            if step.xml.tag == f"{{{BPMN}}}task":
                to_person(sheet, rule, step.xml, f"{step} asks for a decision, so a person does it")
        names = " or ".join(sheet.questions.get(step.id or "", str(step)) for step in before[:3])
        return f"whoever completes {names}"
    made = node_before(sheet, node.xml, "userTask", question, f"{node.id}_question")
    sheet.questions[node.id or ""] = f"“{question}”"
    message = f"Nobody is asked before {node}, so the task “{question}” was put in front of it."
    sheet.decide(rule, made, message, None, made.get("id"))
    return f"whoever completes the new task “{question}”"


def to_person(
    sheet: Sheet, rule: str, task: "etree._Element", why: str, *, sure: bool = True, before: str | None = None
) -> None:
    """Make a task one for a person."""
    old = etree.QName(task).localname
    assert old in TASKS | {"callActivity", "subProcess"}
    task.tag = f"{{{BPMN}}}userTask"
    tell = sheet.change if sure else sheet.decide
    tell(rule, task, f"{why}: it became a user task.", before or old, "userTask")
