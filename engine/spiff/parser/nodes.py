"""Parsers of single nodes, on SpiffWorkflow's parsers of the same."""

from lxml.etree import _Element
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser

from engine.spiff.parser.names import is_true, local, text
from engine.spiff.parser.trouble import Unsupported
from engine.spiff.specs.activities import CallActivity, EventSubprocess, SubProcess
from engine.spiff.specs.node import Node


class OwnReading:
    """Leaves to this package what SpiffWorkflow would read of every node, by searches that take long.

    Its data references loop for ever on one of an outer scope, and delete the variable after use.
    """

    node: _Element

    @property
    def bpmn_attributes(self) -> dict[str, object]:
        """What SpiffWorkflow's specs take beyond an id; label, lane and data are read by `ScopeParser`."""
        return {"description": local(self.node)}


class PlainParser(OwnReading, TaskParser):
    """A node that says all in its attributes."""

    def create_task(self) -> Node:
        """The node's spec."""
        spec: Node = super().create_task()
        return spec


class ScriptParser(OwnReading, TaskParser):
    """A script task; the script is FEEL."""

    def create_task(self) -> Node:
        """The node's spec. Raises Unsupported for another language."""
        language = self.node.get("scriptFormat", "")
        if language and "feel" not in language.lower():
            raise Unsupported(
                "script-language",
                f"The script is written in {language}; only FEEL runs here.",
                "Write it as a FEEL context, e.g. {total: price * amount}.",
            )
        script = text(self.node, "script") or ""
        spec: Node = self.spec_class(self.spec, self.bpmn_id, script=script, **self.bpmn_attributes)
        return spec


class SubProcessParser(OwnReading, TaskParser):
    """A subprocess: its inside is parsed as a scope of its own."""

    def create_task(self) -> Node:
        """The node's spec, with its body. Raises Unsupported."""
        spec_class, ordering = self.spec_class, self.node.get("ordering", "Parallel")
        if ordering not in ("Parallel", "Sequential"):
            raise Unsupported("element", f"The ordering “{ordering}” is neither Parallel nor Sequential.")
        if is_true(self.node, "triggeredByEvent"):
            spec_class = EventSubprocess
        body = self.process_parser.inside(self.node)
        spec: SubProcess = spec_class(
            self.spec, self.bpmn_id, subworkflow_spec=body.name, **self.bpmn_attributes
        )
        spec.body = body
        return spec


class CallParser(OwnReading, TaskParser):
    """A call activity; the process that it calls is found when all files are read."""

    def create_task(self) -> Node:
        """The node's spec. Raises Unsupported when it names no process."""
        called = (self.node.get("calledElement") or "").strip()
        if not called:
            raise Unsupported("call", "The call activity does not say which process it calls.")
        spec: CallActivity = self.spec_class(
            self.spec, self.bpmn_id, subworkflow_spec=called, **self.bpmn_attributes
        )
        spec.called = called
        return spec
