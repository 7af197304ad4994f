"""Milestones come from the list that deadlines, status page and key figures read."""

from collections.abc import Iterator
from difflib import get_close_matches

from engine.diagram.model import Diagram
from engine.diagram.rule import Report, Rule, Setting
from engine.model.complaint import MILESTONES, OTHER_MILESTONES
from engine.model.findings import Severity

KNOWN = (*MILESTONES, *OTHER_MILESTONES)


def check(diagram: Diagram, setting: Setting) -> Iterator[Report]:
    for node in diagram.nodes:
        named = node.own("milestone")
        if named and named not in KNOWN:
            near = get_close_matches(named, KNOWN, 1)
            message = f"{node} reaches “{named}”, which is no milestone."
            hint = f"Did you mean “{near[0]}”?" if near else f"Choose one of {', '.join(KNOWN)}."
            yield Report(node, message, hint, setting.missing)


rule = Rule("milestone-known", Severity.WARNING, check)
