"""Bringing a database to this release's schema. Alembic is loaded here and in the steps only.

A step may say of itself when it runs: `stage = "before"` where it only adds, so that the release that still
runs does not notice; `stage = "after"` where it removes what only that release needed. A step that says
nothing needs all servers to stand still.
"""

from collections.abc import Sequence
from itertools import takewhile

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import Script, ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, text

from engine.errors import BadConfiguration, ConcurrentChange, WrongState
from engine.store.migrations import HEAD
from engine.store.presence import Present, told
from engine.store.schema import note_schema, serves

LOCK = 7_305_110_220_612
"""The number of the advisory lock under which only one process migrates; nothing but an agreement."""

PATIENCE = "5s"
"""How long a step beside running servers waits for a table, since all others then wait behind it."""

BEFORE, AFTER, STOP = "before", "after", "stop"


def upgrade(connection: Connection, stage: str | None = None, running: Sequence[Present] = ()) -> None:
    """Run the steps that the database has not had yet, in the connection's transaction.

    `stage`: only those that may run before, or only those that must run after, servers of this release have
    taken the place of the others. Others who try at the same time wait for its end, and then find nothing to
    do. `running`: who works on the database at this moment.

    Raises:
        BadConfiguration: the database was made by a newer release, or a step does not belong to the stage.
        WrongState: a step changes what those use who run.
        ConcurrentChange: running servers held a table for too long.
    """
    _one_at_a_time(connection)
    current = MigrationContext.configure(connection).get_current_revision()
    if current is not None and current > HEAD and serves(connection):
        return  # a newer release has begun to take this one's place
    target = _target(current, stage)
    if stage is None and current is not None:
        _require_still(current, running)
    if stage == BEFORE and connection.dialect.name == "postgresql":
        connection.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE}'"))
    try:
        upgrade_to(connection, target)
    except ConcurrentChange as busy:
        raise ConcurrentChange(
            "A long transaction holds a table that a step changes: nothing was changed, try again"
        ) from busy


def upgrade_to(connection: Connection, revision: str) -> None:
    """Run the steps up to that one. Raises BadConfiguration."""
    _one_at_a_time(connection)
    try:
        command.upgrade(configuration(connection), revision)
    except CommandError as error:
        raise BadConfiguration(
            f"The database is not of this release or an earlier one, so it cannot be used: {error}"
        ) from error
    note_schema(connection, revision, since=_broken_with(revision))


def newest() -> str:
    """The revision of the last step."""
    return steps()[-1].revision


def oldest_served() -> str:
    """The oldest schema that this release runs on: it lacks nothing but the steps that run after it."""
    return _expanded(steps()).revision


def stage_of(step: Script) -> str:
    """When the step runs."""
    return str(getattr(step.module, "stage", STOP))


def steps() -> Sequence[Script]:
    """All steps, the first one first."""
    found = list(ScriptDirectory.from_config(configuration(None)).walk_revisions())
    if not found:
        raise BadConfiguration("This installation lacks the steps that make the schema")
    return found[::-1]


def configuration(connection: Connection | None) -> Config:
    """Alembic's configuration, without a file."""
    made = Config()
    made.set_main_option("script_location", "engine.store:migrations")
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made


def _one_at_a_time(connection: Connection) -> None:
    """Wait until nobody else migrates, however long that takes."""
    if connection.dialect.name != "postgresql":
        return
    usual = connection.scalar(text("SELECT current_setting('lock_timeout')"))
    connection.execute(text("SET LOCAL lock_timeout = 0"))
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
    connection.execute(text("SELECT set_config('lock_timeout', :usual, true)"), {"usual": usual})


def _target(current: str | None, stage: str | None) -> str:
    """The revision to go to. Raises BadConfiguration when the stage does not lead there."""
    known = steps()
    if stage is None or current is None:  # nothing runs on a database that is not there yet
        return known[-1].revision
    expanded = _expanded(known).revision
    if stage == AFTER:
        if current < expanded:
            raise BadConfiguration(
                "The steps that come before are missing: run “querela init --before”, then start this release"
            )
        return known[-1].revision
    unfit = [s for s in known if current < s.revision <= expanded and stage_of(s) != BEFORE]
    if unfit:
        raise BadConfiguration(
            f"Step {unfit[0].revision} changes what running servers use: stop them and run “querela init”"
        )
    return max(current, expanded)


def _require_still(current: str, running: Sequence[Present]) -> None:
    """Raises WrongState where servers run beside a step that they would notice: they write on as before."""
    stops = [step for step in steps() if step.revision > current and stage_of(step) == STOP]
    if stops and running:
        step = stops[0].revision
        raise WrongState(
            f"Step {step} changes what running servers use: stop {told(running)}; nothing was changed."
        )


def _expanded(known: Sequence[Script]) -> Script:
    """The last step that is not one of those at the end that run after."""
    trailing = list(takewhile(lambda step: stage_of(step) == AFTER, reversed(known)))
    return known[len(known) - len(trailing) - 1]


def _broken_with(revision: str) -> str:
    """The newest step up to that revision that releases before it cannot bear."""
    known = [s.revision for s in steps() if s.revision <= revision and stage_of(s) != BEFORE]
    return known[-1]
