"""A message and who waits for it never miss each other, though both may be on their way at once."""

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, text

ANY = "null"
"""The wire text of no key."""

_LOCK = {
    sending: text(f"SELECT pg_advisory_xact_lock{suffix}(hashtextextended(:place, 0))").bindparams(
        bindparam("place")
    )
    for sending, suffix in ((True, "_shared"), (False, ""))
}


def meet(connection: Connection, places: Iterable[tuple[str, str]], *, sending: bool) -> None:
    """Wait until nobody of the other side is at any of these places (name, key), until the transaction ends.

    Without it a message could be kept because nobody waits yet, while somebody begins to wait who does not
    see it yet. Senders do not wait for each other. SQLite lets one transaction write at a time anyway.
    """
    if connection.dialect.name != "postgresql":
        return
    for name, key in sorted(set(places)):
        connection.execute(_LOCK[sending], {"place": f"message/{name}/{key}"})
