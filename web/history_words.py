"""History entries as sentences."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.history.folding import Told
from engine.model.work import HistoryEntry
from engine.queries.trace import TraceEntry
from web.forms.words import label_of, readable
from web.labels import channel_name
from web.people import group_name, name_of
from web.phases import milestone_name
from web.texts import _

Data = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Change:
    """A value that a step changed."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a timeline tells: an entry, or a part of one."""

    seq: int  #: of the entry
    id: str  #: unique in the history of the instance, e.g. `entry-6`, and `entry-6-2` for its second part
    at: datetime
    actor: str
    kind: str
    element: str
    text: str
    icon: str
    minor: bool  #: the engine's own bookkeeping, folded away at first
    changes: tuple[Change, ...]
    facts: tuple[tuple[str, str], ...]  #: other data, by name
    hash: str


ICONS = {
    "complaint": "megaphone",
    "user": "person",
    "task": "check2-square",
    "mail": "envelope",
    "clock": "clock",
    "timer": "alarm",
    "case": "folder2",
    "decision": "signpost-split",
    "incident": "exclamation-triangle",
    "conversation": "chat-left-text",
    "attachment": "paperclip",
    "milestone": "flag",
    "record": "pencil",
    "message": "envelope-arrow-down",
    "element": "check-lg",
    "instance": "diagram-3",
    "token": "arrow-right",
    "variable": "exclamation-triangle",
    "signal": "megaphone",
}

MINOR = frozenset(
    {
        "element-started",
        "timer-armed",
        "timer-moved",
        "user-task-opened",
        "clock-started",
        "mail-queued",
        "signal-thrown",
    }
)


def lines(entries: Iterable[TraceEntry]) -> list[Line]:
    """The entries, oldest first."""
    found: list[Line] = []
    answered = ""
    for item in entries:
        for part, told in enumerate(item.told(), 1):
            id = f"entry-{item.entry.seq}" if part == 1 else f"entry-{item.entry.seq}-{part}"
            found.append(_line(item.entry, id, told, answered))
            answered = (told.element or "") if told.kind == "task-completed" else answered
            answered = "" if told.kind == "element-completed" else answered
    return found


def _line(entry: HistoryEntry, id: str, told: Told, answered: str) -> Line:
    """`answered`: the element whose task somebody has just completed."""
    changes = _changes(told.data)
    text = _sentence(told.kind, told.name or told.element or "", told.data)
    if told.kind == "element-completed" and answered and told.element == answered:
        text = _("The answers became part of the case")
    return Line(
        seq=entry.seq,
        id=id,
        at=entry.at,
        actor=name_of(entry.actor),
        kind=told.kind,
        element=told.element or "",
        text=text,
        icon=ICONS.get(told.kind.partition("-")[0], "dot"),
        minor=told.kind in MINOR or (told.kind == "element-completed" and not changes),
        changes=changes,
        facts=tuple(
            (key, readable(value))
            for key, value in told.data.items()
            if key not in _KNOWN and value not in (None, "", [], {})
        ),
        hash=entry.hash,
    )


_KNOWN = frozenset({"changes", "type", "task", "flows"})


def _changes(data: Data) -> tuple[Change, ...]:
    found = data.get("changes")
    if not isinstance(found, Mapping):
        return ()
    changes: list[Change] = []
    for name, pair in found.items():
        if isinstance(pair, list | tuple) and len(pair) == 2:
            changes += _pieces(label_of(str(name)), pair[0], pair[1])
    return tuple(changes)


def _pieces(name: str, before: object, after: object) -> list[Change]:
    """A change of a context as the changes of its entries, so that only what differs is shown."""
    if isinstance(after, Mapping) and (before is None or isinstance(before, Mapping)):
        earlier = before or {}
        keys = dict.fromkeys([*earlier, *after])
        parts = [
            _pieces(f"{name} › {label_of(str(key)).lower()}", earlier.get(key), after.get(key))
            for key in keys
        ]
        return [piece for found in parts for piece in found]
    return [] if before == after else [Change(name, readable(before), readable(after))]


def _text(data: Data, key: str) -> str:
    value = data.get(key)
    return readable(value) if value is not None else ""


def _groups(data: Data) -> str:
    groups = data.get("groups")
    named = (
        [group_name(group) for group in groups if isinstance(group, str)]
        if isinstance(groups, list | tuple)
        else []
    )
    return ", ".join(named) or name_of(_text(data, "assignee")) or _("anybody")


