"""Files of cases as a tape of the kind that `tar` reads, each under its content's hash.

Written and read entry by entry with the standard's plain headers: what else tapes may hold is refused.
"""

import re
import tarfile
from collections.abc import Iterable, Iterator
from hashlib import sha256

from engine.errors import Broken
from engine.files import MAX_BYTES, Files
from engine.rescue.reader import PartReader
from engine.rescue.writer import PartWriter

_BLOCK = 512
_END = bytes(2 * _BLOCK)
_DIGEST = re.compile(r"[0-9a-f]{64}")
_UNREADABLE = "The backup's attachments cannot be read."


def write_files(out: PartWriter, files: Files, digests: Iterable[str]) -> set[str]:
    """Write the files of these hashes; answers the hashes of which there is no file, or a changed one."""
    missing = set()
    for digest in digests:
        try:
            data = files.read(digest)
        except Broken:
            missing.add(digest)
            continue
        entry = tarfile.TarInfo(digest)
        entry.size, entry.mode = len(data), 0o600
        out.write(entry.tobuf(tarfile.USTAR_FORMAT))
        out.write(data + bytes(-len(data) % _BLOCK))
        out.items += 1
    out.write(_END)
    return missing


def read_files(source: PartReader) -> Iterator[bytes]:
    """The content of every file, each proved by its hash. Raises Broken."""
    while (header := _exactly(source, _BLOCK)) != bytes(_BLOCK):
        try:
            entry = tarfile.TarInfo.frombuf(header, "ascii", "strict")
        except (tarfile.HeaderError, ValueError) as wrong:
            raise Broken(_UNREADABLE) from wrong
        if entry.type != tarfile.REGTYPE or not _DIGEST.fullmatch(entry.name) or entry.size > MAX_BYTES:
            raise Broken(_UNREADABLE)
        data = _exactly(source, entry.size)
        if sha256(data).hexdigest() != entry.name:
            raise Broken("The backup holds an attachment that is not what its name says.")
        _exactly(source, -entry.size % _BLOCK)
        yield data


def _exactly(source: PartReader, size: int) -> bytes:
    data = b""
    while len(data) < size and (more := source.read(size - len(data))):
        data += more
    if len(data) < size:
        raise Broken(_UNREADABLE)
    return data
