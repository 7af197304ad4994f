"""Watching it run: lines, figures for Prometheus, spans for OpenTelemetry, and whether it is ready.

What counts is slow to load, and must be told before where to count (`shared`): so it is loaded last.
"""

from engine.watching.watch import Watch

__all__ = ["Watch"]
