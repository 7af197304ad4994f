"""Numbers of a list, as far as they are counted."""

from engine.ports.reads import MOST_COUNTED


def counted(number: int) -> str:
    """The number as it is shown; beyond the end of counting, that there are more."""
    return str(number) if number <= MOST_COUNTED else f"{MOST_COUNTED:,}+"
