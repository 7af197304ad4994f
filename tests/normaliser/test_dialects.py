"""Each vendor's way to say who does what and when becomes this engine's, and stays beside it."""

import pytest

from engine.diagram.names import BPMN, QUERELA
from tests.normaliser.drawn import Result, condition, definitions, flow, process, way

FIELD = '<flowable:field name="decisionTableReferenceKey" stringValue="remedy"/>'
START, END = '<startEvent id="s"/>', '<endEvent id="e"/>'


def task(attributes: str = "", inside: str = "", tag: str = "userTask") -> bytes:
    body = f'{START}<{tag} id="t" name="Look" {attributes}>{inside}</{tag}>{END}{way("s", "t", "e")}'
    return process(body)


def box(inside: str) -> str:
    return f"<extensionElements>{inside}</extensionElements>"


@pytest.mark.parametrize("vendor", ["camunda", "operaton", "flowable", "activiti"])
@pytest.mark.parametrize(
    ("attribute", "value", "name", "wanted"),
    [
        ("assignee", "demo", "assignee", "demo"),
        ("assignee", "${initiator}", "assignee", "initiator"),
        ("candidateGroups", "clerks, managers", "candidateGroups", "clerks, managers"),
        ("candidateGroups", "clerks,${team}", "candidateGroups", '["clerks", team][item != null]'),
        ("candidateUsers", "maria", "assignee", "maria"),
        ("dueDate", "P3D", "due", "P3D"),
        ("dueDate", "${deadline}", "due", "deadline"),
        ("priority", "50", "priority", "50"),
        ("formKey", "embedded:app:forms/look.html", "form", "look"),
        ("formKey", "camunda-forms:deployment:look.form", "form", "look"),
        ("formKey", "look", "form", "look"),
    ],
)
def test_it_reads_the_attributes_of_a_user_task(
    vendor: str, attribute: str, value: str, name: str, wanted: str
) -> None:
    result = Result(task(f'{vendor}:{attribute}="{value}"'))

    assert result.own("t", name) == wanted
    assert result.errors == []
    assert f'{vendor}:{attribute}="'.encode() in result.data


@pytest.mark.parametrize(
    ("inside", "name", "wanted"),
    [
        ('<zeebe:assignmentDefinition assignee="=owner"/>', "assignee", "owner"),
        ('<zeebe:assignmentDefinition candidateGroups="clerks"/>', "candidateGroups", "clerks"),
        (
            '<zeebe:assignmentDefinition candidateGroups="=[&quot;a&quot;, b]"/>',
            "candidateGroups",
            '["a", b]',
        ),
        ('<zeebe:formDefinition formId="look"/>', "form", "look"),
        ('<zeebe:formDefinition formKey="camunda-forms:bpmn:look"/>', "form", "look"),
        (
            '<zeebe:taskSchedule dueDate="=now() + duration(&quot;P1D&quot;)"/>',
            "due",
            'now() + duration("P1D")',
        ),
        ('<zeebe:priorityDefinition priority="70"/>', "priority", "70"),
    ],
)
def test_it_reads_the_elements_of_camunda_8(inside: str, name: str, wanted: str) -> None:
    result = Result(task(inside=box(inside)))

    assert result.own("t", name) == wanted
    assert result.errors == []
    assert result.imported.dialect.name == "Camunda 8"


@pytest.mark.parametrize(
    ("owner", "name", "wanted"),
    [
        ("group(clerks)", "candidateGroups", "clerks"),
        ("user(maria)", "assignee", "maria"),
        ("clerks", "candidateGroups", "clerks"),
        ("user(maria), group(clerks)", "candidateGroups", "clerks"),
    ],
)
def test_it_reads_potential_owners(owner: str, name: str, wanted: str) -> None:
    inside = (
        "<potentialOwner><resourceAssignmentExpression><formalExpression>"
        f"{owner}</formalExpression></resourceAssignmentExpression></potentialOwner>"
    )

    assert Result(task(inside=inside)).own("t", name) == wanted


def test_it_reads_the_data_inputs_of_jbpm() -> None:
    inside = """
      <ioSpecification>
        <dataInput id="i1" name="GroupId"/><dataInput id="i2" name="Comment"/>
        <inputSet><dataInputRefs>i1</dataInputRefs><dataInputRefs>i2</dataInputRefs></inputSet><outputSet/>
      </ioSpecification>
      <dataInputAssociation><targetRef>i1</targetRef>
        <assignment><from xsi:type="tFormalExpression">clerks</from><to>i1</to></assignment>
      </dataInputAssociation>
      <dataInputAssociation><targetRef>i2</targetRef>
        <assignment><from xsi:type="tFormalExpression">Look (soon), please</from><to>i2</to></assignment>
      </dataInputAssociation>"""
    result = Result(task('tns:taskName="look"', inside))

    assert result.own("t", "candidateGroups") == "clerks"
    assert '"Look (soon), please"' in result.data.decode()
    assert result.errors == []


