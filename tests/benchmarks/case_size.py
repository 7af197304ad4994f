"""`case_size_growth`: a step of a case with 1 MB of record and attachments ÷ of one with 1 KB.

Both go the same round in turn: propose, and have it returned.
"""

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from engine.commands.attach import Attach
from engine.commands.lodge_complaint import Lodged
from tests.benchmarks.flatness import go_round
from tests.benchmarks.lives import SHIPPED
from tests.benchmarks.measure import Figure, in_turn, ratio
from tests.benchmarks.ours import Ours, ours
from tests.commands.lodging import lodge

PAIRS = 60
SMALL, LARGE = 1_000, 1_000_000
"""Bytes of a case."""
DESCRIPTION, FIELD, FIELDS, FILES = 19_000, 9_000, 10, 20
"""Of the large case: characters of its texts, how many further fields the record has, how many files."""
WORDS = "It came open and empty. "


def measure(quick: bool) -> Figure:
    """Work of a step."""
    with TemporaryDirectory() as folder, ours(Path(folder), SHIPPED) as own:
        cases = _large(own), _small(own)
        for case in cases:
            for act in SHIPPED.begin:
                own.act(case, act)
        turns = [partial(go_round, own, case) for case in cases]
        pairs = [in_turn(*turns, number) for number in range(PAIRS // 4 if quick else PAIRS)][1:]
    return ratio([large for large, _ in pairs], [small for _, small in pairs])


def _small(own: Ours) -> Lodged:
    return _case(own, SMALL // 2, {}, [SMALL // 2])


def _large(own: Ours) -> Lodged:
    fields: dict[str, object] = {f"note {number}": _text(FIELD) for number in range(FIELDS)}
    rest = LARGE - DESCRIPTION - FIELDS * FIELD
    return _case(own, DESCRIPTION, fields, [rest // FILES] * FILES)


def _case(own: Ours, description: int, fields: dict[str, object], files: list[int]) -> Lodged:
    case = lodge(own.house, description=_text(description), values=fields)
    for number, size in enumerate(files):
        own.house.do(Attach(case.reference, f"{number}.txt", (str(number) + _text(size)).encode()))
    return case


def _text(length: int) -> str:
    return (WORDS * (length // len(WORDS) + 1))[:length].strip()
