"""Variables that are read one by one, by whoever asks for them."""

from abc import abstractmethod
from collections.abc import Iterable, MutableMapping

from engine.feel.layers import Named


class Unread(Named, MutableMapping[str, object]):
    """Variables of which an evaluation wants to know the names inside before it reads any value."""

    @abstractmethod
    def compounds(self) -> Iterable[tuple[str, object]]:
        """The names of contexts and lists, each with its value or that value's wire form."""
