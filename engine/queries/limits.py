"""How much may be asked for at once."""

from engine.errors import InvalidInput

LONGEST_SEARCH = 200
"""Characters."""


def searched(text: str) -> str:
    """The text to search for. Raises InvalidInput when it is too long for a search."""
    if len(text) > LONGEST_SEARCH:
        raise InvalidInput(f"Search for at most {LONGEST_SEARCH} characters.")
    return text
