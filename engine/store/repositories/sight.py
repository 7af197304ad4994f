"""Who may see a case, beside what the register is sorted by: kept in step with the case."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, ScalarSelect, bindparam, func, insert, or_, select, update

from engine.model.complaint import Complaint
from engine.store.prepared import Prepared, Row
from engine.store.statements import for_both
from engine.store.tables import case_people, clocks, complaints, instances, work_item_groups

_CASE = bindparam("of_case", type_=complaints.c.reference.type)
_FIRST_DUE = (
    select(func.min(clocks.c.due_at))
    .where(clocks.c.reference == _CASE, clocks.c.stopped_at.is_(None))
    .scalar_subquery()
)


def _of_case(column: Any) -> ScalarSelect[Any]:
    return select(column).where(complaints.c.reference == _CASE).scalar_subquery()


_FACTS = {
    "case_status": _of_case(complaints.c.status),
    "case_received_at": _of_case(complaints.c.received_at),
    "case_severity": _of_case(complaints.c.severity),
    "case_due_at": _FIRST_DUE,
}
_LIST = Prepared(insert(work_item_groups).values(_FACTS))
_TAKE_PART = Prepared(for_both(lambda insert: insert(case_people).values(_FACTS).on_conflict_do_nothing()))


def _in_step(**facts: Any) -> list[Prepared]:
    """Sets these facts beside all who may see the case, unless they stand there."""
    of_case = select(instances.c.id).where(instances.c.reference == _CASE)
    here = {
        work_item_groups: work_item_groups.c.instance_id.in_(of_case),
        case_people: case_people.c.reference == _CASE,
    }
    made = []
    for table, its in here.items():
        changed = or_(*(table.c[name].is_distinct_from(fact) for name, fact in facts.items()))
        made.append(Prepared(update(table).where(its, changed).values(facts)))
    return made


_GRADED = _in_step(
    case_status=bindparam("status", type_=complaints.c.status.type),
    case_severity=bindparam("severity", type_=complaints.c.severity.type),
)
_DUE = _in_step(case_due_at=_FIRST_DUE)


def on_lists(connection: Connection, rows: Sequence[Row]) -> None:
    """Put items on the lists of their groups, whose people may see the case from then on."""
    if rows:
        _LIST.run_all(connection, [{**row, "of_case": row["reference"]} for row in rows])


def take_part(connection: Connection, reference: str, login: str) -> None:
    """Let the person see the case from now on."""
    _TAKE_PART.run(connection, {"login": login, "reference": reference, "of_case": reference})


def graded(connection: Connection, before: Complaint | None, after: Complaint) -> None:
    """Note a status or a severity that has changed."""
    if before is None or (before.status, before.severity) != (after.status, after.severity):
        for statement in _GRADED:
            statement.run(
                connection,
                {"of_case": after.reference, "status": after.status, "severity": after.severity},
            )


def due_anew(connection: Connection, reference: str) -> None:
    """Note which running clock of the case is due first."""
    for statement in _DUE:
        statement.run(connection, {"of_case": reference})
