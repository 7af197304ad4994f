"""What may be asked of the system: commands change something, queries only look. Both are frozen values."""

from typing import Generic, TypeVar

Answer = TypeVar("Answer", covariant=True)


class Command(Generic[Answer]):
    """Something to do. Carried out as one transaction at one instant; answers an `Answer`."""


class Query(Generic[Answer]):
    """Something to look up; answers an `Answer`."""
