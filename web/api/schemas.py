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
    return {**schema, "nullable": True}


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

SHAPES: dict[str, Schema] = {
    "Problem": shape(
        type=TEXT,
        title=TEXT,
        status=NUMBER,
        detail=TEXT,
        errors={"type": "object", "additionalProperties": TEXT},
    ),
    "Complainant": shape(name=TEXT, email=TEXT, phone=TEXT, anonymous=FLAG),
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
    "Lodged": shape(reference=TEXT, tracking_code=TEXT, instance=TEXT, status=TEXT),
    "Clock": shape(
        name=TEXT, due_at=MOMENT, paused=FLAG, breached_at=or_null(MOMENT), stopped_at=or_null(MOMENT)
    ),
    "Case": shape(
        reference=TEXT,
        kind=KIND,
        status={"type": "string", "enum": ["open", "closed"]},
        outcome=or_null(TEXT),
        milestones={"type": "object", "additionalProperties": MOMENT},
        clocks=many(ref("Clock")),
        instance=TEXT,
        subject=TEXT,
        description=TEXT,
        complainant=ref("Complainant"),
    ),
    "Task": shape(
        id=TEXT,
        name=TEXT,
        element=TEXT,
        instance=TEXT,
        reference=or_null(TEXT),
        assignee=or_null(TEXT),
        groups=many(TEXT),
        due_at=or_null(MOMENT),
        priority=NUMBER,
        state=TEXT,
        form=ANY,
        values=VALUES,
    ),
    "Instance": shape(
        id=TEXT,
        definition=shape(key=TEXT, version=NUMBER),
        status=TEXT,
        variables=VALUES,
        open=many(VALUES),
        waiting=many(VALUES),
        incidents=many(VALUES),
    ),
    "Completed": shape(task=ref("Task"), instance=ref("Instance")),
    "Entry": shape(
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
    "File": shape(id=TEXT, filename=TEXT, type=TEXT, size=NUMBER, sha256=TEXT, added_at=MOMENT),
    "Upload": shape("file", file={"type": "string", "format": "binary"}),
    "Process": shape(key=TEXT, title=TEXT, version=NUMBER, open=NUMBER),
    "Version": shape(
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
    "Written": shape(reference=TEXT, delivered=FLAG),
    "Delivery": shape(delivered=many(TEXT), kept=FLAG),
    "Reason": shape(reason=TEXT),
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
