"""Who may do what: one readable table (DOMAIN: roles), and the checks that read it."""

from collections.abc import Mapping

from engine.errors import NotAllowed, Refused, WrongState
from engine.model.people import SYSTEM, Actor
from engine.model.work import Standing, WorkItem

STAFF = frozenset({"handler", "reviewer", "complaints-manager", "quality-manager"})
MANAGERS = frozenset({"complaints-manager"})

MAY: Mapping[str, frozenset[str]] = {
    "see every case": MANAGERS | {"quality-manager", "auditor"},
    "see personal data": STAFF,
    "see the register": STAFF | {"auditor", "administrator"},
    "record a complaint": STAFF | {"administrator"},
    "write to a complainant": frozenset({"handler", "reviewer"}) | MANAGERS,
    "add a file to a case": STAFF,
    "withdraw, pause or convert a case": frozenset({"handler"}) | MANAGERS,
    "extend, merge or reopen a case": MANAGERS,
    "hand work to somebody else": MANAGERS,
    "intervene in an instance": frozenset({"quality-manager"}) | MANAGERS,
    "start any process": frozenset({"quality-manager"}),
    "publish a process": frozenset({"quality-manager"}),
    "see processes": STAFF | {"auditor", "administrator"},
    "send messages from outside": frozenset({"administrator"}),
    "read the history": frozenset({"auditor", "quality-manager"}) | MANAGERS,
    "see figures": MANAGERS | {"quality-manager", "auditor"},
    "administer": frozenset({"administrator"}),
    "see operations": frozenset({"administrator", "quality-manager"}),
    "try again what was given up": frozenset({"administrator", "quality-manager"}) | MANAGERS,
    "run what is due": frozenset(),
}


def may(actor: Actor, what: str) -> bool:
    """Whether the actor's roles cover it. The system itself may do everything."""
    return _is_system(actor) or not actor.roles.isdisjoint(MAY[what])


def require(actor: Actor, what: str) -> None:
    """Raises NotAllowed unless the actor's roles cover it."""
    if not may(actor, what):
        raise NotAllowed(f"Your roles do not allow you to {what}.")


def may_take(actor: Actor, item: WorkItem) -> bool:
    """Whether the actor is one of those whom the task is meant for."""
    if actor.login in item.barred:
        return False
    in_group = not actor.all_groups.isdisjoint(item.groups)
    return item.assignee == actor.login or in_group or _is_system(actor)


def _is_system(actor: Actor) -> bool:
    return actor.login == SYSTEM.login


def require_meant(actor: Actor, item: WorkItem) -> None:
    """Raises NotAllowed when the task is not for the actor, whoever has it."""
    if actor.login in item.barred:
        raise NotAllowed(f"“{item.name}” needs somebody who had no earlier part in this case; you had one.")
    if not may_take(actor, item):
        raise NotAllowed(f"“{item.name}” is for {', '.join(item.groups) or 'somebody else'}.")


def require_free(actor: Actor, item: WorkItem) -> None:
    """Raises WrongState when somebody else has the task."""
    if item.assignee not in (None, actor.login):
        raise late(item, WrongState(f"“{item.name}” is with {item.assignee}."))


def require_own(actor: Actor, item: WorkItem) -> None:
    """Raises NotAllowed when somebody else has the task, and so alone may complete it."""
    if item.assignee not in (None, actor.login):
        raise late(item, NotAllowed(f"“{item.name}” is with {item.assignee}."))


def require_open(item: WorkItem) -> None:
    """Raises WrongState when the task is over, saying who ended it."""
    if item.state == "open":
        return
    when = f" on {item.closed_at:%Y-%m-%d at %H:%M} UTC" if item.closed_at else ""
    if item.state == "done":
        said = f"“{item.name}” was completed by {item.closed_by or 'somebody'}{when}."
    else:
        said = f"“{item.name}” is no longer needed; it ended{when}."
    raise late(item, WrongState(said))


def late(item: WorkItem, refused: Refused) -> Refused:
    """The refusal, with how the task stands: for somebody whom it is meant for."""
    refused.standing = Standing.of(item)
    return refused
