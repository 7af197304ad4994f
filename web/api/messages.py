"""Messages from other systems."""

from apiflask import APIBlueprint
from flask import Response

from engine.commands.deliver_message import Delivered, DeliverMessage
from engine.feel.wire import from_wire
from web.api.door import body, do, feel_values, text

bp = APIBlueprint("messages", __name__, tag="Messages")


@bp.post("/messages")
def send() -> Response:
    """Deliver to the instance that has waited longest, or keep it; the same `id` is delivered once."""
    command = DeliverMessage(
        name=text("name", needed=True),
        key=from_wire(body().get("key")),
        values=feel_values("values"),
        id=text("id") or None,
    )

    def fields(delivered: Delivered) -> dict[str, object]:
        return {"delivered": list(delivered.instances), "kept": delivered.kept}

    return do(command, fields, status=202)
