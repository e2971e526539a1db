from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.pledge_device_in import PledgeDeviceIn


T = TypeVar("T", bound="PledgeIn")


@_attrs_define
class PledgeIn:
    """A promise to one school. `agreed`: the four statements on the portal's page are true; `signed_name`: who says so.

    Attributes:
        school (str): NPSN
        devices (list[PledgeDeviceIn]):
        proposed_on (datetime.date): from today to 180 days on
        signed_name (str):
        agreed (bool):
        note (str | Unset):  Default: ''.
    """

    school: str
    devices: list[PledgeDeviceIn]
    proposed_on: datetime.date
    signed_name: str
    agreed: bool
    note: str | Unset = ""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        school = self.school

        devices = []
        for devices_item_data in self.devices:
            devices_item = devices_item_data.to_dict()
            devices.append(devices_item)

        proposed_on = self.proposed_on.isoformat()

        signed_name = self.signed_name

        agreed = self.agreed

        note = self.note

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "school": school,
                "devices": devices,
                "proposed_on": proposed_on,
                "signed_name": signed_name,
                "agreed": agreed,
            }
        )
        if note is not UNSET:
            field_dict["note"] = note

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.pledge_device_in import PledgeDeviceIn

        d = dict(src_dict)
        school = d.pop("school")

        devices = []
        _devices = d.pop("devices")
        for devices_item_data in _devices:
            devices_item = PledgeDeviceIn.from_dict(devices_item_data)

            devices.append(devices_item)

        proposed_on = datetime.date.fromisoformat(d.pop("proposed_on"))

        signed_name = d.pop("signed_name")

        agreed = d.pop("agreed")

        note = d.pop("note", UNSET)

        pledge_in = cls(
            school=school,
            devices=devices,
            proposed_on=proposed_on,
            signed_name=signed_name,
            agreed=agreed,
            note=note,
        )

        pledge_in.additional_properties = d
        return pledge_in

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
