"""Ids: prefixes of namespaces before them, and new ones that every modeler reads."""

from tests.normaliser.drawn import Result, definitions, process, way


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


def test_new_ids_have_letters_of_ascii_only() -> None:
    waits = '<intermediateCatchEvent id="c" name="Prüfung – 受理">{}</intermediateCatchEvent>'
    body = '<startEvent id="s"/>' + waits.format("<messageEventDefinition/>") + '<endEvent id="e"/>'
    result = Result(process(body + way("s", "c", "e")))
    ids = [ident for ident in result.ids if ident]

    assert any(ident.startswith("message_Prufung") for ident in ids)
    assert all(ident.isascii() for ident in ids)
    assert result.errors == []
