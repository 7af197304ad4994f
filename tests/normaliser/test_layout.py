"""Diagrams without a drawing get one; each figure of a good drawing is measured."""

import pytest
from lxml import etree

from engine.normaliser.layout import lay_out
from engine.safe_xml import read_xml
from tests.diagrams.drawing import document, flows
from tests.normaliser.measures import faults


def test_it_draws_a_chain_on_one_line() -> None:
    body = '<startEvent id="a"/><task id="b"/><endEvent id="c"/>' + flows("a b c")
    root = read_xml(document(body))
    assert lay_out(root)
    assert faults(root) == []
    levels = {point.get("y") for point in root.iter("{*}waypoint")}
    assert len(levels) == 1


def test_it_leaves_a_drawing_alone() -> None:
    root = read_xml(document('<startEvent id="a"/><endEvent id="c"/>' + flows("a c")))
    assert lay_out(root)
    before = etree.tostring(root)
    assert not lay_out(root)
    assert etree.tostring(root) == before


@pytest.mark.parametrize("body", ["", "<dataObject id='d'/>"])
def test_it_draws_nothing_where_there_is_nothing(body: str) -> None:
    assert not lay_out(read_xml(document(body)))
