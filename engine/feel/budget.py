"""How much one evaluation may use, and the meter that counts it."""

from collections.abc import Callable
from dataclasses import dataclass
from time import thread_time

from engine.feel.errors import FeelBudgetError

CHECK_EVERY = 512  # steps between two looks at the clock


@dataclass(frozen=True, slots=True)
class Budget:
    """Limits of one evaluation.

    steps: iterations and calls, weighted by the size of what they repeat.
    cells: characters and list items built.
    depth: nested function calls.
    seconds: the processor's time for this thread, so that a busy machine refuses nothing that is quick.
    """

    steps: int = 200_000
    cells: int = 1_000_000
    depth: int = 200
    seconds: float = 1.0


DEFAULT_BUDGET = Budget()


class Meter:
    """What is left of a budget.

    Its time counts from the first look at the clock: most evaluations end before they ever need one.
    """

    __slots__ = ("_clock", "_deadline", "_next_look", "cells", "depth", "seconds", "steps")

    def __init__(self, budget: Budget, clock: Callable[[], float] = thread_time) -> None:
        self.steps = budget.steps
        self.cells = budget.cells
        self.depth = budget.depth
        self.seconds = budget.seconds
        self._clock = clock
        self._deadline: float | None = None
        self._next_look = max(self.steps - CHECK_EVERY, 0)

    def step(self, weight: int = 1) -> None:
        """Take steps off the budget.

        Raises:
            FeelBudgetError: the steps or the time are used up.
        """
        self.steps -= weight
        if self.steps < self._next_look:
            self._look()

    def _look(self) -> None:
        if self.steps < 0:
            raise FeelBudgetError("The expression takes more steps than allowed.")
        self._next_look = max(self.steps - CHECK_EVERY, 0)
        self.time_left()

    def build(self, cells: int) -> None:
        """Take characters or list items off the budget.

        Raises:
            FeelBudgetError: the room or the time is used up.
        """
        self.cells -= cells
        if self.cells < 0:
            raise FeelBudgetError("The expression builds more text or longer lists than allowed.")
        if cells > CHECK_EVERY:
            self.time_left()

    def enter(self) -> None:
        """Count one more nested call.

        Raises:
            FeelBudgetError: the calls are nested too deeply.
        """
        self.depth -= 1
        if self.depth < 0:
            raise FeelBudgetError("Functions call each other more deeply than allowed.")

    def leave(self) -> None:
        """Count one nested call less."""
        self.depth += 1

    def time_left(self) -> float:
        """Seconds until the deadline.

        Raises:
            FeelBudgetError: the deadline has passed.
        """
        if self._deadline is None:
            self._deadline = self._clock() + self.seconds
            return self.seconds
        left = self._deadline - self._clock()
        if left <= 0:
            raise FeelBudgetError(f"The expression takes longer than {self.seconds:g} seconds.")
        return left
