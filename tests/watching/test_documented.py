"""Every figure and field stands in the documentation, and nothing stands there that is not told."""

import re

from engine.watching.exposition import FAMILIES
from engine.watching.figures import GAUGES, Figures
from tests.support.requires import REPOSITORY

TEXT = (REPOSITORY / "docs" / "monitoring.md").read_text(encoding="utf-8")
COUNTED = re.compile(r"_(?:total|bucket|count|sum|created)$")
ALWAYS = {"querela_info", "querela_database_up"}


def test_every_figure_is_described_and_every_described_one_is_told():
    own = {metric.name for metric in Figures().registry.collect()}
    told = own | {f"querela_{name}" for name, _text, _parts in FAMILIES} | ALWAYS
    assert {f"querela_{name}" for name in GAUGES} <= told
    described = {COUNTED.sub("", name) for name in re.findall(r"`(querela_[a-z_]+)`", TEXT)}
    assert described == told


def test_every_state_is_described():
    for name, _text, parts in FAMILIES:
        for state in filter(None, parts):
            [line] = [line for line in TEXT.splitlines() if f"`querela_{name}`" in line]
            assert f"`{state}`" in line
