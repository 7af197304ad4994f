"""The tasklist: what a person may claim or complete, due first."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from engine.authority import late, may, may_take
from engine.desk import Desk
from engine.errors import NotAllowed, NotFound
from engine.forms import Form
from engine.model.complaint import Complaint, ConversationEntry
from engine.model.package import Package
from engine.model.request import Query
from engine.model.work import Clock, HistoryEntry, WorkItem, WorkItemState
from engine.ports.reads import Page, TaskFilter, TaskRow
from engine.queries.limits import searched
from engine.queries.masking import masked, masked_values, sees_personal_data

LAST = 3
"""Messages of the conversation that stand beside a task."""
EARLIER = 8
"""Answers of earlier tasks that stand beside a task."""
STRETCH, LOOKED = 100, 500
"""So many entries at the history's end are read at a time, and at most, to find them."""


@dataclass(frozen=True)
class Tasklist(Query[Page[TaskRow]]):
    """`state`: open, done, or None for both."""

    state: str | None = "open"
    mine: bool = False
    group: str | None = None
    reference: str | None = None
    text: str = ""
    due_from: datetime | None = None
    due_before: datetime | None = None
    limit: int = 50
    cursor: str | None = None


@dataclass(frozen=True)
class TaskCounts(Query[Mapping[str, int]]):
    """Open tasks by mine, group, late and today; each number ends at MOST_COUNTED + 1."""


@dataclass(frozen=True)
class TaskDetail(Query["TaskView"]):
    task: str
    beside: bool = True  #: with what stands beside the form: clocks, earlier answers, messages, people


@dataclass(frozen=True)
class TaskView:
    """One task with everything needed to decide."""

    item: WorkItem
    complaint: Complaint | None
    form: Form | None
    source: bytes | None  #: the form's file
    context: Mapping[str, object]  #: what its labels and conditions read: facts, record, variables
    values: Mapping[str, object]  #: what the form starts with: the context, then the draft
    may: frozenset[str]  #: of claim, release, assign, draft, complete
    clocks: tuple[Clock, ...] = ()
    earlier: tuple["EarlierAnswers", ...] = ()
    said: tuple[ConversationEntry, ...] = ()  #: the last messages of and to the complainant, newest first
    people: tuple[tuple[str, str], ...] = field(default=())  #: (login, name) to whom it can be handed
    whole: bool = True  #: whether what stands beside the form was asked for


@dataclass(frozen=True)
class EarlierAnswers:
    """What somebody answered in an earlier task of the case."""

    entry: HistoryEntry
    values: Mapping[str, object]
    form: Form | None  #: whose questions these answers are to


def tasklist(query: Tasklist, desk: Desk) -> Page[TaskRow]:
    """A page of tasks that the actor may claim or complete."""
    actor = desk.actor
    searched(query.text)
    return desk.unit.reads.tasks(
        TaskFilter(
            state=query.state,
            login=actor.login,
            groups=actor.all_groups,
            mine=query.mine,
            group=query.group,
            reference=query.reference,
            text=query.text,
            due_from=query.due_from,
            due_before=query.due_before,
            limit=query.limit,
            cursor=query.cursor,
        )
    )


def task_counts(_query: TaskCounts, desk: Desk) -> Mapping[str, int]:
    """Counts for the list's filters; today ends at the organisation's midnight."""
    here = desk.now.astimezone(desk.services.config.zone)
    return desk.unit.reads.task_counts(desk.actor.login, desk.actor.all_groups, here)


def task_detail(query: TaskDetail, desk: Desk) -> TaskView:
    """The task with its form and values; texts only for those who see personal data.

    Raises:
        NotFound: there is no such task.
        NotAllowed: it is not for the actor, who does not manage the work either.
    """
    item = desk.unit.work_items.get(query.task)
    verbs = _verbs(desk, item)
    if not verbs and not may(desk.actor, "see every case") and item.closed_by != desk.actor.login:
        refused = NotAllowed(f"“{item.name}” is for {', '.join(item.groups) or 'somebody else'}.")
        raise late(item, refused) if may_take(desk.actor, item) else refused
    instance = desk.unit.instances.get(item.instance)
    complaint = desk.complaint(instance)
    package = desk.package(instance)
    form = desk.services.form(package, item.form) if item.form else None
    task = item.task if item.state is WorkItemState.OPEN else None
    context = desk.names(package, instance.state, complaint, task)
    values = {**context, **(item.draft or {})}
    personal = sees_personal_data(desk.actor)
    view = TaskView(
        item=item,
        complaint=masked(complaint, desk.actor) if complaint else None,
        form=form,
        source=desk.services.form_source(package, item.form) if item.form and form else None,
        context=context if personal else masked_values(context),
        values=values if personal else masked_values(values),
        may=verbs,
        whole=query.beside,
    )
    if not query.beside:
        return view
    return replace(
        view,
        clocks=tuple(desk.unit.complaints.clocks(complaint.reference)) if complaint else (),
        earlier=_earlier(desk, item) if personal else (),
        said=_said(desk, complaint) if complaint else (),
        people=_people(desk, item) if "assign" in verbs else (),
    )


def _verbs(desk: Desk, item: WorkItem) -> frozenset[str]:
    if item.state is not WorkItemState.OPEN:
        return frozenset()
    actor = desk.actor
    found = set()
    own = item.assignee == actor.login
    if own:
        found |= {"release", "assign", "draft", "complete"}
    elif item.assignee is None and may_take(actor, item):
        found |= {"claim", "draft", "complete"}
    if may(actor, "hand work to somebody else"):
        found.add("assign")
        if item.assignee:
            found.add("release")
    return frozenset(found)


def _earlier(desk: Desk, item: WorkItem) -> tuple[EarlierAnswers, ...]:
    """What was answered last, oldest first: of an old case with a long history only its end is read."""
    instance = desk.unit.instances.get(item.instance)
    done: list[HistoryEntry] = []
    end = instance.chain_length
    while end > 0 and end > instance.chain_length - LOOKED and len(done) < EARLIER:
        begin = max(0, end - STRETCH)
        entries = desk.unit.history.of_instance(item.instance, after=begin, limit=end - begin)
        found_here = [e for e in entries if e.kind == "task-completed" and e.data.get("task") != item.task]
        done, end = found_here + done, begin
    done = done[-EARLIER:]
    package = desk.package(instance)
    found = []
    for entry, shown in zip(done, desk.unit.history.reveal_all(done), strict=True):
        values = shown.get("values")
        if isinstance(values, Mapping) and values:
            found.append(EarlierAnswers(entry, values, _form_of(desk, package, entry)))
    return tuple(found)


def _said(desk: Desk, complaint: Complaint) -> tuple[ConversationEntry, ...]:
    """The last messages, for those who may read them."""
    if not sees_personal_data(desk.actor):
        return ()
    return tuple(desk.unit.complaints.conversation(complaint.reference))[: -LAST - 1 : -1]


def _form_of(desk: Desk, package: Package, entry: HistoryEntry) -> Form | None:
    """The form whose answers the entry holds."""
    try:
        done = desk.unit.work_items.get(f"{entry.instance}-{entry.data.get('task')}")
    except NotFound:
        return None
    return desk.services.form(package, done.form) if done.form else None


def _people(desk: Desk, item: WorkItem) -> tuple[tuple[str, str], ...]:
    return tuple(
        (p.login, p.name)
        for p in desk.unit.people.all()
        if p.active and p.login not in item.barred and not (p.roles | p.groups).isdisjoint(item.groups)
    )
