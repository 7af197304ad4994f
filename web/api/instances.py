"""Process instances and their history."""

import re

from apiflask import APIBlueprint
from flask import Response, request

from engine.commands.intervene import CancelInstance, ResumeInstance, RetryInstance, SuspendInstance
from engine.commands.start_instance import StartInstance
from engine.errors import InvalidInput
from engine.queries.present import entry_fields, instance_fields, instance_view_fields
from engine.queries.processes import InstanceDetail
from engine.queries.trace import InstanceHistory
from web.api.door import answer, ask, do, limit, text, values_of

_SEQ = re.compile(r"[0-9]{1,9}")

bp = APIBlueprint("instances", __name__, tag="Instances")


@bp.post("/instances")
def start() -> Response:
    """Start any published process."""
    command = StartInstance(text("process", needed=True), values_of("variables"))
    return do(command, instance_fields, status=201)


@bp.get("/instances/<instance>")
def show(instance: str) -> Response:
    """Where it stands: variables, open tasks, what it waits for, incidents."""
    return answer(instance_view_fields(ask(InstanceDetail(instance))))


@bp.get("/instances/<instance>/history")
def history(instance: str) -> Response:
    """Entries in order; each names the hash of the one before."""
    cursor = request.args.get("cursor") or "0"
    if not _SEQ.fullmatch(cursor):
        raise InvalidInput("The cursor is not one that this list gave")
    most = limit()
    found = ask(InstanceHistory(instance, after=int(cursor), limit=most + 1))
    shown = found[:most]
    following = str(shown[-1].entry.seq) if len(found) > most else None
    return answer({"items": [entry_fields(entry) for entry in shown], "next": following})


@bp.post("/instances/<instance>/suspend")
def suspend(instance: str) -> Response:
    """Nothing runs and nothing is due until it is resumed."""
    return do(SuspendInstance(instance, text("reason")), instance_fields)


@bp.post("/instances/<instance>/resume")
def resume(instance: str) -> Response:
    """Go on after a suspension."""
    return do(ResumeInstance(instance, text("reason")), instance_fields)


@bp.post("/instances/<instance>/cancel")
def cancel(instance: str) -> Response:
    """End it for good."""
    return do(CancelInstance(instance, text("reason")), instance_fields)


@bp.post("/instances/<instance>/retry")
def retry(instance: str) -> Response:
    """Go on from every open incident."""
    return do(RetryInstance(instance, text("reason") or "retry"), instance_fields)
