from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.donor_kind import DonorKind

T = TypeVar("T", bound="PledgeGiverOut")


@_attrs_define
class PledgeGiverOut:
    """`shown_as`: what the public reads of who gives.

    Attributes:
        kind (DonorKind): * `person` - Perorangan
            * `company` - Perusahaan (CSR)
            * `community` - Komunitas/yayasan
        shown_as (str):
    """

    kind: DonorKind
    shown_as: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        kind = self.kind.value

        shown_as = self.shown_as

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "kind": kind,
                "shown_as": shown_as,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        kind = DonorKind(d.pop("kind"))

        shown_as = d.pop("shown_as")

        pledge_giver_out = cls(
            kind=kind,
            shown_as=shown_as,
        )

        pledge_giver_out.additional_properties = d
        return pledge_giver_out

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
