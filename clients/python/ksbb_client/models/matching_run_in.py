from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.matching_supply import MatchingSupply
from ..types import UNSET, Unset

T = TypeVar("T", bound="MatchingRunIn")


@_attrs_define
class MatchingRunIn:
    """`sources`: promises without a school (`wishes`), aggregators' free stock (`stock`). `block`: how many devices travel
    together, instead of what the weights say.

        Attributes:
            area (str): official code, on the ground of the key
            sources (list[MatchingSupply]):
            block (int | None | Unset):
    """

    area: str
    sources: list[MatchingSupply]
    block: int | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        area = self.area

        sources = []
        for sources_item_data in self.sources:
            sources_item = sources_item_data.value
            sources.append(sources_item)

        block: int | None | Unset
        if isinstance(self.block, Unset):
            block = UNSET
        else:
            block = self.block

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "area": area,
                "sources": sources,
            }
        )
        if block is not UNSET:
            field_dict["block"] = block

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        area = d.pop("area")

        sources = []
        _sources = d.pop("sources")
        for sources_item_data in _sources:
            sources_item = MatchingSupply(sources_item_data)

            sources.append(sources_item)

        def _parse_block(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        block = _parse_block(d.pop("block", UNSET))

        matching_run_in = cls(
            area=area,
            sources=sources,
            block=block,
        )

        matching_run_in.additional_properties = d
        return matching_run_in

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
