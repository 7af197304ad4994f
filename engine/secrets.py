"""Keys, codes and their hashes. The signing key is made once and kept in the home."""

import base64
import hashlib
import hmac
import os
import secrets as machine
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from cryptography.fernet import Fernet, InvalidToken

from engine.errors import BadConfiguration, Broken

KEY_FILE = "secret.key"
"""Name of the generated key's file in the home."""

_ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # nothing that is read two ways
_CODE_LENGTH = 24  # 24 letters of 30: 117 bits
_hasher = PasswordHasher()


@dataclass(frozen=True)
class Secrets:
    """Everything that is derived from the signing key."""

    key: str = field(repr=False)

    def tracking_code(self) -> str:
        """A new tracking code: 117 bits in groups that can be read out on the phone."""
        letters = "".join(machine.choice(_ALPHABET) for _ in range(_CODE_LENGTH))
        return "-".join(letters[i : i + 6] for i in range(0, _CODE_LENGTH, 6))

    def hash_code(self, code: str) -> str:
        """A code's keyed hash; spaces, dashes and case do not count."""
        plain = "".join(c for c in code.upper() if c.isalnum())
        return hmac.new(self._derive("code"), plain.encode(), hashlib.sha256).hexdigest()

    def same_code(self, code: str, kept_hash: str) -> bool:
        """Whether a code belongs to a kept hash, in constant time."""
        return hmac.compare_digest(self.hash_code(code), kept_hash)

    def new_token(self) -> str:
        """A new API token."""
        return "qrl_" + machine.token_urlsafe(32)

    def hash_token(self, token: str) -> str:
        """A token's keyed hash."""
        return hmac.new(self._derive("token"), token.encode(), hashlib.sha256).hexdigest()

    def hash_address(self, address: str) -> str:
        """The keyed hash under which attempts from an address are counted: the address itself is not kept."""
        return hmac.new(self._derive("address"), address.encode(), hashlib.sha256).hexdigest()

    def handle(self, name: str) -> str:
        """What stands for a name towards those whom it would tell too much itself; another each time."""
        return self._handles().encrypt(name.encode()).decode().rstrip("=")

    def named(self, handle: str) -> str | None:
        """The name that a handle stands for; None: it is none of ours."""
        try:
            return self._handles().decrypt(handle.encode() + b"=" * (-len(handle) % 4)).decode()
        except (InvalidToken, ValueError):
            return None

    def seal(self, plain: bytes) -> bytes:
        """Encrypt what must not lie readable in the database."""
        return self._box().encrypt(plain)

    def open(self, sealed: bytes) -> bytes:
        """Decrypt what `seal` made. Raises Broken when it was made with another key."""
        try:
            return self._box().decrypt(sealed)
        except InvalidToken as wrong:
            raise Broken("A sealed value cannot be opened with this installation's key.") from wrong

    def fingerprint(self) -> str:
        """What tells this key from others, and tells nothing else of it."""
        return self._derive("fingerprint").hex()

    def _derive(self, purpose: str) -> bytes:
        return hashlib.sha256(f"querela/{purpose}/{self.key}".encode()).digest()

    def _handles(self) -> Fernet:
        return Fernet(base64.urlsafe_b64encode(self._derive("handle")))

    def _box(self) -> Fernet:
        return Fernet(base64.urlsafe_b64encode(self._derive("seal")))


def hash_password(password: str) -> str:
    """argon2id hash of a password."""
    return _hasher.hash(password)


def password_fits(password: str, kept_hash: str) -> bool:
    """Whether a password fits; with no hash it takes as long and says no."""
    try:
        _hasher.verify(kept_hash or _nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    return bool(kept_hash)


def load_secrets(home: Path, given: str | None) -> Secrets:
    """The signing key given, or the one in the home, made at first use; the home is there afterwards.

    Raises:
        BadConfiguration: the home cannot be written, or its key file is damaged.
    """
    file = home / KEY_FILE
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)  # what lies in it is nobody else's business
        if given:
            return Secrets(given)
        if not file.exists():
            _make_key(file)
        return _read_key(file)
    except OSError as wrong:
        raise BadConfiguration(f"QUERELA_HOME cannot be used: {home} ({wrong.strerror or wrong}).") from wrong


def _make_key(file: Path) -> None:
    """A new key, whole from its first moment, since several processes may start at once: one makes it."""
    with NamedTemporaryFile("w", dir=file.parent, prefix=".key-") as out:  # readable by its owner only
        out.write(machine.token_urlsafe(48))
        out.flush()
        os.fsync(out.fileno())
        with suppress(FileExistsError):
            os.link(out.name, file)


def _read_key(file: Path) -> Secrets:
    key = file.read_bytes().decode("ascii", "replace").strip()
    if len(key) < 16 or not key.isprintable() or "\ufffd" in key:
        raise BadConfiguration(f"The key file {file} is damaged; restore it, or set QUERELA_SECRET_KEY.")
    return Secrets(key)


@cache
def _nobody() -> str:
    """A hash that no password fits, so that an unknown login takes as long as a known one."""
    return _hasher.hash(machine.token_hex(16))
