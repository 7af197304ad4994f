"""Plays a package in memory: steps in, everything that came of them out. No database, no clock of its own.

The process that is started may send messages and signals; they reach the other processes of its diagram, and
start those that begin with them. A message that nobody waits for is kept until somebody does.
"""

from engine.playback.outcome import Outcome
from engine.playback.play import Playback

__all__ = ["Outcome", "Playback"]
