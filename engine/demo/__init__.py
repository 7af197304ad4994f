"""A sandbox with sample cases: invented complaints, lived through by ordinary commands on a moved clock."""

from engine.demo.player import Played
from engine.demo.seeding import SEED, seed
from engine.demo.story import Tale, read_tales

__all__ = ["SEED", "Played", "Tale", "read_tales", "seed"]
