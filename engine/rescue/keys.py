"""The signing key of an installation that is restored: without it no code, token or sealed value works."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from engine.config import Config
from engine.errors import BadConfiguration, Broken
from engine.rescue.manifest import KEY
from engine.rescue.reader import ArchiveReader
from engine.secrets import KEY_FILE, Secrets, load_secrets

_LONGEST = 4096


def fitting_key(archive: ArchiveReader, config: Config, *, replace: bool, other_key: bool) -> str | None:
    """The key to put into the home; None: what is there, or set, is the right one.

    Raises:
        BadConfiguration: the key of this installation is another one, or the right one is not known.
    """
    wanted = archive.manifest.key
    archived = _archived(archive)
    if config.secret_key is not None:
        if Secrets(config.secret_key).fingerprint() != wanted and not other_key:
            raise BadConfiguration("The backup was made with another key than QUERELA_SECRET_KEY.")
        return None
    there = load_secrets(config.home, None) if (config.home / KEY_FILE).exists() else None
    if (there is not None and there.fingerprint() == wanted) or other_key:
        return None
    if archived is None:
        raise BadConfiguration(
            "The backup holds no key: set QUERELA_SECRET_KEY to that of the installation it was made of."
        )
    if there is not None and not replace:
        raise BadConfiguration(f"The home {config.home} has another key already; nothing was changed.")
    return archived


@contextmanager
def key_in_place(home: Path, key: str | None) -> Iterator[None]:
    """The key in the home during and after the block; the one before is put back when the block fails."""
    if key is None:
        yield
        return
    file = home / KEY_FILE
    aside = home / f".{KEY_FILE}.before"
    if file.exists():
        file.replace(aside)
    try:
        _write(file, key)
        yield
    except BaseException:
        file.unlink(missing_ok=True)
        if aside.exists():
            aside.replace(file)
        raise
    aside.unlink(missing_ok=True)


def _archived(archive: ArchiveReader) -> str | None:
    for part in archive.manifest.parts:
        if part.name == KEY:
            with archive.part(part) as source:
                key = source.read(_LONGEST).decode("ascii", "replace")
            if Secrets(key).fingerprint() != archive.manifest.key:
                raise Broken("The backup's key is not the one that its manifest names.")
            return key
    return None


def _write(file: Path, key: str) -> None:
    with NamedTemporaryFile("w", dir=file.parent, prefix=".key-", delete=False) as out:  # its owner's only
        written = Path(out.name)
        try:
            out.write(key)
            out.flush()
            os.fsync(out.fileno())
            written.replace(file)
        except OSError:
            written.unlink()
            raise
