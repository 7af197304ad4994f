"""How much is done: a short form within `make test`, the long one with LONG=1 (`make faults`)."""

import os

LONG = os.environ.get("LONG") == "1"


def either(short: int, long: int) -> int:
    """The number for this run."""
    return long if LONG else short