_SENTENCES: dict[str, Callable[[str, Data], str]] = {
    "complaint-received": lambda _n, d: _(
        "Received by %(channel)s", channel=channel_name(_text(d, "channel"))
    ),
    "record-changed": lambda _n, _d: _("Record changed"),
    "task-claimed": lambda n, _d: _("Took “%(step)s”", step=n),
    "task-released": lambda n, _d: _("Gave “%(step)s” back", step=n),
    "task-assigned": lambda n, d: _("Handed “%(step)s” to %(name)s", step=n, name=name_of(_text(d, "to"))),
    "task-completed": lambda n, _d: _("Completed “%(step)s”", step=n),
    "mail-queued": lambda _n, d: _("Mail “%(mail)s” ready to go", mail=_text(d, "mail")),
    "mail-skipped": lambda _n, d: _(
        "Mail “%(mail)s” not written: %(why)s", mail=_text(d, "mail"), why=_text(d, "reason")
    ),
    "mail-sent": lambda _n, _d: _("Mail sent"),
    "mail-failed": lambda _n, d: _("Mail could not be sent: %(why)s", why=_text(d, "reason")),
    "mail-retried": lambda _n, _d: _("Mail to be sent again"),
    "mail-dismissed": lambda _n, d: _("Mail let go unsent: %(why)s", why=_text(d, "reason")),
    "clock-started": lambda _n, d: _("Clock “%(clock)s” started", clock=_text(d, "clock")),
    "clock-stopped": lambda _n, d: (
        _("Clock “%(clock)s” stopped, late", clock=_text(d, "clock"))
        if d.get("late") is True
        else _("Clock “%(clock)s” stopped in time", clock=_text(d, "clock"))
    ),
    "clock-breached": lambda _n, d: _("Clock “%(clock)s” ran out", clock=_text(d, "clock")),
    "clock-moved": lambda _n, d: _(
        "Clock “%(clock)s” moved: %(why)s", clock=_text(d, "clock"), why=_text(d, "reason")
    ),
    "case-paused": lambda _n, d: _("Paused, waiting for %(whom)s", whom=_text(d, "awaiting")),
    "case-resumed": lambda _n, _d: _("Resumed"),
    "case-extended": lambda _n, d: _("Time for the answer extended: %(why)s", why=_text(d, "reason")),
    "conversation-added": lambda _n, d: (
        _("Message from the complainant") if d.get("direction") == "in" else _("Message to the complainant")
    ),
    "attachment-added": lambda _n, d: _("File “%(file)s” added", file=_text(d, "filename")),
    "case-withdrawn": lambda _n, d: _("Withdrawn: %(why)s", why=_text(d, "reason")),
    "case-closed": lambda _n, d: _(
        "Closed: %(outcome)s", outcome=_text(d, "outcome") or _("without an outcome")
    ),
    "case-reopened": lambda _n, d: _("Reopened: %(why)s", why=_text(d, "reason")),
    "case-converted": lambda _n, d: _(
        "Changed from %(before)s to %(after)s", before=_text(d, "before"), after=_text(d, "after")
    ),
    "case-merged": lambda _n, d: _("Merged into %(other)s", other=_text(d, "into")),
    "instance-suspended": lambda _n, d: _("Process suspended: %(why)s", why=_text(d, "reason")),
    "instance-resumed": lambda _n, d: _("Process resumed: %(why)s", why=_text(d, "reason")),
    "instance-retried": lambda _n, d: _("Tried again: %(why)s", why=_text(d, "reason")),
    "job-given-up": lambda n, d: _(
        "“%(what)s” could not be carried out: %(why)s", what=n, why=_text(d, "reason")
    ),
    "job-retried": lambda n, _d: _("“%(what)s” tried again", what=n),
    "job-dismissed": lambda n, d: _("“%(what)s” let go undone: %(why)s", what=n, why=_text(d, "reason")),
    "instance-cancelled": lambda _n, d: _("Process cancelled: %(why)s", why=_text(d, "reason")),
    "token-moved": lambda _n, d: _(
        "Work moved from %(source)s to %(target)s", source=_text(d, "source"), target=_text(d, "target")
    ),
    "instance-migrated": lambda _n, d: _(
        "Moved from version %(before)s to %(after)s", before=_text(d, "before"), after=_text(d, "after")
    ),
    "instance-started": lambda _n, _d: _("Process started"),
    "element-started": lambda n, _d: _("“%(step)s” began", step=n),
    "element-completed": lambda n, _d: _("“%(step)s” done", step=n),
    "element-cancelled": lambda n, _d: _("“%(step)s” is no longer needed", step=n),
    "milestone-reached": lambda _n, d: _(
        "Milestone reached: %(milestone)s", milestone=milestone_name(_text(d, "milestone"))
    ),
    "user-task-opened": lambda n, d: _("“%(step)s” waits for %(groups)s", step=n, groups=_groups(d)),
    "timer-armed": lambda n, _d: _("Timer “%(step)s” set", step=n),
    "timer-fired": lambda n, _d: _("Timer “%(step)s” went off", step=n),
    "timer-moved": lambda n, _d: _("Timer “%(step)s” moved", step=n),
    "timer-passed": lambda n, _d: _("Timer “%(step)s” lay before the case was recorded", step=n),
    "message-received": lambda _n, d: _("Message “%(message)s” received", message=_text(d, "message")),
    "message-thrown": lambda _n, d: _("Message “%(message)s” sent", message=_text(d, "message")),
    "signal-thrown": lambda _n, d: _("Signal “%(signal)s” sent", signal=_text(d, "signal")),
    "decision-made": lambda n, _d: _("Decision table asked at “%(step)s”", step=n),
    "variable-overwritten": lambda _n, d: _(
        "Two branches wrote “%(name)s”; the later one counts", name=_text(d, "variable")
    ),
    "incident-raised": lambda n, d: _(
        "Stopped by a fault at “%(step)s”: %(why)s", step=n, why=_text(d, "message")
    ),
    "incident-retried": lambda n, _d: _("Tried again at “%(step)s”", step=n),
    "instance-ended": lambda _n, d: _("Process ended: %(status)s", status=_text(d, "status")),
}


def _sentence(kind: str, name: str, data: Data) -> str:
    make = _SENTENCES.get(kind)
    return make(name, data) if make else kind.replace("-", " ").capitalize()
