from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="MatchingPlanOut")


@_attrs_define
class MatchingPlanOut:
    """`first`: devices that are the first of their home. `points`: priority met. `short`: devices missing to the fair
    shares.
    `evenness` and `least_filled` from 0 to 1. `deliveries`: pairs of giver and school.

        Attributes:
            devices (int):
            first (int):
            points (int):
            short (int):
            evenness (float):
            least_filled (float):
            deliveries (int):
    """

    devices: int
    first: int
    points: int
    short: int
    evenness: float
    least_filled: float
    deliveries: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        devices = self.devices

        first = self.first

        points = self.points

        short = self.short

        evenness = self.evenness

        least_filled = self.least_filled

        deliveries = self.deliveries

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "devices": devices,
                "first": first,
                "points": points,
                "short": short,
                "evenness": evenness,
                "least_filled": least_filled,
                "deliveries": deliveries,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        devices = d.pop("devices")

        first = d.pop("first")

        points = d.pop("points")

        short = d.pop("short")

        evenness = d.pop("evenness")

        least_filled = d.pop("least_filled")

        deliveries = d.pop("deliveries")

        matching_plan_out = cls(
            devices=devices,
            first=first,
            points=points,
            short=short,
            evenness=evenness,
            least_filled=least_filled,
            deliveries=deliveries,
        )

        matching_plan_out.additional_properties = d
        return matching_plan_out

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
