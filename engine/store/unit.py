"""One transaction with its repositories, each made when it is first asked for."""

from collections.abc import MutableMapping
from functools import cached_property

from sqlalchemy import Connection

from engine.model.package import Package
from engine.store.errands import SqlErrands
from engine.store.reads import SqlReads
from engine.store.repositories.attempts import SqlAttempts
from engine.store.repositories.chronicle import SqlChronicle
from engine.store.repositories.complaints import SqlComplaints
from engine.store.repositories.definitions import SqlDefinitions
from engine.store.repositories.history import SqlHistory
from engine.store.repositories.house import SqlAnswers, SqlSettings
from engine.store.repositories.inbox import SqlInbox
from engine.store.repositories.instances import SqlInstances
from engine.store.repositories.jobs import SqlJobs
from engine.store.repositories.outbox import SqlOutbox
from engine.store.repositories.people import SqlPeople
from engine.store.repositories.work_items import SqlWorkItems


class SqlUnit:
    """What a command or a query sees of the database."""

    def __init__(
        self, connection: Connection, packages: MutableMapping[str, Package], *, writing: bool
    ) -> None:
        self._connection = connection
        self._packages = packages
        self._writing = writing

    @property
    def connection(self) -> Connection:
        """The transaction's connection."""
        return self._connection

    def hand_over(self) -> None:
        """Leave to the workers what this transaction has for them, with its last statement."""
        if "errands" in self.__dict__:
            self.errands.hand_over()

    @cached_property
    def errands(self) -> SqlErrands:
        return SqlErrands(self._connection)

    @cached_property
    def instances(self) -> SqlInstances:
        return SqlInstances(self._connection, lock=self._writing)

    @cached_property
    def work_items(self) -> SqlWorkItems:
        return SqlWorkItems(self._connection)

    @cached_property
    def complaints(self) -> SqlComplaints:
        return SqlComplaints(self._connection, lazy=self._writing)

    @cached_property
    def outbox(self) -> SqlOutbox:
        return SqlOutbox(self._connection, self.errands)

    @cached_property
    def inbox(self) -> SqlInbox:
        return SqlInbox(self._connection)

    @cached_property
    def jobs(self) -> SqlJobs:
        return SqlJobs(self._connection, self.errands)

    @cached_property
    def history(self) -> SqlHistory:
        return SqlHistory(self._connection)

    @cached_property
    def chronicle(self) -> SqlChronicle:
        return SqlChronicle(self._connection)

    @cached_property
    def definitions(self) -> SqlDefinitions:
        return SqlDefinitions(self._connection, self._packages)

    @cached_property
    def people(self) -> SqlPeople:
        return SqlPeople(self._connection)

    @cached_property
    def settings(self) -> SqlSettings:
        return SqlSettings(self._connection)

    @cached_property
    def answers(self) -> SqlAnswers:
        return SqlAnswers(self._connection)

    @cached_property
    def attempts(self) -> SqlAttempts:
        return SqlAttempts(self._connection)

    @cached_property
    def reads(self) -> SqlReads:
        return SqlReads(self._connection)
