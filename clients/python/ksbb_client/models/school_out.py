from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.school_form import SchoolForm
from ..models.school_status import SchoolStatus

if TYPE_CHECKING:
    from ..models.area_out import AreaOut


T = TypeVar("T", bound="SchoolOut")


@_attrs_define
class SchoolOut:
    """A school of the official register; `in_programme` once the office has accepted it.

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
        address (str):
        city (AreaOut | None):
        district (AreaOut): An official code (Kepmendagri) and its name.
        village (AreaOut | None):
        latitude (float | None):
        longitude (float | None):
        in_programme (bool):
        is_closed (bool):
        page (str):
    """

    npsn: str
    name: str
    form: SchoolForm
    status: SchoolStatus
    address: str
    city: AreaOut | None
    district: AreaOut
    village: AreaOut | None
    latitude: float | None
    longitude: float | None
    in_programme: bool
    is_closed: bool
    page: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.area_out import AreaOut

        npsn = self.npsn

        name = self.name

        form = self.form.value

        status = self.status.value

        address = self.address

        city: dict[str, Any] | None
        if isinstance(self.city, AreaOut):
            city = self.city.to_dict()
        else:
            city = self.city

        district = self.district.to_dict()

        village: dict[str, Any] | None
        if isinstance(self.village, AreaOut):
            village = self.village.to_dict()
        else:
            village = self.village

        latitude: float | None
        latitude = self.latitude

        longitude: float | None
        longitude = self.longitude

        in_programme = self.in_programme

        is_closed = self.is_closed

        page = self.page

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "npsn": npsn,
                "name": name,
                "form": form,
                "status": status,
                "address": address,
                "city": city,
                "district": district,
                "village": village,
                "latitude": latitude,
                "longitude": longitude,
                "in_programme": in_programme,
                "is_closed": is_closed,
                "page": page,
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

        address = d.pop("address")

        def _parse_city(data: object) -> AreaOut | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                city_type_1 = AreaOut.from_dict(data)

                return city_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AreaOut | None, data)

        city = _parse_city(d.pop("city"))

        district = AreaOut.from_dict(d.pop("district"))

        def _parse_village(data: object) -> AreaOut | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                village_type_1 = AreaOut.from_dict(data)

                return village_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(AreaOut | None, data)

        village = _parse_village(d.pop("village"))

        def _parse_latitude(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        latitude = _parse_latitude(d.pop("latitude"))

        def _parse_longitude(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        longitude = _parse_longitude(d.pop("longitude"))

        in_programme = d.pop("in_programme")

        is_closed = d.pop("is_closed")

        page = d.pop("page")

        school_out = cls(
            npsn=npsn,
            name=name,
            form=form,
            status=status,
            address=address,
            city=city,
            district=district,
            village=village,
            latitude=latitude,
            longitude=longitude,
            in_programme=in_programme,
            is_closed=is_closed,
            page=page,
        )

        school_out.additional_properties = d
        return school_out

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
