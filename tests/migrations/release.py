"""Installations as earlier releases left them, kept as text, so that later ones can prove to go on with them.

`python -m tests.migrations.release` writes the one of the present release, with cases in several phases,
into `releases/SCHEMA.jsonl`: every table as the database keeps it, a line of JSON a row. It is run before
a release changes the schema, and the file then stays as it is.
"""

import json
import sqlite3
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from engine.commands.administer import AddToken
from engine.commands.claim_task import ClaimTask
from engine.commands.complainant import ReplyByComplainant
from engine.commands.intervene import SuspendInstance
from engine.commands.save_draft import SaveDraft
from engine.model.people import PUBLIC
from engine.store.migrations import HEAD
from tests.commands.lodging import open_task
from tests.support.installation import Installation, installation
from tests.whole.life import COMPLAINT, arrive

RELEASES = Path(__file__).with_name("releases")
KEY = "the key of an installation that is kept as text"
KEPT = (
    "assessment",
    "early resolution",
    "investigation",
    "a question asked",
    "approval",
    "internal review",
    "remedy",
)
"""Phases of the cases."""

CLAIMED = "investigation"
ASKED = "a question asked"

Cases = Mapping[str, tuple[str, str]]
"""Phase: reference and tracking code."""


@dataclass(frozen=True)
class Release:
    """What an installation of an earlier schema held."""

    schema: str
    cases: Cases
    suspended: str  #: instance that is to go on, with a reply of the complainant waiting for it
    token: str  #: of handler
    tables: Mapping[str, tuple[list[str], list[list[Any]]]]  #: columns and rows


def read_release(schema: str) -> Release:
    """The installation that was kept."""
    lines = (RELEASES / f"{schema}.jsonl").read_text(encoding="utf-8").splitlines()
    head, *rest = map(json.loads, lines)
    tables: dict[str, tuple[list[str], list[list[Any]]]] = {}
    rows: list[list[Any]] = []
    for line in rest:
        if isinstance(line, dict):
            rows = []
            tables[line["table"]] = (line["columns"], rows)
        else:
            rows.append([_read(cell) for cell in line])
    cases = {phase: (reference, code) for phase, (reference, code) in head["cases"].items()}
    return Release(schema, cases, head["suspended"], head["token"], tables)


def keep_release(file: Path) -> None:
    """Make an installation of this release and write all of it."""
    with TemporaryDirectory() as home:
        with installation(
            Path(home), f"sqlite:///{home}/querela.db", COMPLAINT, QUERELA_SECRET_KEY=KEY
        ) as house:
            head = _live(house)
        lines = [json.dumps(head), *map(_line, _rows(Path(home) / "querela.db"))]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _live(house: Installation) -> Mapping[str, object]:
    """A case in each of the phases; one task with a draft, one case suspended while a reply waits."""
    lodged = {phase: arrive(house, phase) for phase in KEPT}
    task = open_task(house, lodged[CLAIMED].reference, "investigate").id
    house.do(ClaimTask(task), house.actor("handler"))
    house.do(SaveDraft(task, {"findings": "It was open."}), house.actor("handler"))
    asked = lodged[ASKED]
    house.do(SuspendInstance(asked.instance, "An audit."), house.actor("quality"))
    house.do(ReplyByComplainant(asked.reference, asked.tracking_code, "On Monday."), PUBLIC)
    return {
        "cases": {phase: (each.reference, each.tracking_code) for phase, each in lodged.items()},
        "suspended": asked.instance,
        "token": house.do(AddToken("handler"), house.actor("admin")),
    }


def _rows(file: Path) -> Iterator[object]:
    database = sqlite3.connect(file)
    names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name != 'alembic_version' ORDER BY name"
    for (name,) in database.execute(names).fetchall():
        found = database.execute(f'SELECT * FROM "{name}" ORDER BY 1, 2')  # noqa: S608 - our own table
        yield {"table": name, "columns": [column[0] for column in found.description]}
        yield from map(list, found)
    database.close()


def _line(row: object) -> str:
    return json.dumps(row, default=_bytes, ensure_ascii=False, separators=(",", ":"))


def _bytes(value: bytes) -> Mapping[str, str]:
    try:
        return {"text": value.decode()}
    except UnicodeDecodeError:
        return {"bytes": b64encode(value).decode()}


def _read(cell: Any) -> Any:
    if not isinstance(cell, dict):
        return cell
    return cell["text"].encode() if "text" in cell else b64decode(cell["bytes"])


if __name__ == "__main__":
    keep_release(RELEASES / f"{HEAD}.jsonl")
