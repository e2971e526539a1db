from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="PledgeSchoolOut")


@_attrs_define
class PledgeSchoolOut:
    """
    Attributes:
        npsn (str):
        name (str):
        district (str): code of the kecamatan
    """

    npsn: str
    name: str
    district: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        npsn = self.npsn

        name = self.name

        district = self.district

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "npsn": npsn,
                "name": name,
                "district": district,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        npsn = d.pop("npsn")

        name = d.pop("name")

        district = d.pop("district")

        pledge_school_out = cls(
            npsn=npsn,
            name=name,
            district=district,
        )

        pledge_school_out.additional_properties = d
        return pledge_school_out

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