@pytest.mark.parametrize(
    ("inside", "many", "source", "target"),
    [
        ('<camunda:inputParameter name="a">${b + 1}</camunda:inputParameter>', "inputs", "b + 1", "a"),
        ('<camunda:outputParameter name="a">fix</camunda:outputParameter>', "outputs", '"fix"', "a"),
        ('<zeebe:ioMapping><zeebe:input source="=b.c" target="a"/></zeebe:ioMapping>', "inputs", "b.c", "a"),
        (
            '<zeebe:ioMapping><zeebe:output source="=result" target="a"/></zeebe:ioMapping>',
            "outputs",
            "result",
            "a",
        ),
    ],
)
def test_it_reads_mappings(inside: str, many: str, source: str, target: str) -> None:
    if "camunda:" in inside:
        inside = f"<camunda:inputOutput>{inside}</camunda:inputOutput>"
    result = Result(task(inside=box(inside)))
    found = result.ids["t"].find(f".//{{{QUERELA}}}{many}/{{{QUERELA}}}{many.removesuffix('s')}")

    assert found is not None
    assert (found.get("source"), found.get("target")) == (source, target)
    assert result.errors == []


@pytest.mark.parametrize(
    ("attributes", "inside"),
    [
        ('camunda:collection="people" camunda:elementVariable="person"', ""),
        ('flowable:collection="${people}" flowable:elementVariable="person"', ""),
        ("", box('<zeebe:loopCharacteristics inputCollection="=people" inputElement="person"/>')),
    ],
)
def test_it_reads_collections(attributes: str, inside: str) -> None:
    marker = f"<multiInstanceLoopCharacteristics {attributes}>{inside}</multiInstanceLoopCharacteristics>"
    result = Result(task(inside=marker))

    assert f'{{{QUERELA}}}repeat="person in ' not in result.messages
    assert "person in if people = null then [null] else people" in result.data.decode()
    assert result.errors == []


@pytest.mark.parametrize(
    ("inside", "tag", "attributes"),
    [
        ("", "businessRuleTask", 'camunda:decisionRef="remedy" camunda:resultVariable="found"'),
        (box('<zeebe:calledDecision decisionId="remedy" resultVariable="found"/>'), "businessRuleTask", ""),
        (box(FIELD), "businessRuleTask", 'flowable:resultVariable="found"'),
    ],
)
def test_it_keeps_a_decision_that_lies_beside_the_file(inside: str, tag: str, attributes: str) -> None:
    there = Result(task(attributes, inside, tag), decisions=frozenset(["remedy"]))
    missing = Result(task(attributes, inside, tag))

    assert there.type("t") == "businessRuleTask"
    assert there.own("t", "decision") == "remedy"
    assert missing.type("t") == "userTask"
    assert "“remedy”" in missing.messages


def test_it_keeps_a_call_of_a_process_that_lies_beside_the_file() -> None:
    data = task('calledElement="review"', tag="callActivity")
    zeebe = task(inside=box('<zeebe:calledElement processId="review"/>'), tag="callActivity")

    assert Result(data, callable_ids=frozenset(["review"])).type("t") == "callActivity"
    assert Result(zeebe, callable_ids=frozenset(["review"])).ids["t"].get("calledElement") == "review"
    assert Result(data).type("t") == "userTask"
    assert "review" in Result(data).data.decode()


@pytest.mark.parametrize(
    ("tag", "attributes", "inside", "word"),
    [
        ("serviceTask", 'camunda:class="org.example.Pay"', "", "org.example.Pay"),
        ("serviceTask", 'camunda:type="external" camunda:topic="pay"', "", "pay"),
        ("serviceTask", 'flowable:delegateExpression="${payer}"', "", "${payer}"),
        ("serviceTask", 'flowable:type="mail"', "", "mail"),
        ("serviceTask", "", box('<zeebe:taskDefinition type="pay"/>'), "pay"),
        ("userTask", "", box('<camunda:taskListener class="org.example.L" event="create"/>'), "taskListener"),
        (
            "userTask",
            "",
            box('<camunda:formData><camunda:formField id="amount"/></camunda:formData>'),
            "amount",
        ),
        ("userTask", "", box('<activiti:formProperty id="amount" name="Amount"/>'), "amount"),
    ],
)
def test_it_names_what_does_not_run_here(tag: str, attributes: str, inside: str, word: str) -> None:
    result = Result(task(attributes, inside, tag))

    assert result.type("t") == tag
    assert word in result.messages
    assert result.errors == []


@pytest.mark.parametrize(
    ("written", "attributes", "wanted"),
    [
        ("${amount &gt; 100}", "", "amount > 100"),
        ("#{count == 3}", "", "count = 3"),
        ("=amount > 100", "", "=amount > 100"),
        ("amount > 100", "", "amount > 100"),
        ("return amount > 100;", 'language="http://www.java.com/java"', "amount > 100"),
        ("amount > 100 && rush", 'language="http://www.javascript.com/javascript"', "amount > 100 and rush"),
    ],
)
def test_it_translates_conditions(written: str, attributes: str, wanted: str) -> None:
    written = written.replace("&gt;", ">")
    body = (
        f'{START}<exclusiveGateway id="g" default="g-e"/><userTask id="t" name="A"/>{END}{way("s", "g", "e")}'
        f"{flow('g', 't', condition(written, attributes))}{flow('t', 'e')}"
    )
    result = Result(process(body))

    assert result.text("g-t") == wanted
    assert result.errors == []


