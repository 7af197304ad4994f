"""A message flow connects two pools; within one, sequence flows do."""

from collections.abc import Iterator

from lxml import etree

from engine.diagram.model import Diagram, Element, local, unprefixed
from engine.diagram.names import ACTIVITIES, BPMN, EVENTS, words
from engine.diagram.rule import Report, Rule, Setting
from engine.model.findings import Severity

_ENDS = ACTIVITIES | EVENTS | {"participant"}


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    pools = {
        unprefixed(pool.get("processRef") or ""): pool.get("id")
        for pool in diagram.xml.iter(f"{{{BPMN}}}participant")
    }
    for xml in diagram.xml.iter(f"{{{BPMN}}}messageFlow"):
        flow = Element(xml)
        ends = [diagram.by_id.get(unprefixed(xml.get(name) or "")) for name in ("sourceRef", "targetRef")]
        homes = []
        for end in ends:
            if end is None:
                continue  # references says so
            if local(end) not in _ENDS:
                kind = words(local(end))
                message = (
                    f"The message flow {flow} touches {Element(end)}: a {kind} sends and receives nothing."
                )
                yield Report(flow, message, "Lead it to a task, an event or the edge of a pool.")
            homes.append(_pool(diagram, end, pools))
        if len(homes) == 2 and homes[0] is not None and homes[0] == homes[1]:
            message = f"The message flow {flow} stays within one pool."
            yield Report(flow, message, "Use a sequence flow; message flows connect two pools.")


def _pool(diagram: Diagram, xml: "etree._Element", pools: dict[str, str | None]) -> str | None:
    if local(xml) == "participant":
        return xml.get("id")
    process = diagram.process_of(xml)
    return None if process is None else pools.get(process.id or "", process.id)


rule = Rule("message-flow", Severity.WARNING, check)
