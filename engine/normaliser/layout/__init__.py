"""Drawings made for diagrams, or for the parts of them, that have none."""

from engine.normaliser.layout.between import place
from engine.normaliser.layout.missing import lay_out_missing
from engine.normaliser.layout.whole import lay_out

__all__ = ["lay_out", "lay_out_missing", "place"]
