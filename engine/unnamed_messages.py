"""Gives the messages that a diagram sends and awaits without naming them the names that it implies.

`messageRef` is optional: an operation names its message, and a message flow ties its two ends together.
"""

from collections import defaultdict
from collections.abc import Iterator

from lxml import etree

_BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
_MAIL = "{http://querela.dev/schema/1.0}mail"
_TASKS = (f"{_BPMN}sendTask", f"{_BPMN}receiveTask")
_DEFINITION = f"{_BPMN}messageEventDefinition"
_FLOW = f"{_BPMN}messageFlow"


def name_messages(root: "etree._Element") -> None:
    """Set the missing `messageRef` of tasks and events where an operation or a message flow says what it is.

    Ends of message flows that nothing names share one message, called like the flow or, where it has no
    name, by its id. Where the other ends have different messages, nothing is said and nothing is set.

    Source: BPMN 2.0.2, 8.4.11, 8.5, 9.4 and 10.3.3
    """
    nameless = {id(holder): holder for holder in _holders(root) if not holder.get("messageRef")}
    if not nameless:
        return
    operations = {_id(o): _text(o, "inMessageRef") for o in root.iter(f"{_BPMN}operation")}
    for key, holder in list(nameless.items()):
        operation = holder.get("operationRef") or _text(holder, "operationRef")
        if operation and (message := operations.get(_bare(operation))):
            holder.set("messageRef", message)
            del nameless[key]
    if nameless:
        _by_flows(root)


def _by_flows(root: "etree._Element") -> None:
    """Name what the message flows between them tie together."""
    at_node = defaultdict(list)
    for holder in _holders(root):
        node = holder if holder.tag in _TASKS else holder.getparent()
        if node is not None:
            at_node[_id(node)].append(holder)
    flows = [flow for flow in root.iter(_FLOW) if any(end in at_node for end in _ends(flow))]
    for together in _tied(flows, set(at_node)):
        ends = {end for flow in together for end in _ends(flow)}
        holders = [holder for end in sorted(ends) for holder in at_node.get(end, [])]
        open_ends = [holder for holder in holders if not holder.get("messageRef")]
        said = {holder.get("messageRef") for holder in (*together, *holders)} - {None, ""}
        if open_ends and len(said) < 2:
            reference = said.pop() if said else _made(root, together[0])
            for holder in open_ends:
                holder.set("messageRef", reference or "")


def _tied(flows: "list[etree._Element]", nodes: set[str]) -> "Iterator[list[etree._Element]]":
    """Flows that share an end, grouped, in the order of the file; the edge of a pool ties nothing."""
    at = defaultdict(list)
    for number, flow in enumerate(flows):
        for end in nodes.intersection(_ends(flow)):
            at[end].append(number)
    seen: set[int] = set()
    for first in range(len(flows)):
        group, todo = set[int](), [first]
        while todo:
            number = todo.pop()
            if number not in seen:
                seen.add(number)
                group.add(number)
                todo += [
                    other for end in nodes.intersection(_ends(flows[number])) for other in at.pop(end, [])
                ]
        if group:
            yield [flows[number] for number in sorted(group)]


def _made(root: "etree._Element", flow: "etree._Element") -> str:
    """The id of a message that is made for a flow."""
    reference = f"{_id(flow) or 'flow'}.message"
    name = " ".join((flow.get("name") or "").split()) or _id(flow) or reference
    message = etree.Element(f"{_BPMN}message", id=reference, name=name)
    after = [child for child in root if child.tag in (f"{_BPMN}import", f"{_BPMN}extension")]
    root.insert(root.index(after[-1]) + 1 if after else 0, message)
    return reference


def _holders(root: "etree._Element") -> "Iterator[etree._Element]":
    """Tasks and event definitions that may refer to a message; those that send a mail instead may not."""
    for holder in root.iter(*_TASKS, _DEFINITION):
        around = holder.getparent()
        if not holder.get(_MAIL) and (around is None or not around.get(_MAIL)):
            yield holder


def _ends(flow: "etree._Element") -> tuple[str, str]:
    return _bare(flow.get("sourceRef") or ""), _bare(flow.get("targetRef") or "")


def _id(element: "etree._Element") -> str:
    return element.get("id") or ""


def _bare(name: str) -> str:
    return name.strip().rpartition(":")[2]


def _text(element: "etree._Element", tag: str) -> str:
    return (element.findtext(f"{_BPMN}{tag}") or "").strip()
