from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.device_type import DeviceType
from ..models.matching_line_state import MatchingLineState
from ..models.matching_supply import MatchingSupply
from ..models.need_class import NeedClass

if TYPE_CHECKING:
    from ..models.matching_school_out import MatchingSchoolOut


T = TypeVar("T", bound="MatchingLineOut")


@_attrs_define
class MatchingLineOut:
    """So many devices for one school; `supply` is what they come from. `why` in sentences, in the language of the request.

    Attributes:
        id (UUID):
        supply (MatchingSupply): * `wishes` - wishes
            * `stock` - stock
        school (MatchingSchoolOut):
        need_class (NeedClass): * `student_device` - Gawai murid
            * `teacher_computer` - Komputer guru
        device_type (DeviceType): * `phone` - HP
            * `tablet` - Tablet
            * `laptop` - Laptop
            * `pc` - PC
        quantity (int):
        applied (int):
        state (MatchingLineState): * `proposed` - diusulkan
            * `applied` - diterapkan
            * `moved` - diusulkan ulang
            * `left_out` - tidak disetujui
        is_pinned (bool):
        is_forbidden (bool):
        pledge (None | UUID):
        why (list[str]):
    """

    id: UUID
    supply: MatchingSupply
    school: MatchingSchoolOut
    need_class: NeedClass
    device_type: DeviceType
    quantity: int
    applied: int
    state: MatchingLineState
    is_pinned: bool
    is_forbidden: bool
    pledge: None | UUID
    why: list[str]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        supply = self.supply.value

        school = self.school.to_dict()

        need_class = self.need_class.value

        device_type = self.device_type.value

        quantity = self.quantity

        applied = self.applied

        state = self.state.value

        is_pinned = self.is_pinned

        is_forbidden = self.is_forbidden

        pledge: None | str
        if isinstance(self.pledge, UUID):
            pledge = str(self.pledge)
        else:
            pledge = self.pledge

        why = self.why

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "supply": supply,
                "school": school,
                "need_class": need_class,
                "device_type": device_type,
                "quantity": quantity,
                "applied": applied,
                "state": state,
                "is_pinned": is_pinned,
                "is_forbidden": is_forbidden,
                "pledge": pledge,
                "why": why,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.matching_school_out import MatchingSchoolOut

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        supply = MatchingSupply(d.pop("supply"))

        school = MatchingSchoolOut.from_dict(d.pop("school"))

        need_class = NeedClass(d.pop("need_class"))

        device_type = DeviceType(d.pop("device_type"))

        quantity = d.pop("quantity")

        applied = d.pop("applied")

        state = MatchingLineState(d.pop("state"))

        is_pinned = d.pop("is_pinned")

        is_forbidden = d.pop("is_forbidden")

        def _parse_pledge(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                pledge_type_0 = UUID(data)

                return pledge_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        pledge = _parse_pledge(d.pop("pledge"))

        why = cast(list[str], d.pop("why"))

        matching_line_out = cls(
            id=id,
            supply=supply,
            school=school,
            need_class=need_class,
            device_type=device_type,
            quantity=quantity,
            applied=applied,
            state=state,
            is_pinned=is_pinned,
            is_forbidden=is_forbidden,
            pledge=pledge,
            why=why,
        )

        matching_line_out.additional_properties = d
        return matching_line_out

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
