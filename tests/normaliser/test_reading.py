"""Files that are oddly written are read, and files that are none are refused with a sentence, soon."""

from time import process_time

import pytest

from engine.diagram.names import BPMN
from engine.errors import DiagramError
from engine.normaliser import normalise
from tests.normaliser.drawn import Result, definitions, flow, process, way

BODY = '<startEvent id="s"/><task id="t" name="Prüfen"/>' + way("s", "t")


def refusal(data: bytes) -> str:
    begun = process_time()
    with pytest.raises(DiagramError) as refused:
        normalise(data, "d.bpmn")
    assert process_time() - begun < 2
    return " ".join(f"{finding.message} {finding.hint}" for finding in refused.value.findings)


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("latin-1", "ISO-8859-1"),
        ("cp1252", "windows-1252"),
    ],
)
def test_every_encoding_becomes_utf_8(encoding: str, declared: str) -> None:
    text = f'<?xml version="1.0" encoding="{declared}"?>' + process(BODY).decode()
    result = Result(text.encode(encoding))

    assert "Prüfen" in result.data.decode("utf-8")
    assert result.errors == []


@pytest.mark.parametrize("space", ["http://schema.omg.org/spec/BPMN/2.0", "http://www.omg.org/bpmn20", ""])
def test_older_namespaces_become_that_of_bpmn_2(space: str) -> None:
    data = process(BODY).replace(f'xmlns="{BPMN}"'.encode(), f'xmlns="{space}"'.encode() if space else b"")
    result = Result(data)

    assert "namespace" in result.rules
    assert result.root.tag == f"{{{BPMN}}}definitions"
    assert result.type("t") == "task"
    assert result.errors == []


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b'<Package xmlns="http://www.wfmc.org/2008/XPDL2.1"/>', "XPDL"),
        (b'<xpdl:Package xmlns:xpdl="http://www.wfmc.org/2009/XPDL2.2"/>', "XPDL"),
        (b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"/>', "DMN"),
        (b"<mxfile/>", "draw.io"),
        (b"<html/>", "web page"),
        (b"<root/>", "<root>"),
        (b"", "empty"),
        (b"PK\x03\x04zip", "XML"),
        (b"<definitions", "XML"),
        (b"\xff\xfe\x00", ""),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><definitions/>', "DOCTYPE"),
        (b'<?xml version="1.0"?><!DOCTYPE d SYSTEM "file:///etc/passwd"><d/>', "DOCTYPE"),
        (b"<a>" * 5_000 + b"</a>" * 5_000, "deep"),
        (b"<definitions>" + b" " * 11_000_000 + b"</definitions>", "MB"),
    ],
)
def test_what_is_no_diagram_is_refused_with_a_sentence(data: bytes, word: str) -> None:
    assert word in refusal(data)


def test_ten_thousand_nodes_are_imported_within_two_seconds() -> None:
    nodes = "".join(f'<task id="t{n}" name="Step {n}"/>' for n in range(10_000))
    data = process(nodes + "".join(flow(f"t{n}", f"t{n + 1}") for n in range(9_999)), 'id="p"')

    assert min(seconds(data) for _ in range(2)) < 2


def seconds(data: bytes) -> float:
    """Processor time of one import; the better of two does not count what else the machine does."""
    begun = process_time()
    normalise(data)
    return process_time() - begun


def gateways(count: int) -> str:
    nodes = "".join(f'<exclusiveGateway id="g{n}"/>' for n in range(count))
    on = "".join(flow(f"g{n}", f"g{n + 1}") for n in range(count - 1))
    back = "".join(f'<sequenceFlow id="x{n}" sourceRef="g{n}" targetRef="g0"/>' for n in range(count))
    return nodes + on + back


@pytest.mark.parametrize(
    "body",
    [
        gateways(1_500),
        "".join(f'<sequenceFlow id="x{n}" sourceRef="a{n}" targetRef="b{n}"/>' for n in range(10_000)),
        '<task id="same"/>' * 3_000,
        "".join(f'<intermediateCatchEvent id="c{n}" name="Wait {n}"/>' for n in range(3_000)),
        "<subProcess>" * 60 + "<task/>" + "</subProcess>" * 60,
    ],
    ids=["gateways", "loose flows", "one id", "events without trigger", "boxes in boxes"],
)
def test_hostile_files_are_answered_within_two_seconds(body: str) -> None:
    data = definitions(f'<process id="p" isExecutable="true">{body}</process>')

    assert min(seconds(data) for _ in range(2)) < 2
