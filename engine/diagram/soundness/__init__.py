"""Plays a scope as a token game: does every play come to an end, does anything wait for ever?"""

from engine.diagram.soundness.verdict import Verdict, is_rescued, judge

__all__ = ["Verdict", "is_rescued", "judge"]
