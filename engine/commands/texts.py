"""Texts that people type: trimmed, not too long, and of characters that can be kept and shown."""

import re

from engine.errors import InvalidInput

MAX_TEXT = 20_000
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""Control characters, and halves of pairs that are no characters."""

_PART = r"[^@\s,;:<>\"()\[\]\\]"
_ADDRESS = re.compile(rf"{_PART}{{1,64}}@{_PART}{{1,190}}\.[^@\s.,;:<>\"()\[\]\\]{{2,63}}")


def is_address(text: str) -> bool:
    """Whether it is one plain e-mail address: no name beside it, no list, nothing that adds a header."""
    plain = "=?" not in text and not UNPRINTABLE.search(text)  # “=?” begins a coded word in a header
    return plain and _ADDRESS.fullmatch(text) is not None


def checked_text(text: str, most: int = MAX_TEXT) -> str:
    """A text that a person typed, trimmed. Raises InvalidInput when it is empty, too long or unreadable."""
    text = text.strip()
    if not text:
        raise InvalidInput("Write something, please.")
    if len(text) > most:
        raise InvalidInput(f"At most {most} characters fit.")
    if UNPRINTABLE.search(text):
        raise InvalidInput("The text holds characters that cannot be kept. Type it again, please.")
    return text


def require_reason(reason: str) -> str:
    """The reason, trimmed. Raises InvalidInput when there is none."""
    if not reason.strip():
        raise InvalidInput("Give a reason, please.")
    return checked_text(reason)


def optional(text: str, most: int = MAX_TEXT) -> str:
    """A text that may be left out, trimmed. Raises InvalidInput when it is too long or unreadable."""
    return checked_text(text, most) if text.strip() else ""


def one_line(text: str, most: int = 200) -> str:
    """A short text on one line, which may be left out. Raises InvalidInput when it is too long."""
    return optional(" ".join(text.split()), most)
