from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.handover_state import HandoverState

T = TypeVar("T", bound="PledgeHandoverOut")


@_attrs_define
class PledgeHandoverOut:
    """
    Attributes:
        id (UUID):
        state (HandoverState): * `planned` - direncanakan
            * `done` - diserahkan
            * `reported` - dilaporkan
            * `cancelled` - dibatalkan
        scheduled_for (datetime.datetime):
        place (str):
        done_at (datetime.datetime | None):
        page (str):
    """

    id: UUID
    state: HandoverState
    scheduled_for: datetime.datetime
    place: str
    done_at: datetime.datetime | None
    page: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        state = self.state.value

        scheduled_for = self.scheduled_for.isoformat()

        place = self.place

        done_at: None | str
        if isinstance(self.done_at, datetime.datetime):
            done_at = self.done_at.isoformat()
        else:
            done_at = self.done_at

        page = self.page

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "state": state,
                "scheduled_for": scheduled_for,
                "place": place,
                "done_at": done_at,
                "page": page,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        id = UUID(d.pop("id"))

        state = HandoverState(d.pop("state"))

        scheduled_for = datetime.datetime.fromisoformat(d.pop("scheduled_for"))

        place = d.pop("place")

        def _parse_done_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                done_at_type_0 = datetime.datetime.fromisoformat(data)

                return done_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        done_at = _parse_done_at(d.pop("done_at"))

        page = d.pop("page")

        pledge_handover_out = cls(
            id=id,
            state=state,
            scheduled_for=scheduled_for,
            place=place,
            done_at=done_at,
            page=page,
        )

        pledge_handover_out.additional_properties = d
        return pledge_handover_out

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
