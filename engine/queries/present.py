"""Views as plain mappings, the same for command line and API; values stay FEEL values and instants."""

from collections.abc import Mapping
from datetime import datetime

from engine.model.complaint import MILESTONES, OTHER_MILESTONES, Complaint
from engine.model.step import Incident, InstanceStatus, UserTask, Waiting
from engine.model.work import Clock, Instance, WorkItem
from engine.ports.reads import CaseRow
from engine.queries.processes import InstanceView
from engine.queries.register import CaseView
from engine.queries.trace import TraceEntry

Plain = dict[str, object]


def complaint_fields(complaint: Complaint) -> Plain:
    """A register entry's own fields."""
    who = complaint.complainant
    return {
        "reference": complaint.reference,
        "kind": complaint.kind.value,
        "status": complaint.status,
        "outcome": complaint.outcome,
        "channel": complaint.channel,
        "language": complaint.language,
        "subject": complaint.subject,
        "description": complaint.description,
        "product": complaint.product,
        "category": complaint.category,
        "outcome_sought": complaint.outcome_sought,
        "occurred_on": complaint.occurred_on,
        "received_at": complaint.received_at,
        "recorded_at": complaint.recorded_at,
        "closed_at": complaint.closed_at,
        "severity": complaint.severity,
        "priority": complaint.priority,
        "owner": complaint.owner,
        "external_id": complaint.external_id,
        "merged_into": complaint.merged_into,
        "complainant": {
            "name": who.name,
            "email": who.email,
            "phone": who.phone,
            "anonymous": who.anonymous,
        },
        "instance": complaint.instance,
    }


def clock_fields(clock: Clock) -> Plain:
    """One deadline, with what it is due for."""
    return {
        "name": clock.name,
        "due_at": clock.due_at,
        "paused": False,
        "breached_at": clock.breached_at,
        "started_at": clock.started_at,
        "stopped_at": clock.stopped_at,
        "limit": clock.limit,
        "unit": clock.unit,
    }


def case_fields(view: CaseView) -> Plain:
    """`GET /complaints/{reference}`."""
    paused = view.paused is not None
    clocks = [
        {**clock_fields(c), "paused": paused and c.pausable and c.stopped_at is None} for c in view.clocks
    ]
    return {
        **complaint_fields(view.complaint),
        "record": dict(view.complaint.record),
        "milestones": _in_order(view.milestones),
        "clocks": clocks,
        "paused_until": view.paused.until if view.paused else None,
        "open_tasks": [task_fields(t) for t in view.tasks if t.state == "open"],
        "attachments": [
            {"id": a.id, "filename": a.filename, "type": a.type, "size": a.size, "sha256": a.sha256}
            for a in view.attachments
        ],
        "messages": [
            {"at": m.at, "direction": m.direction, "channel": m.channel, "subject": m.subject, "text": m.text}
            for m in view.conversation
        ],
        "incidents": [incident_fields(i) for i in view.incidents],
    }


def _in_order(milestones: Mapping[str, datetime]) -> Plain:
    """Milestones by time; those of one instant in the order of the standard."""
    rank = {name: number for number, name in enumerate((*MILESTONES, *OTHER_MILESTONES))}
    names = sorted(milestones, key=lambda name: (milestones[name], rank.get(name, len(rank))))
    return {name: milestones[name] for name in names}


def row_fields(row: CaseRow) -> Plain:
    """One row of the register's list."""
    return {
        **complaint_fields(row.complaint),
        "milestones": _in_order(row.milestones),
        "next_clock": row.next_clock,
        "next_clock_due_at": row.next_clock_due_at,
        "late": row.late,
    }


def task_fields(item: WorkItem) -> Plain:
    """A work item, as in every list of tasks."""
    return {
        "id": item.id,
        "name": item.name,
        "element": item.element,
        "instance": item.instance,
        "reference": item.reference,
        "form": item.form,
        "assignee": item.assignee,
        "groups": list(item.groups),
        "due_at": item.due_at,
        "priority": item.priority,
        "state": item.state.value,
        "opened_at": item.opened_at,
        "closed_at": item.closed_at,
        "closed_by": item.closed_by,
    }


def instance_fields(instance: Instance) -> Plain:
    """An instance's row."""
    return {
        "id": instance.id,
        "definition": {"key": instance.key, "version": instance.definition_version},
        "status": _status(instance),
        "reference": instance.reference,
        "started_at": instance.started_at,
        "ended_at": instance.ended_at,
        "next_due_at": instance.next_due_at,
    }


def _status(instance: Instance) -> str:
    """An instance that an error has ended shows its incident, as one that waits for a retry does."""
    shown = InstanceStatus.INCIDENT if instance.status is InstanceStatus.FAILED else instance.status
    return shown.value


def instance_view_fields(view: InstanceView) -> Plain:
    """`GET /instances/{id}`; an instance of which a job was given up has an incident too."""
    status = _status(view.instance)
    return {
        **instance_fields(view.instance),
        "status": "incident" if status == "active" and view.look.incidents else status,
        "variables": dict(view.look.variables),
        "open": [user_task_fields(view.instance.id, t) for t in view.look.open],
        "waiting": [waiting_fields(w) for w in view.look.waiting],
        "incidents": [incident_fields(i) for i in view.look.incidents],
    }


def user_task_fields(instance: str, task: UserTask) -> Plain:
    """An open user task of the runtime."""
    return {
        "task": f"{instance}-{task.id}",
        "element": task.element,
        "name": task.name,
        "form": task.form,
        "groups": list(task.groups),
    }


def waiting_fields(wait: Waiting) -> Plain:
    """Something waited for."""
    return {"element": wait.element, "kind": wait.kind, "name": wait.name, "due_at": wait.due_at}


def incident_fields(incident: Incident) -> Plain:
    """A step that failed."""
    return {
        "element": incident.element,
        "name": incident.name,
        "message": incident.message,
        "at": incident.at,
    }


def entry_fields(shown: TraceEntry) -> Plain:
    """One entry of a history."""
    entry = shown.entry
    data: Mapping[str, object] = shown.data
    return {
        "seq": entry.seq,
        "at": entry.at,
        "actor": entry.actor,
        "kind": entry.kind,
        "element": entry.element,
        "name": entry.name,
        "data": dict(data),
        "hash": entry.hash,
        "previous_hash": entry.previous_hash,
    }
