from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.device_type import DeviceType

T = TypeVar("T", bound="MonthOut")


@_attrs_define
class MonthOut:
    """What happened in one month (`month` is its first day), of one kind of device or (null) of all.

    Attributes:
        month (datetime.date):
        device (DeviceType | None):
        pledged (int | None):
        handed_over (int | None):
        verified (int | None):
    """

    month: datetime.date
    device: DeviceType | None
    pledged: int | None
    handed_over: int | None
    verified: int | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        month = self.month.isoformat()

        device: None | str
        if isinstance(self.device, DeviceType):
            device = self.device.value
        else:
            device = self.device

        pledged: int | None
        pledged = self.pledged

        handed_over: int | None
        handed_over = self.handed_over

        verified: int | None
        verified = self.verified

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "month": month,
                "device": device,
                "pledged": pledged,
                "handed_over": handed_over,
                "verified": verified,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        month = datetime.date.fromisoformat(d.pop("month"))

        def _parse_device(data: object) -> DeviceType | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                device_type_0 = DeviceType(data)

                return device_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DeviceType | None, data)

        device = _parse_device(d.pop("device"))

        def _parse_pledged(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        pledged = _parse_pledged(d.pop("pledged"))

        def _parse_handed_over(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        handed_over = _parse_handed_over(d.pop("handed_over"))

        def _parse_verified(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        verified = _parse_verified(d.pop("verified"))

        month_out = cls(
            month=month,
            device=device,
            pledged=pledged,
            handed_over=handed_over,
            verified=verified,
        )

        month_out.additional_properties = d
        return month_out

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
