"""Decisions, services and knowledge models of a folder, asked by id or name."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from typing import TypeVar

from engine.dmn.evaluate_table import TableRun
from engine.dmn.faults import Fault
from engine.dmn.functions import invoked
from engine.dmn.graph import Graph
from engine.dmn.library import Library, Model, key_of
from engine.dmn.model import Decision, DecisionService, Element, KnowledgeModel
from engine.dmn.session import NoteBreach, Session
from engine.errors import InvalidInput, NotFound
from engine.feel.errors import FeelValueError
from engine.feel.values.convert import settled
from engine.ports.runtime import Decided

ElementT = TypeVar("ElementT", bound=Element)
HostFunctions = Mapping[str, Callable[..., object]]


class Models:
    """All DMN files of a folder or package.

    `note_breach`: told of tables that break their own rules, whose answer is then null; without it, the
    question is refused, because no case may go on with an answer that DMN calls undefined (8.2.10).
    """

    def __init__(self, files: Mapping[str, bytes], note_breach: NoteBreach | None = None) -> None:
        self.library = Library(files)
        self._note_breach = note_breach

    def decisions(self) -> list[tuple[str, str, str]]:
        """Id, name and file of every decision, in the files' order."""
        return [
            (decision.id, decision.name, model.file)
            for model in self.library.models
            for decision in model.definitions.of(Decision)
        ]

    def evaluate(
        self,
        decision: str,
        variables: Mapping[str, object],
        *,
        now: datetime,
        zone: str = "UTC",
        functions: HostFunctions | None = None,
        file: str | None = None,
    ) -> object:
        """The value of a decision. See `decide`."""
        return self.decide(decision, variables, now=now, zone=zone, functions=functions, file=file).value

    def decide(
        self,
        decision: str,
        variables: Mapping[str, object],
        *,
        now: datetime,
        zone: str = "UTC",
        functions: HostFunctions | None = None,
        file: str | None = None,
    ) -> Decided:
        """A decision's value, with the inputs and rules that made it. `file` narrows the search to one file.

        Raises:
            NotFound: there is no such decision.
            InvalidInput: it cannot answer.
        """
        model, element = self._find(Decision, "decision", decision, file)
        graph = Graph(self.library, self._session(now, zone, functions), _Given(variables))
        with _spoken(f"The decision “{element.name}”"):
            value = graph.decision(model, element)
        runs = graph.runs.of.get(key_of(model, element), [])
        rules = tuple(rule.reference for run in runs for rule in run.matched)
        return Decided(value, {**_columns(runs), **graph.inputs}, rules)

    def service(
        self,
        name: str,
        inputs: Mapping[str, object],
        *,
        now: datetime,
        zone: str = "UTC",
        functions: HostFunctions | None = None,
        file: str | None = None,
    ) -> object:
        """What a decision service answers for inputs by name: one output bare, several as a context.

        Raises:
            NotFound: there is no such service.
            InvalidInput: it cannot answer.
        """
        model, element = self._find(DecisionService, "decision service", name, file)
        return self._call(model, element, inputs, self._session(now, zone, functions), "decision service")

    def bkm(
        self,
        name: str,
        arguments: Mapping[str, object],
        *,
        now: datetime,
        zone: str = "UTC",
        functions: HostFunctions | None = None,
        file: str | None = None,
    ) -> object:
        """What a business knowledge model gives for arguments by name.

        Raises:
            NotFound: there is no such knowledge model.
            InvalidInput: it cannot answer.
        """
        model, element = self._find(KnowledgeModel, "business knowledge model", name, file)
        return self._call(model, element, arguments, self._session(now, zone, functions), "knowledge model")

    def _session(self, now: datetime, zone: str, functions: HostFunctions | None) -> Session:
        return Session(self.library, now, zone, functions, self._note_breach)

    def _call(
        self, model: Model, element: Element, arguments: Mapping[str, object], session: Session, kind: str
    ) -> object:
        given = _Given(arguments)
        with _spoken(f"The {kind} “{element.name}”"):
            function = Graph(self.library, session, given).function(model, element)
            return invoked(function, function.taken(given), session, element.name)

    def _find(self, kind: type[ElementT], word: str, key: str, file: str | None) -> tuple[Model, ElementT]:
        models = [model for model in self.library.models if file is None or model.file == file]
        name = " ".join(key.split())  # as names are read from a file, where they may be broken into lines
        for model in models:
            found = model.definitions.by_id.get(key)
            if isinstance(found, kind):
                return model, found
        for model in models:
            named = _named(model, kind, name)
            if named:
                return named
        raise NotFound(f"There is no {word} “{key}”{self._unread(file)}.")

    def _unread(self, file: str | None) -> str:
        broken = [name for name in self.library.broken if file is None or name == file]
        return f", and {broken[0]} cannot be read" if broken else ""


def _named(model: Model, kind: type[ElementT], key: str) -> tuple[Model, ElementT] | None:
    for each in model.visible():
        for element in each.definitions.of(kind):
            if key in (element.name, element.id):
                return each, element
    for alias, imported in model.named.items():
        if key.startswith(f"{alias}."):
            return _named(imported, kind, key[len(alias) + 1 :])
    return None


@lru_cache(maxsize=256)
def _tidied(names: tuple[str, ...]) -> dict[str, str]:
    """Names as files write them, white space tidied, with what they are called here."""
    return {" ".join(name.split()): name for name in names}


class _Given(Mapping[str, object]):
    """What is given from outside, each value taken in when a decision reads it."""

    def __init__(self, variables: Mapping[str, object]) -> None:
        self._variables = variables

    def __getitem__(self, name: str) -> object:
        variables = self._variables
        try:
            return settled(variables[name if name in variables else self._names[name]])
        except FeelValueError as why:
            raise InvalidInput(f"A variable cannot be read: {why}") from None

    def __contains__(self, name: object) -> bool:
        return name in self._variables or name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    @property
    def _names(self) -> dict[str, str]:
        return _tidied(tuple(self._variables))


@contextmanager
def _spoken(who: str) -> Iterator[None]:
    try:
        yield
    except Fault as fault:
        raise InvalidInput(f"{who} cannot answer: {fault.reason.rstrip('.')}.") from fault
    except RecursionError:
        raise InvalidInput(f"{who} cannot answer: it is nested too deeply.") from None


def _columns(runs: list[TableRun]) -> dict[str, object]:
    return {
        column.title: value
        for run in runs
        for column, value in zip(run.table.inputs, run.inputs, strict=False)
    }
