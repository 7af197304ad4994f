"""The seal of an archive: the hash of every byte before it, as the comment at the end of a ZIP."""

import os
import re
from hashlib import sha256
from pathlib import Path
from typing import IO

from engine.errors import Broken

CHUNK = 1 << 20
_SEAL = b"querela-backup sha256:"
OPEN = _SEAL + b"0" * 64
"""Stands for the seal until all other bytes are known."""

_SEALED = re.compile(re.escape(_SEAL) + rb"([0-9a-f]{64})")
NO_BACKUP = "This is no backup of Querela, or its end is missing."
DAMAGED = "The backup is damaged: it is not what was written."


class Sealing:
    """Passes on what a ZIP writes, and puts its hash in the place of the comment at its end."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._hash = sha256()
        self._held = b""
        self._given_up = False

    def write(self, data: bytes) -> int:
        """Pass the bytes on, all but the last ones."""
        if self._given_up:
            return len(data)
        held = self._held + bytes(data)
        ready, self._held = held[: -len(OPEN)], held[-len(OPEN) :]
        self._hash.update(ready)
        self._out.write(ready)
        return len(data)

    def flush(self) -> None:
        """Let the file below write what it holds."""
        if not self._given_up:
            self._out.flush()

    def seal(self) -> None:
        """Write the seal, when the ZIP is closed."""
        assert self._held == OPEN
        self._out.write(_SEAL + self._hash.hexdigest().encode())

    def give_up(self) -> None:
        """Let the ZIP close without a place to write to."""
        self._given_up = True


def check_seal(file: Path) -> None:
    """Read the whole file. Raises Broken when it has no seal, or another content than the sealed one."""
    with file.open("rb") as source:
        left = os.fstat(source.fileno()).st_size - len(OPEN)
        source.seek(max(left, 0))
        sealed = _SEALED.fullmatch(source.read())
        if sealed is None:
            raise Broken(NO_BACKUP)
        source.seek(0)
        found = sha256()
        while left > 0 and (data := source.read(min(CHUNK, left))):
            found.update(data)
            left -= len(data)
    if found.hexdigest().encode() != sealed[1]:
        raise Broken(DAMAGED)
