from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.pledge_state import PledgeState

if TYPE_CHECKING:
    from ..models.pledge_giver_out import PledgeGiverOut
    from ..models.pledge_handover_out import PledgeHandoverOut
    from ..models.pledge_line_units_out import PledgeLineUnitsOut
    from ..models.pledge_out_links import PledgeOutLinks
    from ..models.pledge_paper_out import PledgePaperOut
    from ..models.pledge_school_out import PledgeSchoolOut


T = TypeVar("T", bound="PledgeOut")


@_attrs_define
class PledgeOut:
    """One promise with all that follows it.

    Attributes:
        id (UUID):
        state (PledgeState): * `committed` - dijanjikan
            * `fulfilled` - diserahkan
            * `expired` - kedaluwarsa
            * `withdrawn` - ditarik
        school (PledgeSchoolOut):
        giver (PledgeGiverOut): `shown_as`: what the public reads of who gives.
        proposed_on (datetime.date):
        committed_at (datetime.datetime):
        devices (list[PledgeLineUnitsOut]):
        links (PledgeOutLinks):
        accepted_at (datetime.datetime | None): the school says it is ready
        fulfilled_at (datetime.datetime | None):
        withdrawn_at (datetime.datetime | None):
        expired_at (datetime.datetime | None):
        receipt_code (str):
        handovers (list[PledgeHandoverOut]):
        papers (list[PledgePaperOut]):
    """

    id: UUID
    state: PledgeState
    school: PledgeSchoolOut
    giver: PledgeGiverOut
    proposed_on: datetime.date
    committed_at: datetime.datetime
    devices: list[PledgeLineUnitsOut]
    links: PledgeOutLinks
    accepted_at: datetime.datetime | None
    fulfilled_at: datetime.datetime | None
    withdrawn_at: datetime.datetime | None
    expired_at: datetime.datetime | None
    receipt_code: str
    handovers: list[PledgeHandoverOut]
    papers: list[PledgePaperOut]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        state = self.state.value

        school = self.school.to_dict()

        giver = self.giver.to_dict()

        proposed_on = self.proposed_on.isoformat()

        committed_at = self.committed_at.isoformat()

        devices = []
        for devices_item_data in self.devices:
            devices_item = devices_item_data.to_dict()
            devices.append(devices_item)

        links = self.links.to_dict()

        accepted_at: None | str
        if isinstance(self.accepted_at, datetime.datetime):
            accepted_at = self.accepted_at.isoformat()
        else:
            accepted_at = self.accepted_at

        fulfilled_at: None | str
        if isinstance(self.fulfilled_at, datetime.datetime):
            fulfilled_at = self.fulfilled_at.isoformat()
        else:
            fulfilled_at = self.fulfilled_at

        withdrawn_at: None | str
        if isinstance(self.withdrawn_at, datetime.datetime):
            withdrawn_at = self.withdrawn_at.isoformat()
        else:
            withdrawn_at = self.withdrawn_at

        expired_at: None | str
        if isinstance(self.expired_at, datetime.datetime):
            expired_at = self.expired_at.isoformat()
        else:
            expired_at = self.expired_at

        receipt_code = self.receipt_code

        handovers = []
        for handovers_item_data in self.handovers:
            handovers_item = handovers_item_data.to_dict()
            handovers.append(handovers_item)

        papers = []
        for papers_item_data in self.papers:
            papers_item = papers_item_data.to_dict()
            papers.append(papers_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "state": state,
                "school": school,
                "giver": giver,
                "proposed_on": proposed_on,
                "committed_at": committed_at,
                "devices": devices,
                "links": links,
                "accepted_at": accepted_at,
                "fulfilled_at": fulfilled_at,
                "withdrawn_at": withdrawn_at,
                "expired_at": expired_at,
                "receipt_code": receipt_code,
                "handovers": handovers,
                "papers": papers,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.pledge_giver_out import PledgeGiverOut
        from ..models.pledge_handover_out import PledgeHandoverOut
        from ..models.pledge_line_units_out import PledgeLineUnitsOut
        from ..models.pledge_out_links import PledgeOutLinks
        from ..models.pledge_paper_out import PledgePaperOut
        from ..models.pledge_school_out import PledgeSchoolOut

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        state = PledgeState(d.pop("state"))

        school = PledgeSchoolOut.from_dict(d.pop("school"))

        giver = PledgeGiverOut.from_dict(d.pop("giver"))

        proposed_on = datetime.date.fromisoformat(d.pop("proposed_on"))

        committed_at = datetime.datetime.fromisoformat(d.pop("committed_at"))

        devices = []
        _devices = d.pop("devices")
        for devices_item_data in _devices:
            devices_item = PledgeLineUnitsOut.from_dict(devices_item_data)

            devices.append(devices_item)

        links = PledgeOutLinks.from_dict(d.pop("links"))

        def _parse_accepted_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                accepted_at_type_0 = datetime.datetime.fromisoformat(data)

                return accepted_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        accepted_at = _parse_accepted_at(d.pop("accepted_at"))

        def _parse_fulfilled_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                fulfilled_at_type_0 = datetime.datetime.fromisoformat(data)

                return fulfilled_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        fulfilled_at = _parse_fulfilled_at(d.pop("fulfilled_at"))

        def _parse_withdrawn_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                withdrawn_at_type_0 = datetime.datetime.fromisoformat(data)

                return withdrawn_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        withdrawn_at = _parse_withdrawn_at(d.pop("withdrawn_at"))

        def _parse_expired_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                expired_at_type_0 = datetime.datetime.fromisoformat(data)

                return expired_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        expired_at = _parse_expired_at(d.pop("expired_at"))

        receipt_code = d.pop("receipt_code")

        handovers = []
        _handovers = d.pop("handovers")
        for handovers_item_data in _handovers:
            handovers_item = PledgeHandoverOut.from_dict(handovers_item_data)

            handovers.append(handovers_item)

        papers = []
        _papers = d.pop("papers")
        for papers_item_data in _papers:
            papers_item = PledgePaperOut.from_dict(papers_item_data)

            papers.append(papers_item)

        pledge_out = cls(
            id=id,
            state=state,
            school=school,
            giver=giver,
            proposed_on=proposed_on,
            committed_at=committed_at,
            devices=devices,
            links=links,
            accepted_at=accepted_at,
            fulfilled_at=fulfilled_at,
            withdrawn_at=withdrawn_at,
            expired_at=expired_at,
            receipt_code=receipt_code,
            handovers=handovers,
            papers=papers,
        )

        pledge_out.additional_properties = d
        return pledge_out

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
