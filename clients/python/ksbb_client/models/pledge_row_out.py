from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.pledge_state import PledgeState

if TYPE_CHECKING:
    from ..models.pledge_giver_out import PledgeGiverOut
    from ..models.pledge_line_out import PledgeLineOut
    from ..models.pledge_row_out_links import PledgeRowOutLinks
    from ..models.pledge_school_out import PledgeSchoolOut


T = TypeVar("T", bound="PledgeRowOut")


@_attrs_define
class PledgeRowOut:
    """One promise in a list.

    Attributes:
        id (UUID):
        state (PledgeState): * `committed` - dijanjikan
            * `fulfilled` - diserahkan
            * `expired` - kedaluwarsa
            * `withdrawn` - ditarik
        school (PledgeSchoolOut):
        giver (PledgeGiverOut): `shown_as`: what the public reads of who gives.
        proposed_on (datetime.date):
        committed_at (datetime.datetime):
        devices (list[PledgeLineOut]):
        links (PledgeRowOutLinks):
    """

    id: UUID
    state: PledgeState
    school: PledgeSchoolOut
    giver: PledgeGiverOut
    proposed_on: datetime.date
    committed_at: datetime.datetime
    devices: list[PledgeLineOut]
    links: PledgeRowOutLinks
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        state = self.state.value

        school = self.school.to_dict()

        giver = self.giver.to_dict()

        proposed_on = self.proposed_on.isoformat()

        committed_at = self.committed_at.isoformat()

        devices = []
        for devices_item_data in self.devices:
            devices_item = devices_item_data.to_dict()
            devices.append(devices_item)

        links = self.links.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "state": state,
                "school": school,
                "giver": giver,
                "proposed_on": proposed_on,
                "committed_at": committed_at,
                "devices": devices,
                "links": links,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.pledge_giver_out import PledgeGiverOut
        from ..models.pledge_line_out import PledgeLineOut
        from ..models.pledge_row_out_links import PledgeRowOutLinks
        from ..models.pledge_school_out import PledgeSchoolOut

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        state = PledgeState(d.pop("state"))

        school = PledgeSchoolOut.from_dict(d.pop("school"))

        giver = PledgeGiverOut.from_dict(d.pop("giver"))

        proposed_on = datetime.date.fromisoformat(d.pop("proposed_on"))

        committed_at = datetime.datetime.fromisoformat(d.pop("committed_at"))

        devices = []
        _devices = d.pop("devices")
        for devices_item_data in _devices:
            devices_item = PledgeLineOut.from_dict(devices_item_data)

            devices.append(devices_item)

        links = PledgeRowOutLinks.from_dict(d.pop("links"))

        pledge_row_out = cls(
            id=id,
            state=state,
            school=school,
            giver=giver,
            proposed_on=proposed_on,
            committed_at=committed_at,
            devices=devices,
            links=links,
        )

        pledge_row_out.additional_properties = d
        return pledge_row_out

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
