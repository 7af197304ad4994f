"""What is SpiffWorkflow's and what is ours: every node is its spec, every token its task."""

import ast
from pathlib import Path

import pytest
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.specs import defaults, event_definitions
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.mixins import BpmnSpecMixin
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.dmn.specs import BusinessRuleTaskMixin
from SpiffWorkflow.task import Task

import engine.spiff
from engine.spiff.definition import every_scope, parse
from engine.spiff.expressions import FeelEngine
from engine.spiff.parser.bpmn import SPECS, DiagramParser
from engine.spiff.run.instance import Instance
from engine.spiff.run.scope import Scope
from engine.spiff.run.token import Token
from engine.spiff.specs.activities import EventSubprocess
from engine.spiff.specs.definitions import WAITED_FOR
from engine.spiff.specs.node import Node
from engine.spiff.specs.process import Process
from tests.runtime.drawing import diagram, handler, message, node, start, sub, user
from tests.runtime.test_refused import package

OWN = {
    "task": defaults.NoneTask,
    "userTask": defaults.UserTask,
    "manualTask": defaults.ManualTask,
    "scriptTask": defaults.ScriptTask,
    "serviceTask": defaults.ServiceTask,
    "businessRuleTask": BusinessRuleTaskMixin,
    "sendTask": defaults.SendTask,
    "receiveTask": defaults.ReceiveTask,
    "subProcess": defaults.SubWorkflowTask,
    "transaction": defaults.TransactionSubprocess,
    "adHocSubProcess": defaults.AdHocSubprocess,
    "callActivity": defaults.CallActivity,
    "exclusiveGateway": defaults.ExclusiveGateway,
    "parallelGateway": defaults.ParallelGateway,
    "inclusiveGateway": defaults.InclusiveGateway,
    "complexGateway": defaults.InclusiveGateway,
    "eventBasedGateway": defaults.EventBasedGateway,
    "startEvent": defaults.StartEvent,
    "endEvent": defaults.EndEvent,
    "boundaryEvent": defaults.BoundaryEvent,
    "intermediateCatchEvent": defaults.IntermediateCatchEvent,
    "intermediateThrowEvent": defaults.IntermediateThrowEvent,
}


def test_every_element_has_its_own_spec() -> None:
    assert SPECS.keys() == OWN.keys()


@pytest.mark.parametrize("element", OWN)
def test_every_spec_stands_on_spiffworkflows(element: str) -> None:
    spec = SPECS[element][1]
    assert issubclass(spec, OWN[element])
    assert issubclass(spec, BpmnSpecMixin)
    assert issubclass(spec, Node)
    order = spec.__mro__
    assert order.index(Node) < order.index(OWN[element]), "our hooks come first"


def test_instances_scopes_tokens_processes_and_engine_are_spiffworkflows() -> None:
    assert issubclass(Instance, BpmnWorkflow)
    assert issubclass(Scope, BpmnSubWorkflow)
    assert issubclass(Token, Task)
    assert issubclass(Process, BpmnProcessSpec)
    assert issubclass(FeelEngine, PythonScriptEngine)
    assert issubclass(EventSubprocess, defaults.EventSubprocess)
    assert issubclass(DiagramParser, BpmnParser)


def test_event_definitions_are_spiffworkflows() -> None:
    theirs = [
        vars(event_definitions)[name.__name__]
        for name in WAITED_FOR
        if name.__name__ in vars(event_definitions)
    ]
    assert len(theirs) == 3, "message, signal and conditional; timers have three classes below one"


def test_a_parsed_diagram_holds_nothing_but_its_own_nodes() -> None:
    inner = start("s1") + user("i") + handler("H", message("m"), user("h"))
    data = diagram(start() + user("a") + sub("S", inner) + node("callActivity", "c", calledElement="p"))
    definition = parse(package(data))
    for process in every_scope(definition.processes.values()):
        drawn = {spec.bpmn_id for spec in process.nodes}
        hidden = {name for name in process.task_specs if name.startswith(" ")}
        assert drawn | hidden == set(process.task_specs)
        assert len(hidden) == 3, "SpiffWorkflow's own three"
        for spec in process.nodes:
            assert isinstance(spec, BpmnSpecMixin)


def test_nothing_reads_the_clock() -> None:
    folder = Path(engine.spiff.__file__).parent
    forbidden = {"now", "utcnow", "today", "time", "sleep"}
    for file in folder.rglob("*.py"):
        for call in ast.walk(ast.parse(file.read_text())):
            if (
                isinstance(call, ast.Call)
                and isinstance(call.func, ast.Attribute)
                and isinstance(call.func.value, ast.Name)
            ):
                assert (call.func.value.id not in ("datetime", "date", "time")) or (
                    call.func.attr not in forbidden
                ), file
