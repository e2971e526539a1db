from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.device_type import DeviceType
from ..models.need_class import NeedClass

T = TypeVar("T", bound="ClassNeedOut")


@_attrs_define
class ClassNeedOut:
    """What a school needs for one class; each of `devices` would do. `urgency`: 3 is the most urgent, 0 nothing is open.

    Attributes:
        needed (int):
        pledged (int):
        handed_over (int):
        verified (int):
        open_ (int):
        need_class (NeedClass): * `student_device` - Gawai murid
            * `teacher_computer` - Komputer guru
        devices (list[DeviceType]):
        urgency (int):
    """

    needed: int
    pledged: int
    handed_over: int
    verified: int
    open_: int
    need_class: NeedClass
    devices: list[DeviceType]
    urgency: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        needed = self.needed

        pledged = self.pledged

        handed_over = self.handed_over

        verified = self.verified

        open_ = self.open_

        need_class = self.need_class.value

        devices = []
        for devices_item_data in self.devices:
            devices_item = devices_item_data.value
            devices.append(devices_item)

        urgency = self.urgency

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "needed": needed,
                "pledged": pledged,
                "handed_over": handed_over,
                "verified": verified,
                "open": open_,
                "need_class": need_class,
                "devices": devices,
                "urgency": urgency,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        needed = d.pop("needed")

        pledged = d.pop("pledged")

        handed_over = d.pop("handed_over")

        verified = d.pop("verified")

        open_ = d.pop("open")

        need_class = NeedClass(d.pop("need_class"))

        devices = []
        _devices = d.pop("devices")
        for devices_item_data in _devices:
            devices_item = DeviceType(devices_item_data)

            devices.append(devices_item)

        urgency = d.pop("urgency")

        class_need_out = cls(
            needed=needed,
            pledged=pledged,
            handed_over=handed_over,
            verified=verified,
            open_=open_,
            need_class=need_class,
            devices=devices,
            urgency=urgency,
        )

        class_need_out.additional_properties = d
        return class_need_out

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
