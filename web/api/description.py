"""What each call takes and answers, for `openapi.json`."""

from typing import NamedTuple

from web.api.schemas import SHAPES, Schema, full, many, or_null, ref


class Call(NamedTuple):
    """One call: names of its shapes and query parameters."""

    summary: str
    answer: str | None = None  #: shape, `[Shape]` for a list; None: bytes
    takes: str | None = None
    status: int = 200
    parameters: tuple[str, ...] = ()
    public: bool = False


CALLS: dict[str, Call] = {
    "complaints.lodge": Call("Lodge a complaint; no token needed", "Lodged", "Complaint", 201, public=True),
    "complaints.list_complaints": Call(
        "List complaints",
        "[ListedCase]",
        parameters=("status", "q", "received_from", "received_to", "limit", "cursor"),
    ),
    "complaints.show": Call("Show a complaint", "Case"),
    "cases.write": Call("Write to, or note from, the complainant", "Written", "Message", 201),
    "cases.withdraw": Call("Withdraw, as the diagram allows", "Entry", "Reason"),
    "cases.reopen": Call("Handle a closed case anew", "Entry", "Reason"),
    "cases.convert": Call("Make it another kind of feedback", "Entry", "Conversion"),
    "cases.merge": Call("Merge a duplicate into another case", "Entry", "Merge"),
    "cases.pause": Call("Stop the pausable clocks until a moment", "Entry", "Pause"),
    "cases.resume": Call("End a pause early", "Entry", "FreeReason"),
    "cases.extend": Call("Extend the limit for the answer, once", "Entry", "Extension"),
    "attachments.attach": Call("Add a file; its type is found by content", "File", "Upload", 201),
    "attachments.fetch": Call("Fetch a file"),
    "tasks.list_tasks": Call(
        "List tasks that the caller may claim or complete",
        "[ListedTask]",
        parameters=("state", "mine", "group", "reference", "limit", "cursor"),
    ),
    "tasks.show": Call("Show a task with its form and values", "OpenedTask"),
    "tasks.claim": Call("Claim a task", "Task"),
    "tasks.release": Call("Give a task back", "Task"),
    "tasks.assign": Call("Hand a task to somebody", "Task", "Assignment"),
    "tasks.draft": Call("Keep answers for later", "Task", "Values"),
    "tasks.complete": Call("Complete a task", "Completed", "Values"),
    "instances.start": Call("Start any published process", "Instance", "Start", 201),
    "instances.show": Call("Show an instance", "OpenedInstance"),
    "instances.history": Call("Show an instance's history", "[HistoryEntry]", parameters=("limit", "cursor")),
    "instances.suspend": Call("Suspend an instance", "Instance", "Reason"),
    "instances.resume": Call("Resume an instance", "Instance", "Reason"),
    "instances.cancel": Call("Cancel an instance", "Instance", "Reason"),
    "instances.retry": Call("Go on from every incident", "Instance", "FreeReason"),
    "messages.send": Call("Deliver a message, or keep it", "Delivery", "Sending", 202),
    "processes.list_processes": Call("List processes", "[Process]"),
    "processes.versions": Call("List versions of a process", "[Version]"),
    "processes.file": Call("Fetch a file of a version"),
}

PARAMETERS: dict[str, tuple[str, Schema]] = {
    "status": ("open or closed", {"type": "string", "enum": ["open", "closed"]}),
    "state": ("open or done", {"type": "string", "enum": ["open", "done"], "default": "open"}),
    "mine": ("1: only those that the caller has", {"type": "string", "enum": ["0", "1"]}),
    "group": ("only of this group", {"type": "string"}),
    "reference": ("only of this case", {"type": "string"}),
    "q": ("words of the record", {"type": "string"}),
    "received_from": ("from this moment, or the beginning of this day, on", {"type": "string"}),
    "received_to": ("before this moment, or up to the end of this day", {"type": "string"}),
    "limit": ("items", {"type": "integer", "minimum": 1, "maximum": 200, "default": 50}),
    "cursor": ("`next` of the answer before", {"type": "string"}),
}
_PROBLEM = {"description": "A problem", "content": {"application/problem+json": {"schema": ref("Problem")}}}
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "maxLength": 200},
    "description": "The same request with the same key answers as the first time, for 24 hours.",
}


def operation(endpoint: str, method: str) -> Schema:
    """What the description says of a call, beside its path."""
    call = CALLS[endpoint]
    parameters: list[object] = [
        {"name": name, "in": "query", "description": PARAMETERS[name][0], "schema": PARAMETERS[name][1]}
        for name in call.parameters
    ]
    if method == "post":
        parameters.append(_KEY)
    found: Schema = {
        "summary": call.summary,
        "operationId": endpoint.replace(".", "_"),
        "parameters": parameters,
        "responses": {str(call.status): _answer(call), "default": _PROBLEM},
    }
    found["security"] = [{}, {"bearer": []}] if call.public else [{"bearer": []}]
    if call.takes:
        media = "multipart/form-data" if call.takes == "Upload" else "application/json"
        needed = "required" in SHAPES[call.takes]
        found["requestBody"] = {"content": {media: {"schema": ref(call.takes)}}, "required": needed}
    return found


def _answer(call: Call) -> Schema:
    if call.answer is None:
        return {"description": "The file", "content": {"*/*": {"schema": {}}}}
    schema = ref(call.answer)
    if call.answer.startswith("["):
        schema = full(items=many(ref(call.answer[1:-1])), next=or_null({"type": "string"}))
    return {"description": "Done", "content": {"application/json": {"schema": schema}}}


def components() -> Schema:
    """Shapes and the way to sign in."""
    return {"schemas": SHAPES, "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}}}
