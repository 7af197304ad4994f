"""The API's shapes as JSON Schema, for its description; bodies are checked by the commands."""

Schema = dict[str, object]


def shape(*required: str, **properties: Schema) -> Schema:
    """An object with these properties."""
    found: Schema = {"type": "object", "properties": properties}
    return {**found, "required": list(required)} if required else found


def many(items: Schema) -> Schema:
    """A list."""
    return {"type": "array", "items": items}


def or_null(schema: Schema) -> Schema:
    """The same, or null."""
    return {**schema, "type": [schema["type"], "null"]}


def full(**properties: Schema) -> Schema:
    """An object that always has all of these properties."""
    return shape(*properties, **properties)


def ref(name: str) -> Schema:
    """A shape of the table below."""
    return {"$ref": f"#/components/schemas/{name}"}


TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}
FLAG: Schema = {"type": "boolean"}
ANY: Schema = {}
VALUES: Schema = {"type": "object", "additionalProperties": True}
MOMENT: Schema = {"type": "string", "format": "date-time"}
DAY: Schema = {"type": "string", "format": "date"}
KIND: Schema = {"type": "string", "enum": ["complaint", "suggestion", "compliment", "enquiry"]}
STATUS: Schema = {"type": "string", "enum": ["open", "closed"]}

_WHO: dict[str, Schema] = {"name": TEXT, "email": TEXT, "phone": TEXT, "anonymous": FLAG}
_ENTRY: dict[str, Schema] = {
    "reference": TEXT,
    "kind": KIND,
    "status": STATUS,
    "outcome": or_null(TEXT),
    "channel": TEXT,
    "language": TEXT,
    "subject": TEXT,
    "description": TEXT,
    "product": TEXT,
    "category": TEXT,
    "outcome_sought": TEXT,
    "occurred_on": or_null(DAY),
    "received_at": MOMENT,
    "recorded_at": MOMENT,
    "closed_at": or_null(MOMENT),
    "severity": or_null(NUMBER),
    "priority": or_null(TEXT),
    "owner": or_null(TEXT),
    "external_id": or_null(TEXT),
    "merged_into": or_null(TEXT),
    "complainant": ref("Complainant"),
    "instance": TEXT,
}
_MILESTONES: Schema = {"type": "object", "additionalProperties": MOMENT}
_TASK: dict[str, Schema] = {
    "id": TEXT,
    "name": TEXT,
    "element": TEXT,
    "instance": TEXT,
    "reference": or_null(TEXT),
    "form": or_null(TEXT),
    "assignee": or_null(TEXT),
    "groups": many(TEXT),
    "due_at": or_null(MOMENT),
    "priority": NUMBER,
    "state": {"type": "string", "enum": ["open", "done", "cancelled"]},
    "opened_at": MOMENT,
    "closed_at": or_null(MOMENT),
    "closed_by": or_null(TEXT),
}
_STANDING = ("id", "name", "state", "assignee", "closed_by", "closed_at")
"""Of a task, told to somebody who comes too late for it."""
_INSTANCE: dict[str, Schema] = {
    "id": TEXT,
    "definition": full(key=TEXT, version=NUMBER),
    "status": {"type": "string", "enum": ["active", "completed", "cancelled", "suspended", "incident"]},
    "reference": or_null(TEXT),
    "started_at": MOMENT,
    "ended_at": or_null(MOMENT),
    "next_due_at": or_null(MOMENT),
}

