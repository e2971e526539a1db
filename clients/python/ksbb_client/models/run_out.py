from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.import_stage import ImportStage
from ..models.import_state import ImportState

if TYPE_CHECKING:
    from ..models.run_out_counts import RunOutCounts
    from ..models.run_out_links import RunOutLinks


T = TypeVar("T", bound="RunOut")


@_attrs_define
class RunOut:
    """One import: where it stands, what it would do or did, and where to go on.

    Attributes:
        id (UUID):
        state (ImportState): * `read` - sedang diperiksa
            * `rehearsed` - siap diterapkan
            * `applying` - sedang diterapkan
            * `applied` - sudah diterapkan
            * `refused` - ditolak
            * `withdrawn` - dibatalkan
        stage (ImportStage): * `waiting` - menunggu giliran
            * `reading` - membaca berkas
            * `checking` - memeriksa baris
            * `writing` - menyimpan
            * `done` - selesai
        kind (str):
        counts (RunOutCounts):
        rows_total (int):
        rows_done (int):
        remarks (list[str]):
        refusal (str):
        sent_at (datetime.datetime):
        links (RunOutLinks):
    """

    id: UUID
    state: ImportState
    stage: ImportStage
    kind: str
    counts: RunOutCounts
    rows_total: int
    rows_done: int
    remarks: list[str]
    refusal: str
    sent_at: datetime.datetime
    links: RunOutLinks
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        state = self.state.value

        stage = self.stage.value

        kind = self.kind

        counts = self.counts.to_dict()

        rows_total = self.rows_total

        rows_done = self.rows_done

        remarks = self.remarks

        refusal = self.refusal

        sent_at = self.sent_at.isoformat()

        links = self.links.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "state": state,
                "stage": stage,
                "kind": kind,
                "counts": counts,
                "rows_total": rows_total,
                "rows_done": rows_done,
                "remarks": remarks,
                "refusal": refusal,
                "sent_at": sent_at,
                "links": links,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.run_out_counts import RunOutCounts
        from ..models.run_out_links import RunOutLinks

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        state = ImportState(d.pop("state"))

        stage = ImportStage(d.pop("stage"))

        kind = d.pop("kind")

        counts = RunOutCounts.from_dict(d.pop("counts"))

        rows_total = d.pop("rows_total")

        rows_done = d.pop("rows_done")

        remarks = cast(list[str], d.pop("remarks"))

        refusal = d.pop("refusal")

        sent_at = datetime.datetime.fromisoformat(d.pop("sent_at"))

        links = RunOutLinks.from_dict(d.pop("links"))

        run_out = cls(
            id=id,
            state=state,
            stage=stage,
            kind=kind,
            counts=counts,
            rows_total=rows_total,
            rows_done=rows_done,
            remarks=remarks,
            refusal=refusal,
            sent_at=sent_at,
            links=links,
        )

        run_out.additional_properties = d
        return run_out

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
