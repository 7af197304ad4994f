"""Who may see a case takes on what the register is sorted by, as it stands before the step."""

from alembic import command
from sqlalchemy import text

from engine.store.migrating import configuration, upgrade
from tests.migrations.test_records_apart import INSTANCE
from tests.migrations.test_schema import connected

CASE = """
INSERT INTO complaints (reference, instance, kind, channel, language, received_at, recorded_at, subject,
 description, complainant_name, complainant_email, complainant_phone, complainant_anonymous, tracking_hash,
 product, category, outcome_sought, status, severity, recorded_by, version)
VALUES ('2026-000001', 'i1', 'complaint', 'web', 'en', '2026-01-05T09:00:00.000000Z',
 '2026-01-05T09:00:00.000000Z', '', '', '', '', '', FALSE, '', '', '', '', 'open', 4, 'ann', 0)
"""
CLOCK = """
INSERT INTO clocks (reference, name, stop, unit, "limit", started_at, due_at, pausable, escalate_to,
 stopped_at)
VALUES ('2026-000001', :name, 'decided', 'calendar-days', '5', '2026-01-05T09:00:00.000000Z', :due, FALSE, '',
 :stopped)
"""
ITEM = """
INSERT INTO work_items (instance_id, task, element, name, reference, groups, opened_at, state, priority,
 barred, version, due_order, urgency, search)
VALUES ('i1', 1, 'x', 'X', '2026-000001', '["handler"]', '2026-01-05T09:00:00.000000Z', 'open', 0, '[]', 0,
 '2026-01-09T09:00:00.000000Z', 0, 'x')
"""
LISTED = """
INSERT INTO work_item_groups (instance_id, task, group_name, reference, claimed, due_order, urgency,
 opened_at)
VALUES ('i1', 1, :group, :reference, FALSE, '2026-01-09T09:00:00.000000Z', 0, '2026-01-05T09:00:00.000000Z')
"""
MOMENTS = {"final": "2026-03-05T09:00:00.000000Z", "reply": "2026-02-05T09:00:00.000000Z"}
PAST = "2026-01-07T09:00:00.000000Z"


def test_it_takes_over_the_case_of_every_row(empty_url: str) -> None:
    with connected(empty_url) as connection:
        command.upgrade(configuration(connection), "0010")
    with connected(empty_url) as connection:
        connection.execute(text(INSTANCE), {"state": b""})
        connection.execute(text(CASE))
        for name, due in MOMENTS.items():
            connection.execute(text(CLOCK), {"name": name, "due": due, "stopped": None})
        connection.execute(text(CLOCK), {"name": "acknowledge", "due": PAST, "stopped": PAST})
        connection.execute(text(ITEM))
        for group, reference in (("handler", "2026-000001"), ("office", None)):
            connection.execute(text(LISTED), {"group": group, "reference": reference})
        for login in ("ann", "bob"):
            connection.execute(text("INSERT INTO case_people VALUES (:who, '2026-000001')"), {"who": login})
    with connected(empty_url) as connection:
        upgrade(connection)
        facts = "case_status, case_severity, CAST(case_due_at AS TEXT) > '2026-02-05'"
        facts += ", CAST(case_due_at AS TEXT) < '2026-02-06'"
        groups = connection.execute(text(f"SELECT group_name, {facts} FROM work_item_groups ORDER BY 1"))  # noqa: S608
        people = connection.execute(text(f"SELECT login, {facts} FROM case_people ORDER BY 1"))  # noqa: S608
        assert [tuple(row) for row in groups] == [
            ("handler", "open", 4, True, True),
            ("office", None, None, None, None),
        ]
        assert [tuple(row) for row in people] == [
            ("ann", "open", 4, True, True),
            ("bob", "open", 4, True, True),
        ]
