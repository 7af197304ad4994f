"""All reading in one place, as the port asks for it; each part has its own room."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from engine.model.operations import DatabaseState, WorkerSeen
from engine.model.work import HistoryEntry, Instance, OutboxMail
from engine.ports.reads import CaseFilter, CaseRow, GivenUpRow, Page, TaskFilter, TaskRow
from engine.store.reads import backlog, cases, figures, lists, operations, punctuality, tasks, trail


class SqlReads:
    """Queries over one connection. At most two statements for each page of a list."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def tasks(self, wanted: TaskFilter) -> Page[TaskRow]:
        return tasks.page(self._connection, wanted)

    def task_counts(self, login: str, groups: frozenset[str], at: datetime) -> Mapping[str, int]:
        return tasks.counts(self._connection, login, groups, at)

    def cases(self, wanted: CaseFilter) -> Page[CaseRow]:
        return cases.page(self._connection, wanted)

    def case_counts(self) -> Mapping[str, int]:
        return cases.counts(self._connection)

    def values(self, fields: Collection[str]) -> Mapping[str, Sequence[str]]:
        return figures.values(self._connection, fields)

    def instances(self, status: str | None, limit: int, cursor: str | None) -> Page[Instance]:
        return lists.instances_page(self._connection, status, limit, cursor)

    def open_instances(self) -> Mapping[tuple[str, int], int]:
        return figures.open_instances(self._connection)

    def backlog(self, at: datetime) -> Mapping[str, float]:
        return backlog.backlog(self._connection, at)

    def given_up_jobs(self, limit: int, cursor: str | None = None) -> Page[GivenUpRow]:
        return operations.given_up_jobs(self._connection, limit, cursor)

    def given_up_mails(self, limit: int, cursor: str | None = None) -> Page[GivenUpRow]:
        return operations.given_up_mails(self._connection, limit, cursor)

    def workers(self) -> Sequence[WorkerSeen]:
        return operations.workers(self._connection)

    def database(self) -> DatabaseState:
        return operations.database(self._connection)

    def on_time(self, stop: str, since: datetime, until: datetime) -> tuple[int, int]:
        return punctuality.on_time(self._connection, stop, since, until)

    def volumes(self, since: datetime, until: datetime) -> Mapping[str, int]:
        return punctuality.volumes(self._connection, since, until)

    def oldest_open(self) -> datetime | None:
        return punctuality.oldest_open(self._connection)

    def open_until(self, moments: Sequence[datetime]) -> Sequence[int]:
        return punctuality.open_until(self._connection, moments)

    def mails(self, limit: int, cursor: str | None) -> Page[OutboxMail]:
        return lists.mails_page(self._connection, limit, cursor)

    def may_see(self, reference: str, login: str, groups: frozenset[str]) -> bool:
        return cases.may_see(self._connection, reference, login, groups)

    def all_history(self, after: tuple[str, int] | None, limit: int) -> Sequence[HistoryEntry]:
        return trail.all_history(self._connection, after, limit)

    def chains(self) -> Sequence[tuple[str, int, str]]:
        return trail.chains(self._connection)
