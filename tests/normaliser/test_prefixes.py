"""Prefixes of namespaces where the standard has a mere id."""

from tests.normaliser.drawn import Result, definitions


def test_ends_of_a_flow_are_read_without_their_prefix() -> None:
    body = (
        '<b:process id="p"><b:startEvent id="s"/><b:userTask id="t"/><b:endEvent id="e"/>'
        '<b:sequenceFlow id="f" sourceRef="b:s" targetRef="b:t"/>'
        '<b:sequenceFlow id="f2" sourceRef="t" targetRef="e"/></b:process>'
    )
    result = Result(definitions(body, prefix="b"))

    assert (result.ids["f"].get("sourceRef"), result.ids["f"].get("targetRef")) == ("s", "t")
    assert "“b:s”, which is “s”" in result.messages
    assert result.errors == []
