"""Lengths of time, cycles and dates read from what people write beside an event."""

from engine.normaliser.labels.reading import duration_in
from engine.normaliser.labels.timing import Timing

__all__ = ["Timing", "duration_in"]
