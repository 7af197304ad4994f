"""Messages from other systems."""

from apiflask import APIBlueprint
from flask import Response

from engine.commands.deliver_message import Delivered, DeliverMessage
from web.api.door import body, do, text, values_of

bp = APIBlueprint("messages", __name__, tag="Messages")


@bp.post("/messages")
def send() -> Response:
    """Deliver to the instance that has waited longest, or keep it; the same `id` is delivered once."""
    command = DeliverMessage(
        name=text("name", needed=True),
        key=body().get("key"),
        values=values_of("values"),
        id=text("id") or None,
    )

    def fields(delivered: Delivered) -> dict[str, object]:
        return {"delivered": list(delivered.instances), "kept": delivered.kept}

    return do(command, fields, status=202)
