"""A history that an earlier release wrote, with a commitment for each text, is proved and read as before."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.history import StoredEntry, reveal, verify_chain
from engine.history.folding import unfold
from tests.history.test_chain import read

EARLIER: dict[str, Any] = json.loads(Path(__file__).with_name("earlier.json").read_text("utf-8"))
ROWS = [StoredEntry(**row) for row in EARLIER["rows"]]
CHAIN = [read(row) for row in ROWS]


def test_it_is_proved() -> None:
    assert CHAIN[-1].hash == "374644fcc117d93e730530ca8dcba675ccd652f267c758afe477fdec2c331199"
    assert verify_chain(CHAIN, len(CHAIN), CHAIN[-1].hash) is None
    changed = [*CHAIN[:3], replace(CHAIN[3], actor="eve"), *CHAIN[4:]]
    assert verify_chain(changed, len(CHAIN), CHAIN[-1].hash) is not None


def test_it_is_revealed_and_told() -> None:
    shown = [reveal(entry.data, EARLIER["kept"]) for entry in CHAIN]
    assert shown[0]["record"]["name"] == "Zoë"  # type: ignore[index]
    assert shown[3]["values"]["why"] == "because"  # type: ignore[index]
    assert shown[5]["inputs"] == {"text": "x"}
    told = [
        each
        for entry, data in zip(CHAIN, shown, strict=True)
        for each in unfold(entry.kind, entry.element, entry.name, data)
    ]
    assert [(each.kind, each.element) for each in told] == [(entry.kind, entry.element) for entry in CHAIN]
    assert reveal(CHAIN[0].data, {})["record"]["name"] is None  # type: ignore[index]
