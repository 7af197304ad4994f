"""What a form is shown and checked in: variables, instant and zone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.feel.layers import Layers


@dataclass(frozen=True, slots=True)
class Setting:
    """The variables that a form's expressions see, and the instant and zone in which they are asked."""

    variables: Mapping[str, object]
    now: datetime
    zone: str = "UTC"  #: IANA name

    def knowing(self, answers: Mapping[str, object]) -> "Setting":
        """The same, with answers laid over the variables."""
        return Setting(Layers(answers, self.variables), self.now, self.zone)  # type: ignore[arg-type]
