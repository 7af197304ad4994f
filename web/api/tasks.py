"""Tasks: what the caller may claim or complete."""

from apiflask import APIBlueprint
from flask import Response, request

from engine.commands.assign_task import AssignTask
from engine.commands.claim_task import ClaimTask
from engine.commands.complete_task import Completed, CompleteTask
from engine.commands.release_task import ReleaseTask
from engine.commands.save_draft import SaveDraft
from engine.ports.reads import TaskRow
from engine.queries.present import instance_fields, task_fields
from engine.queries.tasklist import TaskDetail, Tasklist
from web.api.door import answer, ask, do, limit, one_of, page, querela, text, values_of
from web.api.form_schema import form_schema

bp = APIBlueprint("tasks", __name__, tag="Tasks")


@bp.get("/tasks")
def list_tasks() -> Response:
    """Tasks that the caller may claim or complete, due first."""
    args = request.args
    wanted = Tasklist(
        state=one_of("state", "open", "done") or "open",
        mine=one_of("mine", "0", "1", "false", "true") in ("1", "true"),
        group=args.get("group") or None,
        reference=args.get("reference") or None,
        limit=limit(),
        cursor=args.get("cursor") or None,
    )

    def row(found: TaskRow) -> dict[str, object]:
        return {**task_fields(found.item), "subject": found.subject, "received_at": found.received_at}

    return page(ask(wanted), row)


@bp.get("/tasks/<task>")
def show(task: str) -> Response:
    """The task, its form with options resolved, and the values that it starts with."""
    view = ask(TaskDetail(task, beside=False))
    app = querela()
    form = None
    if view.form is not None and view.source is not None:
        form = form_schema(view.form, view.source, view.context, app.now(), app.config.timezone)
    keys = {field.key for field in view.form.fields} if view.form else set(view.values)
    values = {key: value for key, value in view.values.items() if key in keys}
    return answer({**task_fields(view.item), "form": form, "values": values, "may": sorted(view.may)})


@bp.post("/tasks/<task>/claim")
def claim(task: str) -> Response:
    """Take it from the group's list; claiming one's own again changes nothing."""
    return do(ClaimTask(task), task_fields)


@bp.post("/tasks/<task>/release")
def release(task: str) -> Response:
    """Give it back to the group."""
    return do(ReleaseTask(task), task_fields)


@bp.post("/tasks/<task>/assign")
def assign(task: str) -> Response:
    """Hand it to somebody."""
    return do(AssignTask(task, text("to", needed=True), text("reason")), task_fields)


@bp.post("/tasks/<task>/draft")
def draft(task: str) -> Response:
    """Keep answers for later, unchecked."""
    return do(SaveDraft(task, values_of("values")), task_fields)


@bp.post("/tasks/<task>/complete")
def complete(task: str) -> Response:
    """Complete it; hidden and unknown keys are ignored."""

    def fields(done: Completed) -> dict[str, object]:
        return {"task": task_fields(done.task), "instance": instance_fields(done.instance)}

    return do(CompleteTask(task, values_of("values")), fields)
