"""What the header offers, by what the actor may do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ksbb.authority.actors import VISITOR, Actor
from ksbb.authority.permissions import Permission


@dataclass(frozen=True)
class Place:
    """A page worth a link in the header; `permission` None means everybody of that list."""

    name: str
    label: str | Promise
    icon: str
    permission: Permission | None = None


@dataclass(frozen=True)
class Link:
    """A place as this request sees it."""

    label: str
    url: str
    icon: str
    is_current: bool


@dataclass(frozen=True)
class Navigation:
    """`public` is for all; `work` is what the chosen role does here (empty for a visitor)."""

    public: tuple[Link, ...]
    work: tuple[Link, ...]
    demo: bool


PUBLIC = (
    Place("donations:need_list", _("Kebutuhan"), "map"),
    Place("schools:school_list", pgettext_lazy("several", "Sekolah"), "building"),
    Place("portal:how", _("Cara kerja"), "question-circle"),
)

WORK = (
    Place("portal:dashboard", _("Beranda saya"), "house"),
    Place("recipients:recipient_list", pgettext_lazy("several", "Penerima"), "people", Permission.RECIPIENT_VIEW),
    Place("recipients:import_upload", _("Unggah data"), "cloud-upload", Permission.RECIPIENT_IMPORT),
    Place("donations:basket_detail", _("Keranjang"), "basket", Permission.PLEDGE_CREATE),
    Place("donations:pledge_list", _("Donasi"), "gift", Permission.PLEDGE_VIEW),
    Place("donations:consignment_list", pgettext_lazy("several", "Titipan"), "inbox", Permission.PLEDGE_CREATE),
    Place("donations:stock_list", _("Gawai saya"), "laptop", Permission.STOCK_KEEP),
    Place("donations:loan_list", _("Pinjaman guru"), "person-badge", Permission.LOAN_KEEP),
    Place("donations:loan_list", _("Pinjaman guru"), "person-badge", Permission.VISIT_MAKE),
    Place("donations:wanted_list", _("Gawai dicari"), "search", Permission.WANTED_KEEP),
    Place("donations:handover_list", pgettext_lazy("several", "Serah terima"), "box-seam", Permission.HANDOVER_VIEW),
    Place("verification:report_list", pgettext_lazy("several", "Laporan"), "clipboard-check", Permission.REPORT_VIEW),
    Place("verification:appeal_list", pgettext_lazy("several", "Keberatan"), "inbox", Permission.VERDICT_REVIEW),
    Place("donations:ledger_list", _("Buku"), "list-check", Permission.LEDGER_RECORD),
    Place("donations:ledger_list", _("Buku agregator"), "list-check", Permission.LEDGER_AUDIT),
    Place("donations:aggregator_desk", pgettext_lazy("several", "Agregator"), "building", Permission.AGGREGATOR_VIEW),
    Place("recipients:case_list", _("Data ganda"), "people", Permission.CASE_DECIDE),
    Place("recipients:criteria_list", _("Kriteria"), "sliders", Permission.CRITERIA_VIEW),
    Place("recipients:check_list", _("Pemeriksaan"), "patch-check", Permission.CHECK_EXCHANGE),
    Place("recipients:appeal_list", _("Sanggahan"), "inbox", Permission.APPEAL_DECIDE),
    Place(
        "donations:drop_point_manage", pgettext_lazy("several", "Titik kumpul"), "geo-alt", Permission.DROP_POINT_MANAGE
    ),
    Place("donations:matching_list", _("Pemadanan"), "arrow-repeat", Permission.MATCHING_RUN),
    Place("donations:allowance_list", _("Batas sekolah"), "sliders", Permission.TRAIL_VIEW),
    Place("verification:use_list", _("Pemakaian"), "calendar-check", Permission.USE_VIEW),
    Place("verification:device_case_list", _("Perkara gawai"), "phone", Permission.USE_VIEW),
    Place(
        "verification:instrument_list", pgettext_lazy("several", "Instrumen"), "list-check", Permission.INSTRUMENT_EDIT
    ),
    Place("verification:complaint_list", _("Pengaduan"), "bell", Permission.COMPLAINT_WORK),
    Place("verification:complaint_list", _("Pengaduan"), "bell", Permission.COMPLAINT_SENSITIVE),
    Place("verification:visit_list", _("Kunjungan"), "geo-alt", Permission.VISIT_MAKE),
    Place("verification:visit_list", _("Kunjungan"), "geo-alt", Permission.CASE_CLOSE),
    Place("verification:sample_list", _("Undian sampel"), "list-check", Permission.SAMPLE_DRAW),
    Place("verification:case_list", _("Perkara"), "exclamation-triangle", Permission.CASE_CLOSE),
    Place("verification:oddness_list", _("Kejanggalan"), "search", Permission.CASE_OPEN),
    Place("recipients:census", _("Sensus"), "circle-half", Permission.CENSUS_VIEW),
    Place("audit:event_list", _("Jejak"), "clock-history", Permission.TRAIL_VIEW),
    Place("accounts:member_list", _("Anggota"), "person-badge", Permission.MEMBER_VIEW),
)


def context(request: HttpRequest) -> dict[str, object]:
    """Context processor: `actor` and `nav` for every page."""
    actor: Actor = getattr(request, "actor", VISITOR)
    work = (
        [place for place in WORK if place.permission is None or actor.may(place.permission)]
        if actor.is_signed_in
        else []
    )
    nav = Navigation(
        public=tuple(_links(PUBLIC, request.path)), work=tuple(_links(work, request.path)), demo=bool(settings.DEMO)
    )
    return {"actor": actor, "nav": nav}


def _links(places: Iterable[Place], path: str) -> list[Link]:
    """The links of `places`; the one whose address is the longest beginning of `path` is where one is."""
    found = [(place, reverse(place.name)) for place in places]
    here = max((url for _place, url in found if path.startswith(url)), key=len, default="")
    return [Link(str(place.label), url, place.icon, is_current=url == here) for place, url in found]
