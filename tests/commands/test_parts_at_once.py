"""Somebody gets a part in a case while another changes it: the register shows the case as it is then."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from time import monotonic

import pytest
from sqlalchemy import text

from engine.commands.write_to_case import WriteToCase
from tests.commands.lodging import lodge
from tests.support.installation import Installation, installation
from tests.whole.invariants import troubles

WAITS = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


def wait_for_a_lock(house: Installation) -> None:
    """Until somebody waits for what another has locked."""
    end = monotonic() + 20
    while monotonic() < end:
        with house.querela.store.read() as unit:
            if unit.connection.execute(WAITS).scalar():  # type: ignore[attr-defined]
                return
    pytest.fail("nobody waited for the case")


def test_it_is_in_step_where_somebody_joins_meanwhile(tmp_path: Path, postgres_url: str) -> None:
    with installation(tmp_path / "home", postgres_url) as house, ThreadPoolExecutor(1) as threads:
        reference = lodge(house).reference
        joins = WriteToCase(reference, "We look into it.")
        with house.querela.store.begin() as unit:
            found = unit.complaints.get(reference)
            unit.instances.get(found.instance)  # locks it, as every command does
            unit.complaints.save(replace(found, severity=5))
            written = threads.submit(house.do, joins, house.actor("handler"))
            wait_for_a_lock(house)
        written.result(20)
        assert troubles(house.querela) == []
