"""The requirements graph evaluated: each decision once, with what it requires in scope.

Source: DMN 1.5, 6.2 (requirements), 7.3.1 to 7.3.5, 10.4 (execution of decisions and services).
"""

from collections.abc import Callable, Mapping

from engine.dmn.boxed import Boxed
from engine.dmn.evaluate_table import TableRun
from engine.dmn.faults import Fault
from engine.dmn.functions import BoxedFunction, ModelFunction
from engine.dmn.library import Key, Library, Model, key_of
from engine.dmn.logic import FunctionLogic
from engine.dmn.model import Decision, DecisionService, Element, Href, InputData, KnowledgeModel
from engine.dmn.outside import outside_spaces
from engine.dmn.services import ServiceFunction
from engine.dmn.session import Session
from engine.dmn.types import Types
from engine.feel.values import Function


class Runs:
    """The tables that have run, by the decision that each ran for."""

    def __init__(self) -> None:
        self.open: list[Key] = []  #: decisions being made, the innermost last
        self.of: dict[Key, list[TableRun]] = {}

    def note(self, run: TableRun) -> None:
        """A table has run."""
        if self.open:
            self.of.setdefault(self.open[-1], []).append(run)


class Graph:
    """One walk through the graph with what is given from outside."""

    def __init__(
        self,
        library: Library,
        session: Session,
        given: Mapping[str, object],
        fixed: Mapping[Key, object] | None = None,
    ) -> None:
        self.library = library
        self.session = session
        self.types = Types(library, session)
        self.inputs: dict[str, object] = {}
        self.runs = Runs()
        self._given = given
        self._known: dict[Key, object] = dict(fixed or {})
        self._boxed = Boxed(self.types, session, self.runs.note)

    def inside(self, fixed: Mapping[Key, object]) -> "Graph":
        """A walk that knows nothing but the given values of some elements."""
        return Graph(self.library, self.session, {}, fixed)

    def decision(self, model: Model, decision: Decision) -> object:
        """The decision's value, made once.

        Raises:
            Fault: it or one that it requires cannot answer.
        """
        key = key_of(model, decision)
        if key not in self._known:
            if key in self.runs.open:
                raise Fault(f"it requires itself through “{decision.name}”")
            self.runs.open.append(key)
            try:
                with self.session:
                    self._known[key] = self._made(model, decision)
            finally:
                self.runs.open.pop()
        return self._known[key]

    def _made(self, model: Model, decision: Decision) -> object:
        what = f"the decision “{decision.name}”"
        wanted = self.types.find(model, decision.variable.type_name)
        if decision.logic is None:
            return self.types.fit_or_null(self.from_outside(model, decision), wanted, what)
        # Where information is drawn, nothing else is seen (10.3.2.11.2); a lone table may read what is given.
        scope = {} if decision.inputs or decision.decisions else dict(self._given)
        for required in (decision.inputs, decision.decisions, decision.knowledge):
            if required:
                self._add(scope, model, required)
        return self.types.fit_or_null(self._boxed.value(model, decision.logic, scope), wanted, what)

    def input(self, model: Model, data: InputData) -> object:
        """The value given for an input, null where there is none or it has another type."""
        key = key_of(model, data)
        if key not in self._known:
            value = self.from_outside(model, data)
            wanted = self.types.find(model, data.variable.type_name)
            self._known[key] = self.types.fit_or_null(value, wanted, f"the input “{data.name}”")
        self.inputs[data.name] = self._known[key]
        return self._known[key]

    def from_outside(self, model: Model, element: Element) -> object:
        """The value given by name; an imported element's comes first from a context by the import's name."""
        for space in (*outside_spaces(self.library, model, self._given), self._given):
            for name in element.names:
                if name in space:
                    return space[name]
        return None

    def _add(self, scope: dict[str, object], model: Model, hrefs: tuple[Href, ...]) -> None:
        """Put required elements into a scope, those of imported models under the import's name."""
        spaces: dict[str, dict[str, object]] = {}
        for href in hrefs:
            found = self.library.resolve(model, href)
            if found is None:
                raise Fault(f"it requires “{href}”, which is nowhere to be found")
            owner, element = found
            alias = self.library.alias(model, owner)
            target = spaces.setdefault(alias, {}) if alias and owner is not model else scope
            target.update(dict.fromkeys(element.names, self._required(owner, element)))
        for alias, space in spaces.items():
            before = scope.get(alias)
            scope[alias] = {**before, **space} if isinstance(before, Mapping) else space

    def _required(self, model: Model, element: Element) -> object:
        if isinstance(element, Decision):
            try:
                return self.decision(model, element)
            except Fault as fault:
                raise fault.within(
                    f"the decision “{element.name}”, which it requires, cannot answer"
                ) from None
        if isinstance(element, InputData):
            return self.input(model, element)
        return self.function(model, element)

    def function(self, model: Model, element: Element) -> ModelFunction:
        """A knowledge model or decision service as a function.

        Raises:
            Fault: the element is neither.
        """
        if isinstance(element, DecisionService):
            return ServiceFunction(self, model, element)
        if isinstance(element, KnowledgeModel) and element.function:
            return KnowledgeFunction(element, element.function, model, self._boxed, self._knowledge)
        raise Fault(f"“{element.name}” holds no logic that can be invoked")

    def _knowledge(self, model: Model, element: KnowledgeModel) -> Mapping[str, object]:
        scope: dict[str, object] = {}
        self._add(scope, model, element.knowledge)
        return scope


class KnowledgeFunction(BoxedFunction):
    """A business knowledge model as a function. What it requires is put in scope when it is called."""

    def __init__(
        self,
        element: KnowledgeModel,
        logic: FunctionLogic,
        model: Model,
        boxed: Boxed,
        knowledge: Callable[[Model, KnowledgeModel], Mapping[str, object]],
    ) -> None:
        super().__init__(element.name, logic, model, {}, boxed)
        self._element = element
        self._knowledge = knowledge

    def run(self, arguments: Mapping[str, object]) -> object:
        """The body's value, fitted to the type of the knowledge model's variable."""
        self._scope = self._knowledge(self._model, self._element)
        try:
            value = super().run(arguments)
        except Fault as fault:
            raise fault.within(f"the knowledge model “{self.name}”") from None
        if isinstance(value, Function):
            return value
        wanted = self._types.output_of(self._model, self._element.variable.type_name)
        return self._types.fit_or_null(value, wanted, f"“{self.name}”")
