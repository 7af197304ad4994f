"""The command line `querela`: thin commands over the bus.

Exit status: 0 done, 1 done and found problems, 2 wrong usage, 3 refused or failed with one plain sentence,
143 told to end (SIGTERM) before it had begun its work or was done with it.
"""

from engine.cli.group import main

__all__ = ["main"]
