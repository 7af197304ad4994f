"""Watching it run: lines, figures for Prometheus, spans for OpenTelemetry, and whether it is ready."""

from engine.watching.figures import Figures
from engine.watching.watch import Watch

__all__ = ["Figures", "Watch"]
