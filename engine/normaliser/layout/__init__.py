"""Drawings made for diagrams, or for the parts of them, that have none."""

from engine.normaliser.layout.whole import lay_out

__all__ = ["lay_out"]
