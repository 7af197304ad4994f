"""What has happened, in the past tense: `process` from the runtime, `case` and `house` from the commands."""

from engine.events.base import Event

__all__ = ["Event"]
