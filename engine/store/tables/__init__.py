"""The schema, by area."""

from engine.store.tables.base import metadata
from engine.store.tables.cases import (
    attachments,
    case_records,
    case_texts,
    clocks,
    complaints,
    conversation,
    milestones,
    pauses,
    reference_series,
)
from engine.store.tables.house import (
    answers,
    attempts,
    definitions,
    package_files,
    packages,
    people,
    settings,
    tokens,
)
from engine.store.tables.post import inbox, jobs, outbox
from engine.store.tables.process import case_people, instances, subscriptions, work_item_groups, work_items
from engine.store.tables.trail import history, history_values, house_history

__all__ = [
    "answers",
    "attachments",
    "attempts",
    "case_people",
    "case_records",
    "case_texts",
    "clocks",
    "complaints",
    "conversation",
    "definitions",
    "history",
    "history_values",
    "house_history",
    "inbox",
    "instances",
    "jobs",
    "metadata",
    "milestones",
    "outbox",
    "package_files",
    "packages",
    "pauses",
    "people",
    "reference_series",
    "settings",
    "subscriptions",
    "tokens",
    "work_item_groups",
    "work_items",
]
