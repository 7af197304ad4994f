"""BPMN's own way to say who does a task: performers and potential owners."""

import re

from lxml import etree

from engine.diagram.model import local
from engine.diagram.names import BPMN
from engine.normaliser.sheet import Sheet
from engine.normaliser.tree import bpmn_children, label, text_of
from engine.normaliser.vendor.writing import give_people

_ROLES = {"potentialOwner": "candidateGroups", "humanPerformer": "assignee", "performer": "assignee"}
_GROUP = re.compile(r"(group|user)\(([^()]*)\)")


def apply(sheet: Sheet, node: "etree._Element") -> None:
    """Read the resource roles of a task."""
    for role in bpmn_children(node, *_ROLES):
        name = _ROLES[local(role)]
        text = text_of(role.find(f".//{{{BPMN}}}formalExpression"))
        if not text:
            resource = sheet.called(text_of(role.find(f"{{{BPMN}}}resourceRef")))
            text = (label(resource) if resource is not None else None) or label(role) or ""
        found = _GROUP.findall(text)
        if found:
            groups = ",".join(names.strip() for kind, names in found if kind == "group")
            users = ",".join(names.strip() for kind, names in found if kind == "user")
            give_people(sheet, node, "candidateGroups", groups, "The potential owner")
            if users and "," not in users and not groups:
                give_people(sheet, node, "assignee", users, "The potential owner")
        else:
            give_people(sheet, node, name, text, f"The {local(role)}")
