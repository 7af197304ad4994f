"""Sessions of processes that stand still in the middle of what they say, and keep rows that others wait for.

PostgreSQL ends a transaction that idles for too long, but not one whose client has sent half of several
statements: that one counts as busy, for ever.
"""

from sqlalchemy import Connection, text

from engine.logs import logger

SECONDS = 30
"""So long a session may wait for the rest of what its client was saying."""

_END = text(
    """
    SELECT pid, pg_terminate_backend(pid) AS ended
    FROM pg_stat_activity
    WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()
      AND state = 'active' AND wait_event = 'ClientRead' AND query NOT LIKE 'COPY%'
      AND greatest(query_start, state_change) < clock_timestamp() - make_interval(secs => :seconds)
    """
)

_log = logger("database")


def end_frozen(connection: Connection) -> int:
    """Ends such sessions of this database and user, and frees what they have locked; answers how many."""
    ended = [row.pid for row in connection.execute(_END, {"seconds": SECONDS}) if row.ended]
    if ended:
        _log.warning("sessions that stood still were ended", sessions=ended)
    return len(ended)
