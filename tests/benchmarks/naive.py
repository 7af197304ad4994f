"""The baseline: a loop around plain SpiffWorkflow that keeps the whole workflow as JSON in one row.

Same diagram, same answers. It is spared decisions (their results come with the answers), working time (every
timer is due on one day, far away), history, mails, task lists, forms and permissions.
"""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, ClassVar

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.parser.event_parsers import SendTaskParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.specs.defaults import SendTask
from SpiffWorkflow.bpmn.specs.event_definitions import MessageEventDefinition
from SpiffWorkflow.bpmn.util.event import BpmnEvent
from SpiffWorkflow.util.task import TaskState
from sqlalchemy import Column, Connection, MetaData, Table, Text, bindparam, insert, select, update

from engine.feel import Expression, evaluate, parse
from engine.store.database import open_engine, writing

Values = Mapping[str, object]
CASES = Table("cases", MetaData(), Column("id", Text, primary_key=True), Column("state", Text))
ADD = insert(CASES)
LOAD = select(CASES.c.state).where(CASES.c.id == bindparam("case"))
SAVE = update(CASES).where(CASES.c.id == bindparam("case")).values(state=bindparam("new"))
LATER = "2099-01-01T00:00:00+00:00"


@cache
def parsed(text: str) -> Expression:
    return parse(text.removeprefix("="))


class Feel(PythonScriptEngine):
    def evaluate(self, task: Any, expression: str, external_context: object = None) -> object:
        event = getattr(task.task_spec, "event_definition", None)
        if event is None:
            return evaluate(parsed(expression), task.data)
        return f"R2/{LATER}/P1D" if "Cycle" in type(event).__name__ else LATER

    def execute(self, task: Any, script: str, external_context: object = None) -> bool:
        task.data.update(evaluate(parsed(script), task.data))
        return True


class Parser(BpmnParser):
    OVERRIDE_PARSER_CLASSES: ClassVar = {full_tag("businessRuleTask"): (SendTaskParser, SendTask)}


class Naive:
    def __init__(self, url: str, process: str, diagrams: list[Path]) -> None:
        parser = Parser()
        parser.add_bpmn_files([str(path) for path in diagrams])
        self.specs = parser.get_spec(process), parser.get_subprocess_specs(process)
        self.feel, self.serializer = Feel(), BpmnWorkflowSerializer()
        self.engine, self.turns = open_engine(url), Lock()
        CASES.metadata.create_all(self.engine)

    def start(self, case: str, values: Values) -> None:
        workflow = BpmnWorkflow(*self.specs, script_engine=self.feel)
        workflow.task_tree.data.update(values)
        workflow.do_engine_steps()
        with self.transaction() as connection:
            connection.execute(ADD, {"id": case, "state": self.serializer.serialize_json(workflow)})

    def complete(self, case: str, element: str, values: Values) -> None:
        with self.transaction() as connection:
            workflow = self.load(connection, case)
            task = next(task for task in self.open(workflow) if task.task_spec.name == element)
            task.data.update(values)
            task.run()
            self.run_on_and_save(connection, case, workflow)

    def deliver(self, case: str, message: str, values: Values) -> None:
        with self.transaction() as connection:
            workflow = self.load(connection, case)
            workflow.catch(BpmnEvent(MessageEventDefinition(message), values))
            self.run_on_and_save(connection, case, workflow)

    def tasks(self, case: str) -> list[str]:
        with self.transaction() as connection:
            return [task.task_spec.name for task in self.open(self.load(connection, case))]

    def transaction(self) -> AbstractContextManager[Connection]:
        return writing(self.engine, self.turns)

    def load(self, connection: Connection, case: str) -> BpmnWorkflow:
        state = connection.execute(LOAD, {"case": case}).scalar_one()
        workflow = self.serializer.deserialize_json(state)
        workflow.script_engine = self.feel
        return workflow

    def open(self, workflow: BpmnWorkflow) -> list[Any]:
        return workflow.get_tasks(state=TaskState.READY, manual=True)

    def run_on_and_save(self, connection: Connection, case: str, workflow: BpmnWorkflow) -> None:
        workflow.do_engine_steps()
        connection.execute(SAVE, {"case": case, "new": self.serializer.serialize_json(workflow)})
