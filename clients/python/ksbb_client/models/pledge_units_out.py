from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.pledge_unit_state import PledgeUnitState

T = TypeVar("T", bound="PledgeUnitsOut")


@_attrs_define
class PledgeUnitsOut:
    """So many of the line's devices stand here.

    Attributes:
        state (PledgeUnitState): * `reserved` - menunggu jadwal
            * `scheduled` - dijadwalkan
            * `handed_over` - diserahkan
            * `verified` - terverifikasi
            * `refuted` - ditolak validator
            * `missing` - tidak sampai
            * `released` - dilepas
        count (int):
    """

    state: PledgeUnitState
    count: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        state = self.state.value

        count = self.count

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "state": state,
                "count": count,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        state = PledgeUnitState(d.pop("state"))

        count = d.pop("count")

        pledge_units_out = cls(
            state=state,
            count=count,
        )

        pledge_units_out.additional_properties = d
        return pledge_units_out

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
