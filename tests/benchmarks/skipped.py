"""When a figure cannot be taken on this machine."""


class Skipped(Exception):
    """Says what is missing."""