@pytest.mark.parametrize(
    ("script", "attributes", "wanted"),
    [
        ("execution.setVariable('total', price * 2);", 'scriptFormat="groovy"', "{total: price * 2}"),
        ("{total: price * 2}", "", "{total: price * 2}"),
    ],
)
def test_it_translates_scripts_that_only_set_variables(script: str, attributes: str, wanted: str) -> None:
    result = Result(task(attributes, f"<script>{script}</script>", "scriptTask"))

    assert result.type("t") == "scriptTask"
    assert result.text("t", "script") == wanted
    assert result.errors == []


def test_a_script_that_does_more_becomes_a_persons_task_and_is_kept() -> None:
    script = "for (var i = 0; i &lt; 3; i++) { send(i); }"
    result = Result(task('scriptFormat="javascript"', f"<script>{script}</script>", "scriptTask"))

    assert result.type("t") == "userTask"
    assert "send(i)" in result.data.decode()
    assert result.errors == []


def test_a_script_of_camunda_8_becomes_a_context() -> None:
    result = Result(
        task(inside=box('<zeebe:script expression="=price * 2" resultVariable="total"/>'), tag="scriptTask")
    )

    assert result.text("t", "script") == "{total: price * 2}"
    assert result.errors == []


def test_the_key_of_a_message_of_camunda_8_is_the_key_of_who_waits() -> None:
    message = (
        f'<message id="m" name="paid">{box("""<zeebe:subscription correlationKey="=order"/>""")}</message>'
    )
    body = f'{START}<receiveTask id="t" name="Wait" messageRef="m"/>{END}{way("s", "t", "e")}'
    result = Result(process(body, extra=message))

    assert result.own("t", "key") == "order"
    assert result.errors == []


def test_what_stands_there_already_is_never_overwritten() -> None:
    data = task('camunda:assignee="demo"').replace(
        b"<definitions ", f'<definitions xmlns:q="{QUERELA}" '.encode()
    )
    data = data.replace(b'<userTask id="t"', b'<userTask id="t" q:assignee="maria"')

    assert Result(data).own("t", "assignee") == "maria"


@pytest.mark.parametrize("prefix", ["bpmn", "bpmn2", "semantic", "model", "ns0"])
def test_the_prefix_of_bpmn_does_not_matter(prefix: str) -> None:
    body = (
        f'<{prefix}:process id="p"><{prefix}:startEvent id="s"/><{prefix}:task id="t"/>'
        f'<{prefix}:sequenceFlow id="f" sourceRef="s" targetRef="t"/></{prefix}:process>'
    )
    result = Result(definitions(body, prefix=prefix))

    assert result.type("t") == "userTask"
    assert result.errors == []
    assert f"<{prefix}:userTask".encode() in result.data


@pytest.mark.parametrize(
    ("space", "name"),
    [
        ("http://www.signavio.com", "Signavio"),
        ("http://www.bizagi.com/bpmn20", "Bizagi"),
        ("http://www.boc-group.com", "ADONIS"),
        ("http://www.imixs.org/bpmn2", "Imixs"),
        ("http://www.bonitasoft.org/bpmn", "Bonita"),
        ("http://www.jboss.org/drools", "jBPM"),
    ],
)
def test_it_tells_modelers_apart_by_their_namespaces(space: str, name: str) -> None:
    inside = f'<extensionElements><v:data xmlns:v="{space}" key="1">kept</v:data></extensionElements>'
    result = Result(task(inside=inside))

    assert result.imported.dialect.name == name
    kept = result.root.find(f".//{{{space}}}data")
    assert kept is not None
    assert (kept.get("key"), kept.text) == ("1", "kept")


@pytest.mark.parametrize(
    ("exporter", "name"),
    [
        ("Camunda Modeler", "Camunda Modeler"),
        ("Signavio Process Editor, http://www.signavio.com", "Signavio"),
        ("ARIS", "ARIS"),
        ("Process Modeler 6 for Microsoft Visio", "Visio"),
        ("Yaoqiang BPMN Editor", "Yaoqiang"),
        ("something else", "unknown"),
    ],
)
def test_it_tells_modelers_apart_by_what_they_say(exporter: str, name: str) -> None:
    data = definitions(
        '<process id="p"><task id="t"/></process>', f'exporter="{exporter}" exporterVersion="7"'
    )
    dialect = Result(data).imported.dialect

    assert (dialect.name, dialect.exporter, dialect.version) == (name, exporter, "7")


def test_comments_and_unused_namespaces_stay() -> None:
    data = task().replace(b"<startEvent", b"<!-- kept --><startEvent").replace(b"isExecutable", b"isClosed")
    result = Result(data)

    assert b"<!-- kept -->" in result.data
    assert b'xmlns:bizagi="http://www.bizagi.com/bpmn20"' in result.data
    assert result.ids["p"].get("isExecutable") == "true"
    assert result.root.tag == f"{{{BPMN}}}definitions"
