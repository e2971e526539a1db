from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.paper_kind import PaperKind
from ..models.school_form import SchoolForm

if TYPE_CHECKING:
    from ..models.area_out import AreaOut
    from ..models.count_out import CountOut


T = TypeVar("T", bound="PaperOut")


@_attrs_define
class PaperOut:
    """A handover's paper (BAST). A paper that names a person does not name the school: `school` is null then.

    Attributes:
        code (str):
        kind (PaperKind): * `donor_to_school` - Donatur → sekolah
            * `school_to_guardian` - Sekolah → orang tua/wali
            * `loan_to_teacher` - Pinjam pakai sekolah → guru
        number (str):
        valid (bool):
        issued_on (datetime.date):
        return_on (datetime.date | None):
        devices (list[CountOut]):
        school (None | str):
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
        district (AreaOut): An official code (Kepmendagri) and its name.
        page (str):
    """

    code: str
    kind: PaperKind
    number: str
    valid: bool
    issued_on: datetime.date
    return_on: datetime.date | None
    devices: list[CountOut]
    school: None | str
    form: SchoolForm
    district: AreaOut
    page: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        code = self.code

        kind = self.kind.value

        number = self.number

        valid = self.valid

        issued_on = self.issued_on.isoformat()

        return_on: None | str
        if isinstance(self.return_on, datetime.date):
            return_on = self.return_on.isoformat()
        else:
            return_on = self.return_on

        devices = []
        for devices_item_data in self.devices:
            devices_item = devices_item_data.to_dict()
            devices.append(devices_item)

        school: None | str
        school = self.school

        form = self.form.value

        district = self.district.to_dict()

        page = self.page

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "code": code,
                "kind": kind,
                "number": number,
                "valid": valid,
                "issued_on": issued_on,
                "return_on": return_on,
                "devices": devices,
                "school": school,
                "form": form,
                "district": district,
                "page": page,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.area_out import AreaOut
        from ..models.count_out import CountOut

        d = dict(src_dict)
        code = d.pop("code")

        kind = PaperKind(d.pop("kind"))

        number = d.pop("number")

        valid = d.pop("valid")

        issued_on = datetime.date.fromisoformat(d.pop("issued_on"))

        def _parse_return_on(data: object) -> datetime.date | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                return_on_type_0 = datetime.date.fromisoformat(data)

                return return_on_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None, data)

        return_on = _parse_return_on(d.pop("return_on"))

        devices = []
        _devices = d.pop("devices")
        for devices_item_data in _devices:
            devices_item = CountOut.from_dict(devices_item_data)

            devices.append(devices_item)

        def _parse_school(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        school = _parse_school(d.pop("school"))

        form = SchoolForm(d.pop("form"))

        district = AreaOut.from_dict(d.pop("district"))

        page = d.pop("page")

        paper_out = cls(
            code=code,
            kind=kind,
            number=number,
            valid=valid,
            issued_on=issued_on,
            return_on=return_on,
            devices=devices,
            school=school,
            form=form,
            district=district,
            page=page,
        )

        paper_out.additional_properties = d
        return paper_out

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
