from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.school_form import SchoolForm
from ..models.school_status import SchoolStatus

if TYPE_CHECKING:
    from ..models.area_out import AreaOut


T = TypeVar("T", bound="NeedSchoolOut")


@_attrs_define
class NeedSchoolOut:
    """
    Attributes:
        npsn (str):
        name (str):
        form (SchoolForm): * `SD` - SD
            * `SMP` - SMP
            * `SMA` - SMA
            * `SMK` - SMK
            * `SLB` - SLB
            * `SDLB` - SDLB
            * `SMPLB` - SMPLB
            * `SMLB` - SMLB
            * `PKBM` - PKBM
            * `MI` - MI
            * `MTs` - MTs
            * `MA` - MA
        status (SchoolStatus): * `negeri` - Negeri
            * `swasta` - Swasta
        district (AreaOut): An official code (Kepmendagri) and its name.
    """

    npsn: str
    name: str
    form: SchoolForm
    status: SchoolStatus
    district: AreaOut
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        npsn = self.npsn

        name = self.name

        form = self.form.value

        status = self.status.value

        district = self.district.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "npsn": npsn,
                "name": name,
                "form": form,
                "status": status,
                "district": district,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.area_out import AreaOut

        d = dict(src_dict)
        npsn = d.pop("npsn")

        name = d.pop("name")

        form = SchoolForm(d.pop("form"))

        status = SchoolStatus(d.pop("status"))

        district = AreaOut.from_dict(d.pop("district"))

        need_school_out = cls(
            npsn=npsn,
            name=name,
            form=form,
            status=status,
            district=district,
        )

        need_school_out.additional_properties = d
        return need_school_out

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
