from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="MatchingDistrictOut")


@_attrs_define
class MatchingDistrictOut:
    """Needs of a kecamatan, how many are served today, and how many with this plan.

    Attributes:
        area (str):
        needs (int):
        before (int):
        proposed (int):
    """

    area: str
    needs: int
    before: int
    proposed: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        area = self.area

        needs = self.needs

        before = self.before

        proposed = self.proposed

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "area": area,
                "needs": needs,
                "before": before,
                "proposed": proposed,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        area = d.pop("area")

        needs = d.pop("needs")

        before = d.pop("before")

        proposed = d.pop("proposed")

        matching_district_out = cls(
            area=area,
            needs=needs,
            before=before,
            proposed=proposed,
        )

        matching_district_out.additional_properties = d
        return matching_district_out

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
