"""Records that lay in the row of their complaint go on in rows of their own."""

from decimal import Decimal

from alembic import command
from sqlalchemy import column, table, text

from engine.feel import wire
from engine.store.migrating import configuration, upgrade
from tests.migrations.test_schema import connected
from tests.store.databases import opened

RECORD = {
    "amount": Decimal("12.50"),
    "danger": True,
    "lines": [{"b": Decimal(1), "a": None}],
    "long": "x" * 9000,
}
COLUMNS = {
    "reference": "2026-000001",
    "instance": "i1",
    "kind": "complaint",
    "channel": "web",
    "language": "en",
    "received_at": "2026-01-05T09:00:00.000000Z",
    "recorded_at": "2026-01-05T09:00:00.000000Z",
    "subject": "Kettle",
    "description": "It leaks.",
    "complainant_name": "Ada",
    "complainant_email": "",
    "complainant_phone": "",
    "complainant_anonymous": False,
    "tracking_hash": "",
    "product": "",
    "category": "",
    "outcome_sought": "",
    "status": "open",
    "recorded_by": "",
    "record": wire.dumps(RECORD),
    "version": 3,
    "search": "2026-000001\nkettle\nada\nit leaks.",
}
INSTANCE = (
    "INSERT INTO instances (id, key, definition_version, package, status, state, version, started_at, "
    "chain_length, chain_head) VALUES ('i1', 'complaint', 1, '', 'active', :state, 0, "
    "'2026-01-05T09:00:00.000000Z', 0, '')"
)


def test_it_moves_records_field_by_field(empty_url: str) -> None:
    with connected(empty_url) as connection:
        command.upgrade(configuration(connection), "0006")
    with connected(empty_url) as connection:
        connection.execute(text(INSTANCE), {"state": b""})
        before = table("complaints", *(column(name) for name in COLUMNS))
        connection.execute(before.insert(), COLUMNS)
    with connected(empty_url) as connection:
        upgrade(connection)
    with opened(empty_url) as store, store.read() as unit:
        found = unit.complaints.get("2026-000001")
        assert (found.subject, found.description, found.version) == ("Kettle", "It leaks.", 3)
        assert found.record == RECORD
        assert list(found.record) == list(RECORD)
