from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.device_condition import DeviceCondition
from ..models.device_type import DeviceType
from ..models.need_class import NeedClass

T = TypeVar("T", bound="PledgeLineOut")


@_attrs_define
class PledgeLineOut:
    """
    Attributes:
        need_class (NeedClass): * `student_device` - Gawai murid
            * `teacher_computer` - Komputer guru
        device_type (DeviceType): * `phone` - HP
            * `tablet` - Tablet
            * `laptop` - Laptop
            * `pc` - PC
        condition (DeviceCondition): * `new` - Baru
            * `used` - Bekas
        quantity (int):
        brand (str):
        model (str):
        specification (str):
    """

    need_class: NeedClass
    device_type: DeviceType
    condition: DeviceCondition
    quantity: int
    brand: str
    model: str
    specification: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        need_class = self.need_class.value

        device_type = self.device_type.value

        condition = self.condition.value

        quantity = self.quantity

        brand = self.brand

        model = self.model

        specification = self.specification

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "need_class": need_class,
                "device_type": device_type,
                "condition": condition,
                "quantity": quantity,
                "brand": brand,
                "model": model,
                "specification": specification,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        need_class = NeedClass(d.pop("need_class"))

        device_type = DeviceType(d.pop("device_type"))

        condition = DeviceCondition(d.pop("condition"))

        quantity = d.pop("quantity")

        brand = d.pop("brand")

        model = d.pop("model")

        specification = d.pop("specification")

        pledge_line_out = cls(
            need_class=need_class,
            device_type=device_type,
            condition=condition,
            quantity=quantity,
            brand=brand,
            model=model,
            specification=specification,
        )

        pledge_line_out.additional_properties = d
        return pledge_line_out

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