SHAPES: dict[str, Schema] = {
    "Problem": shape(
        "type",
        "title",
        "status",
        "detail",
        type=TEXT,
        title=TEXT,
        status=NUMBER,
        detail=TEXT,
        errors={"type": "object", "additionalProperties": TEXT},
        task=shape(**{name: _TASK[name] for name in _STANDING}),
    ),
    "Complainant": shape(**_WHO),
    "Complaint": shape(
        "description",
        kind=KIND,
        channel=TEXT,
        language=TEXT,
        subject=TEXT,
        description=TEXT,
        product=TEXT,
        occurred_on=DAY,
        outcome_sought=TEXT,
        category=TEXT,
        complainant=ref("Complainant"),
        external_id=TEXT,
        received_at=MOMENT,
        values=VALUES,
    ),
    "Lodged": full(reference=TEXT, tracking_code=TEXT, instance=TEXT, status=STATUS),
    "Clock": full(
        name=TEXT,
        due_at=MOMENT,
        paused=FLAG,
        breached_at=or_null(MOMENT),
        started_at=MOMENT,
        stopped_at=or_null(MOMENT),
        limit=TEXT,
        unit=TEXT,
    ),
    "Entry": full(**_ENTRY),
    "ListedCase": full(
        **_ENTRY,
        milestones=_MILESTONES,
        next_clock=or_null(TEXT),
        next_clock_due_at=or_null(MOMENT),
        late=FLAG,
    ),
    "Case": full(
        **_ENTRY,
        record=VALUES,
        milestones=_MILESTONES,
        clocks=many(ref("Clock")),
        paused_until=or_null(MOMENT),
        open_tasks=many(ref("Task")),
        attachments=many(full(id=TEXT, filename=TEXT, type=TEXT, size=NUMBER, sha256=TEXT)),
        messages=many(full(at=MOMENT, direction=TEXT, channel=TEXT, subject=TEXT, text=TEXT)),
        incidents=many(ref("Incident")),
    ),
    "Task": full(**_TASK),
    "ListedTask": full(**_TASK, subject=or_null(TEXT), received_at=or_null(MOMENT)),
    "OpenedTask": full(
        **{**_TASK, "form": or_null(VALUES)},
        values=VALUES,
        may=many(TEXT),
    ),
    "Instance": full(**_INSTANCE),
    "OpenedInstance": full(
        **_INSTANCE,
        variables=VALUES,
        open=many(full(task=TEXT, element=TEXT, name=TEXT, form=or_null(TEXT), groups=many(TEXT))),
        waiting=many(full(element=TEXT, kind=TEXT, name=or_null(TEXT), due_at=or_null(MOMENT))),
        incidents=many(ref("Incident")),
    ),
    "Incident": full(element=TEXT, name=TEXT, message=TEXT, at=MOMENT),
    "Completed": full(task=ref("Task"), instance=ref("Instance")),
    "HistoryEntry": full(
        seq=NUMBER,
        at=MOMENT,
        actor=TEXT,
        kind=TEXT,
        element=or_null(TEXT),
        name=or_null(TEXT),
        data=VALUES,
        hash=TEXT,
        previous_hash=TEXT,
    ),
    "File": full(id=TEXT, filename=TEXT, type=TEXT, size=NUMBER, sha256=TEXT, added_at=MOMENT),
    "Upload": shape("file", file={"type": "string", "format": "binary"}),
    "Process": full(key=TEXT, title=TEXT, version=NUMBER, open=NUMBER),
    "Version": full(
        key=TEXT,
        version=NUMBER,
        sha256=TEXT,
        title=TEXT,
        published_at=MOMENT,
        published_by=TEXT,
        reason=TEXT,
        open=NUMBER,
        files=many(TEXT),
    ),
    "Written": full(reference=TEXT, delivered=FLAG),
    "Delivery": full(delivered=many(TEXT), kept=FLAG),
    "Reason": shape("reason", reason=TEXT),
    "FreeReason": shape(reason=TEXT),
    "Message": shape(
        "text",
        text=TEXT,
        subject=TEXT,
        channel=TEXT,
        direction={"type": "string", "enum": ["in", "out"]},
    ),
    "Conversion": shape("kind", kind=KIND, reason=TEXT),
    "Merge": shape("into", into=TEXT, reason=TEXT),
    "Pause": shape("reason", "awaiting", "until", reason=TEXT, awaiting=TEXT, until=MOMENT),
    "Extension": shape("reason", "until", reason=TEXT, until=MOMENT),
    "Assignment": shape("to", to=TEXT, reason=TEXT),
    "Values": shape(values=VALUES),
    "Start": shape("process", process=TEXT, variables=VALUES),
    "Sending": shape("name", name=TEXT, key=ANY, values=VALUES, id=TEXT),
}
