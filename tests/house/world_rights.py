"""A guardian of the world's pupil asks for a copy of the data."""

from __future__ import annotations

from typing import Any

from recipients.actions.receive_request import receive_request
from recipients.models import DataRequest
from tests.house.world import Line, World


def asked(world: World, line: Line) -> dict[str, Any]:
    """`public_id` of the request; it is made when it is first asked for."""
    found = DataRequest.objects.filter(recipient=world.recipient, kind=DataRequest.Kind.COPY).first()
    operator = world.insiders["school_operator"]
    found = found or receive_request(
        recipient=world.recipient, kind=DataRequest.Kind.COPY, asked_by="parent", proof="kk", actor=operator
    )
    return {"public_id": found.public_id}
