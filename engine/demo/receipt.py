"""How a sample complaint comes in: by the public form, or recorded by staff."""

import struct
import zlib
from datetime import timedelta

from engine.commands.attach import Attach
from engine.commands.lodge_complaint import LodgeComplaint
from engine.demo.life import House, Life
from engine.model.complaint import Complainant
from engine.model.people import PUBLIC

FROM_OUTSIDE = ("web", "e-mail", "chat", "api")


def lodge(house: House, life: Life) -> None:
    """Record the complaint; the case's reference and tracking code stay with its life."""
    tale = life.tale
    now = house.querela.now()
    command = LodgeComplaint(
        description=tale.text.strip(),
        complainant=Complainant(tale.name, tale.email, tale.phone, tale.anonymous),
        kind=tale.kind,
        channel=tale.channel,
        language=tale.language,
        subject=tale.subject,
        product=tale.product,
        category=tale.category,
        outcome_sought=tale.wanted,
        occurred_on=now.date() - timedelta(days=tale.occurred) if tale.occurred is not None else None,
        received_at=life.received_at,
        require_address=tale.channel in FROM_OUTSIDE,
        values={"danger": True} if tale.safety else {},
    )
    actor = PUBLIC if tale.channel in FROM_OUTSIDE else house.actor(life.handler)
    lodged = house.querela.do(command, actor)
    life.reference, life.code = lodged.reference, lodged.tracking_code
    house.lives[tale.key] = life
    if tale.photo:
        house.querela.do(Attach(life.reference, tale.photo, picture(len(tale.text)), code=life.code))


def picture(shade: int) -> bytes:
    """A small picture in PNG: a parcel with its tape, in a colour of its own."""
    width, height = 240, 180
    paper, tape = (150 + shade % 60, 110 + shade % 50, 70), (225, 205, 160)

    def pixel(x: int, y: int) -> tuple[int, int, int]:
        inside = 30 <= x < 210 and 30 <= y < 150
        if not inside:
            return (238, 240, 242)
        return tape if 108 <= x < 132 or abs(y - 90 - shade % 20) < 2 else paper

    rows = b"".join(b"\0" + bytes(v for x in range(width) for v in pixel(x, y)) for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = (b"IHDR" + head, b"IDAT" + zlib.compress(rows, 9), b"IEND")
    chunks = (struct.pack(">I", len(p) - 4) + p + struct.pack(">I", zlib.crc32(p)) for p in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
