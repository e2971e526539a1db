from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.device_type import DeviceType
from ..models.need_class import NeedClass

if TYPE_CHECKING:
    from ..models.need_school_out import NeedSchoolOut


T = TypeVar("T", bound="NeedOut")


@_attrs_define
class NeedOut:
    """One school's open need of one class. `distance_km` when the nearest were asked for and the place is known.

    Attributes:
        needed (int):
        pledged (int):
        handed_over (int):
        verified (int):
        open_ (int):
        need_class (NeedClass): * `student_device` - Gawai murid
            * `teacher_computer` - Komputer guru
        devices (list[DeviceType]):
        urgency (int):
        school (NeedSchoolOut):
        distance_km (float | None):
        page (str):
    """

    needed: int
    pledged: int
    handed_over: int
    verified: int
    open_: int
    need_class: NeedClass
    devices: list[DeviceType]
    urgency: int
    school: NeedSchoolOut
    distance_km: float | None
    page: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        needed = self.needed

        pledged = self.pledged

        handed_over = self.handed_over

        verified = self.verified

        open_ = self.open_

        need_class = self.need_class.value

        devices = []
        for devices_item_data in self.devices:
            devices_item = devices_item_data.value
            devices.append(devices_item)

        urgency = self.urgency

        school = self.school.to_dict()

        distance_km: float | None
        distance_km = self.distance_km

        page = self.page

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "needed": needed,
                "pledged": pledged,
                "handed_over": handed_over,
                "verified": verified,
                "open": open_,
                "need_class": need_class,
                "devices": devices,
                "urgency": urgency,
                "school": school,
                "distance_km": distance_km,
                "page": page,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.need_school_out import NeedSchoolOut

        d = dict(src_dict)
        needed = d.pop("needed")

        pledged = d.pop("pledged")

        handed_over = d.pop("handed_over")

        verified = d.pop("verified")

        open_ = d.pop("open")

        need_class = NeedClass(d.pop("need_class"))

        devices = []
        _devices = d.pop("devices")
        for devices_item_data in _devices:
            devices_item = DeviceType(devices_item_data)

            devices.append(devices_item)

        urgency = d.pop("urgency")

        school = NeedSchoolOut.from_dict(d.pop("school"))

        def _parse_distance_km(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        distance_km = _parse_distance_km(d.pop("distance_km"))

        page = d.pop("page")

        need_out = cls(
            needed=needed,
            pledged=pledged,
            handed_over=handed_over,
            verified=verified,
            open_=open_,
            need_class=need_class,
            devices=devices,
            urgency=urgency,
            school=school,
            distance_km=distance_km,
            page=page,
        )

        need_out.additional_properties = d
        return need_out

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
