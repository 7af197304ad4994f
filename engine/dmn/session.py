"""What all evaluations of one request share: the instant, the host's functions and how much may be used."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from time import thread_time

from engine.dmn.faults import Breach, Fault
from engine.dmn.feeltypes import feel_types
from engine.dmn.library import Library, Model
from engine.dmn.purse import Purse
from engine.feel import FeelError, evaluate, unary_test
from engine.feel.expression import Kind, compiled_alone
from engine.feel.layers import ABSENT
from engine.feel.types import Type

MAX_DEPTH = 60  #: nested decisions, knowledge models and services
_TYPED = ("instance", "function")  #: words of texts that name types
_NO_TYPES: Mapping[str, Type] = {}
MAX_SECONDS = 3.0  #: of the processor's time, for one request
LOOK_EVERY = 8  #: texts between two looks at the clock; each has a limit of its own
MAX_TEXTS = 200_000  #: FEEL texts evaluated for one request

Scope = Mapping[str, object]
HostFunctions = Mapping[str, Callable[..., object]]
NoteBreach = Callable[[str], None]


class Session:
    """One request: a decision, service or knowledge model asked once."""

    def __init__(
        self,
        library: Library,
        now: datetime,
        zone: str = "UTC",
        functions: HostFunctions | None = None,
        note_breach: NoteBreach | None = None,
    ) -> None:
        self.library = library
        self.now = now
        self.zone = zone
        self.functions = functions or {}
        self.warnings: list[str] = []
        self._note_breach = note_breach
        self._types: dict[str, Mapping[str, Type]] = {}
        self._deadline: float | None = None
        self._purse = Purse()
        self._depth = 0
        self._texts = 0

    def value(self, text: str, scope: Scope, model: Model | None = None) -> object:
        """The value of a FEEL expression.

        Raises:
            Fault: it cannot be parsed or exceeds its budget.
        """
        self._count()
        constant = _constant(text, "expression")
        if constant is not ABSENT:
            return constant
        meter = self._purse.open()
        try:
            return evaluate(
                text,
                scope,
                now=self.now,
                budget=meter,
                functions=self.functions,
                types=self._types_of(text, model),
                zone=self.zone,
                warnings=self.warnings,
                native=True,
            )
        except FeelError as fault:
            raise Fault(_sentence(text, fault)) from None
        finally:
            self._purse.close()

    def test(self, text: str, value: object, scope: Scope, model: Model | None = None) -> bool:
        """Whether a value passes unary tests; a test without an answer does not pass.

        Raises:
            Fault: they cannot be parsed or exceed their budget.
        """
        self._count()
        constant = _constant(text, "unary-tests")
        if type(constant) is type(value) and value is not None:
            return value == constant
        meter = self._purse.open()
        try:
            passed = unary_test(
                text,
                value,
                scope,
                now=self.now,
                budget=meter,
                functions=self.functions,
                types=self._types_of(text, model),
                zone=self.zone,
                warnings=self.warnings,
                native=True,
            )
        except FeelError as fault:
            raise Fault(_sentence(text, fault)) from None
        finally:
            self._purse.close()
        return passed is True

    def breach(self, breach: Breach) -> None:
        """Note that a table's answer is undefined, where breaches are only noted.

        Raises:
            Breach: they are not.
        """
        if self._note_breach is None:
            raise breach
        self._note_breach(breach.reason)

    def _types_of(self, text: str, model: Model | None) -> Mapping[str, Type]:
        if model is None or not _may_name_types(text):
            return _NO_TYPES
        if model.file not in self._types:
            self._types[model.file] = feel_types(self.library, model)
        return self._types[model.file]

    def _count(self) -> None:
        self._texts += 1
        if self._texts % LOOK_EVERY == 0 and self._is_late():
            raise Fault(f"it takes longer than {MAX_SECONDS:g} seconds")
        if self._texts > MAX_TEXTS:
            raise Fault(f"it evaluates more than {MAX_TEXTS} expressions")

    def _is_late(self) -> bool:
        """Whether its time is over; it counts from the first look."""
        if self._deadline is None:
            self._deadline = thread_time() + MAX_SECONDS
            return False
        return thread_time() > self._deadline

    def __enter__(self) -> "Session":
        """Go one level deeper: into a decision, a service or a function.

        Raises:
            Fault: too deep.
        """
        self._depth += 1
        if self._depth > MAX_DEPTH:
            self._depth -= 1
            raise Fault(f"decisions and functions call each other more than {MAX_DEPTH} levels deep")
        return self

    def __exit__(self, *_: object) -> None:
        self._depth -= 1


@lru_cache(maxsize=2048)
def _may_name_types(text: str) -> bool:
    return any(word in text for word in _TYPED)


def _constant(text: str, kind: Kind) -> object:
    """What the text is, or what the test compares with, where its scope does not matter; else ABSENT.

    Raises:
        Fault: it cannot be parsed.
    """
    try:
        alone = compiled_alone(text, kind)
    except FeelError as fault:
        raise Fault(_sentence(text, fault)) from None
    return ABSENT if alone is None else alone.constant


def _sentence(text: str, fault: FeelError) -> str:
    shown = " ".join(text.split())
    shown = shown if len(shown) <= 60 else f"{shown[:57]}…"
    return f"“{shown}” cannot be evaluated: {str(fault).rstrip('.')}"
