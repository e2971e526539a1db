from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.device_condition import DeviceCondition
from ..models.device_type import DeviceType
from ..models.need_class import NeedClass
from ..types import UNSET, Unset

T = TypeVar("T", bound="PledgeDeviceIn")


@_attrs_define
class PledgeDeviceIn:
    """So many equal devices. `need_class` may be left out where only one class takes such a device: a laptop serves both.

    Attributes:
        device_type (DeviceType): * `phone` - HP
            * `tablet` - Tablet
            * `laptop` - Laptop
            * `pc` - PC
        condition (DeviceCondition): * `new` - Baru
            * `used` - Bekas
        quantity (int):
        need_class (NeedClass | Unset): * `student_device` - Gawai murid
            * `teacher_computer` - Komputer guru
        specification (str | Unset):  Default: ''.
    """

    device_type: DeviceType
    condition: DeviceCondition
    quantity: int
    need_class: NeedClass | Unset = UNSET
    specification: str | Unset = ""
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        device_type = self.device_type.value

        condition = self.condition.value

        quantity = self.quantity

        need_class: str | Unset = UNSET
        if not isinstance(self.need_class, Unset):
            need_class = self.need_class.value

        specification = self.specification

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "device_type": device_type,
                "condition": condition,
                "quantity": quantity,
            }
        )
        if need_class is not UNSET:
            field_dict["need_class"] = need_class
        if specification is not UNSET:
            field_dict["specification"] = specification

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        device_type = DeviceType(d.pop("device_type"))

        condition = DeviceCondition(d.pop("condition"))

        quantity = d.pop("quantity")

        _need_class = d.pop("need_class", UNSET)
        need_class: NeedClass | Unset
        if isinstance(_need_class, Unset):
            need_class = UNSET
        else:
            need_class = NeedClass(_need_class)

        specification = d.pop("specification", UNSET)

        pledge_device_in = cls(
            device_type=device_type,
            condition=condition,
            quantity=quantity,
            need_class=need_class,
            specification=specification,
        )

        pledge_device_in.additional_properties = d
        return pledge_device_in

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
