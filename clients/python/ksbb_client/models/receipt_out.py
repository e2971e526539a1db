from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.count_out import CountOut
    from ..models.day_out import DayOut


T = TypeVar("T", bound="ReceiptOut")


@_attrs_define
class ReceiptOut:
    """One gift as the public reads it: how far its devices are. `digest` seals all acts upon it so far; `parts` are the
    codes
    of the receipts it led to.

        Attributes:
            code (str):
            what (str):
            state (str):
            giver (str):
            place (str):
            is_place_coarse (bool):
            devices (list[CountOut]):
            counts (list[CountOut]):
            dates (list[DayOut]):
            digest (str):
            parts (list[str]):
            page (str):
    """

    code: str
    what: str
    state: str
    giver: str
    place: str
    is_place_coarse: bool
    devices: list[CountOut]
    counts: list[CountOut]
    dates: list[DayOut]
    digest: str
    parts: list[str]
    page: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        code = self.code

        what = self.what

        state = self.state

        giver = self.giver

        place = self.place

        is_place_coarse = self.is_place_coarse

        devices = []
        for devices_item_data in self.devices:
            devices_item = devices_item_data.to_dict()
            devices.append(devices_item)

        counts = []
        for counts_item_data in self.counts:
            counts_item = counts_item_data.to_dict()
            counts.append(counts_item)

        dates = []
        for dates_item_data in self.dates:
            dates_item = dates_item_data.to_dict()
            dates.append(dates_item)

        digest = self.digest

        parts = self.parts

        page = self.page

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "code": code,
                "what": what,
                "state": state,
                "giver": giver,
                "place": place,
                "is_place_coarse": is_place_coarse,
                "devices": devices,
                "counts": counts,
                "dates": dates,
                "digest": digest,
                "parts": parts,
                "page": page,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.count_out import CountOut
        from ..models.day_out import DayOut

        d = dict(src_dict)
        code = d.pop("code")

        what = d.pop("what")

        state = d.pop("state")

        giver = d.pop("giver")

        place = d.pop("place")

        is_place_coarse = d.pop("is_place_coarse")

        devices = []
        _devices = d.pop("devices")
        for devices_item_data in _devices:
            devices_item = CountOut.from_dict(devices_item_data)

            devices.append(devices_item)

        counts = []
        _counts = d.pop("counts")
        for counts_item_data in _counts:
            counts_item = CountOut.from_dict(counts_item_data)

            counts.append(counts_item)

        dates = []
        _dates = d.pop("dates")
        for dates_item_data in _dates:
            dates_item = DayOut.from_dict(dates_item_data)

            dates.append(dates_item)

        digest = d.pop("digest")

        parts = cast(list[str], d.pop("parts"))

        page = d.pop("page")

        receipt_out = cls(
            code=code,
            what=what,
            state=state,
            giver=giver,
            place=place,
            is_place_coarse=is_place_coarse,
            devices=devices,
            counts=counts,
            dates=dates,
            digest=digest,
            parts=parts,
            page=page,
        )

        receipt_out.additional_properties = d
        return receipt_out

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
