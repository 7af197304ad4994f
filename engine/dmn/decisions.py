"""The decisions of a package, behind the port of that name."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import datetime
from threading import Lock
from typing import Final

from engine.dmn.models import Models
from engine.model.package import Package
from engine.ports.runtime import Decided

KEPT: Final = 64  #: packages whose models stay parsed


class DmnDecisions:
    """Implements `engine.ports.runtime.Decisions`. Keeps the models of the packages last used."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._models: OrderedDict[str, Models] = OrderedDict()
        self._lock = Lock()

    def decide(
        self,
        package: Package,
        decision: str,
        variables: Mapping[str, object],
        now: datetime,
        zone: str = "UTC",
        functions: Mapping[str, Callable[..., object]] | None = None,
    ) -> Decided:
        """Evaluate a decision of a package by id or name.

        Raises:
            NotFound: no file of the package has that decision.
            InvalidInput: the decision is faulty, or breaks its hit policy.
        """
        return self.models(package).decide(decision, variables, now=now, zone=zone, functions=functions)

    def models(self, package: Package) -> Models:
        """The package's decision models, parsed once for each content."""
        with self._lock:
            known = self._models.get(package.sha256)
            if known:
                self._models.move_to_end(package.sha256)
                return known
        read = Models(_files(package))
        with self._lock:
            self._models[package.sha256] = read
            while len(self._models) > self._kept:
                self._models.popitem(last=False)
        return read


def _files(package: Package) -> dict[str, bytes]:
    named = [name for name in package.decisions if name in package.files]
    others = [name for name in sorted(package.files) if name.endswith(".dmn") and name not in named]
    return {name: package.files[name] for name in (*named, *others)}
