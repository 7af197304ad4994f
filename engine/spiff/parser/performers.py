"""Who does a task, as BPMN itself says it: by resources of the task, else by the lane that it lies in."""

import re
from collections.abc import Iterator

from lxml.etree import _Element

from engine.model.people import ROLES
from engine.spiff.parser.names import BPMN, child, local, text

_PEOPLE = ("userTask", "manualTask")
_GROUP = re.compile(r"group\(([^()]*)\)")
_USER = re.compile(r"user\(([^()]*)\)")


class Performers:
    """Performers of the tasks of one file. Source: BPMN 2.0.2, 10.3.1 (resources) and 10.8 (lanes)."""

    def __init__(self, root: _Element) -> None:
        self._resources = {n.get("id"): n.get("name") or n.get("id") for n in root.iter(f"{BPMN}resource")}
        self._lanes = dict(_lanes(root))

    def of(self, node: _Element) -> dict[str, str]:
        """Assignee and candidate groups of a person's task, each an expression; none for other nodes."""
        if local(node) not in _PEOPLE:
            return {}
        named = self._named(node)
        lane = None if named or not self._lanes else self._lane(node)
        return named if lane is None else {"groups": _literal(_role(lane))}

    def _named(self, node: _Element) -> dict[str, str]:
        found: dict[str, str] = {}
        for role in node.iterchildren(f"{BPMN}potentialOwner"):
            found.update(_users_and_groups(self._who(role), "groups"))
        for tag in ("humanPerformer", "performer"):
            for role in node.iterchildren(BPMN + tag):
                for key, value in _users_and_groups(self._who(role), "assignee").items():
                    found.setdefault(key, value)
        return found

    def _who(self, role: _Element) -> str | None:
        assigned = child(role, "resourceAssignmentExpression")
        expression = None if assigned is None else text(role, "resourceAssignmentExpression")
        reference = text(role, "resourceRef")
        if expression or reference is None:
            return expression
        name = self._resources.get(reference.rpartition(":")[2])
        return None if name is None else _literal(name)

    def _lane(self, node: _Element) -> str | None:
        """The lane of a node, else of the subprocess around it."""
        here: _Element | None = node
        while here is not None:
            lane = self._lanes.get(here.get("id", ""))
            if lane is not None:
                return lane
            here = here.getparent()
        return None


def _lanes(root: _Element) -> Iterator[tuple[str, str]]:
    """(id of a node, name of its lane), outer lanes before the lanes inside them."""
    for lane in root.iter(f"{BPMN}lane"):
        name = " ".join((lane.get("name") or "").split())
        if name:
            for reference in lane.iterchildren(f"{BPMN}flowNodeRef"):
                yield (reference.text or "").strip().rpartition(":")[2], name


def _users_and_groups(who: str | None, field: str) -> dict[str, str]:
    """An expression of names; some modelers write `user(ann), group(clerks)`."""
    if who is None:
        return {}
    groups, users = _GROUP.findall(who), _USER.findall(who)
    if not groups and not users:
        return {field: who}
    found = {"groups": ", ".join(groups)} if groups else {}
    return {**found, "assignee": users[0].strip()} if users else found


def _role(lane: str) -> str:
    """The role that a lane is named after, if it is one: every role is a group."""
    key = lane.casefold().replace(" ", "-")
    return key if key in ROLES else lane


def _literal(name: str) -> str:
    """A FEEL text, so that no name is taken for an expression."""
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'="{escaped}"'
