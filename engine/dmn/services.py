"""Decision services: a part of the graph asked from outside.

Source: DMN 1.5, 7.3.11 and 10.4. Input data come before input decisions among the parameters.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from engine.dmn.faults import Fault
from engine.dmn.functions import ModelFunction
from engine.dmn.library import Key, Library, Model, key_of
from engine.dmn.logic import Parameter
from engine.dmn.model import Decision, DecisionService, Element, Href, InputData

if TYPE_CHECKING:
    from engine.dmn.graph import Graph


class ServiceFunction(ModelFunction):
    """A decision service as a function. Nothing but its arguments is known inside."""

    def __init__(self, graph: "Graph", model: Model, service: DecisionService) -> None:
        self._graph = graph
        self._model = model
        self._service = service
        self._taken = [
            *_elements(graph.library, model, service.input_data),
            *_elements(graph.library, model, service.input_decisions),
        ]
        super().__init__(
            service.name, [_parameter(element) for _, element in self._taken], model, graph.types
        )

    def taken(self, given: Mapping[str, object]) -> Mapping[str, object]:
        """The inputs, those of imported models also under the names of their imports."""
        return {
            _parameter(element).name: self._graph.from_outside(model, element)
            for model, element in self._taken
        }

    def run(self, arguments: Mapping[str, object]) -> object:
        """The output decision's value; of several, a context by their names."""
        fixed: dict[Key, object] = {
            key_of(model, element): arguments[_parameter(element).name] for model, element in self._taken
        }
        inside = self._graph.inside(fixed)
        outputs = {}
        for model, element in _elements(self._graph.library, self._model, self._service.outputs):
            if not isinstance(element, Decision):
                raise Fault(f"the output “{element.name}” of the service “{self.name}” is no decision")
            outputs[element.name] = inside.decision(model, element)
        value = next(iter(outputs.values())) if len(outputs) == 1 else outputs
        wanted = self._types.output_of(self._model, self._service.variable.type_name)
        return self._types.fit_or_null(value, wanted, f"the service “{self.name}”")


def _elements(library: Library, model: Model, hrefs: tuple[Href, ...]) -> list[tuple[Model, Element]]:
    found = [(href, library.resolve(model, href)) for href in hrefs]
    missing = next((href for href, each in found if each is None), None)
    if missing:
        raise Fault(f"it refers to “{missing}”, which is nowhere to be found")
    return [each for _, each in found if each is not None]


def _parameter(element: Element) -> Parameter:
    if isinstance(element, InputData | Decision):
        return Parameter(element.name, element.variable.type_name)
    raise Fault(f"“{element.name}” is neither input data nor a decision")
