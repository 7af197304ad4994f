"""A mail server of this machine that remembers which mails it took."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller

from tests.support.postgres import free_port


@dataclass
class Post:
    """`taken`: how often each mail was delivered, by its id."""

    taken: Counter[str] = field(default_factory=Counter)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        [head] = [line for line in envelope.content.splitlines() if line.lower().startswith(b"message-id:")]
        self.taken[head.decode().split("<")[1].split("@")[0]] += 1
        return "250 Taken"


@contextmanager
def post() -> Iterator[tuple[Post, str]]:
    """The mail server, and its URL."""
    handler = Post()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield handler, f"smtp://127.0.0.1:{controller.port}"
    finally:
        controller.stop()
