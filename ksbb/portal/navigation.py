"""What the header offers, by what the actor may do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ksbb.accounts import support
from ksbb.authority.actors import VISITOR, Actor
from ksbb.authority.permissions import Permission as P

# So many links still stand side by side on a small laptop; more of them are gathered under their group's name.
SIDE_BY_SIDE = 9


@dataclass(frozen=True)
class Group:
    """What belongs together in the menu of somebody who has much to do."""

    label: str | Promise
    icon: str


@dataclass(frozen=True)
class Place:
    """A page worth a link in the header; `permission` None means everybody of that list, `group` None stands by itself."""

    name: str
    label: str | Promise
    icon: str
    permission: P | None = None
    group: Group | None = None


@dataclass(frozen=True)
class Link:
    """A place as this request sees it."""

    label: str
    url: str
    icon: str
    is_current: bool
    group: Group | None = None


@dataclass(frozen=True)
class Entry:
    """What stands in the header: a link of its own (`label` empty), or several under one name."""

    label: str
    icon: str
    links: tuple[Link, ...]

    @property
    def is_current(self) -> bool:
        return any(link.is_current for link in self.links)


@dataclass(frozen=True)
class Navigation:
    """`public` is for all; `work` is what the chosen role does here (empty for a visitor), `entries` the same as it stands."""

    public: tuple[Link, ...]
    work: tuple[Link, ...]
    demo: bool

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Few links side by side; many in groups, where a group of one is a link."""
        grouped = len(self.work) > SIDE_BY_SIDE
        runs = [
            list(run) for _key, run in groupby(self.work, key=lambda link: (link.group if grouped else None) or link)
        ]
        return tuple(_entry(run) for run in runs)


def _entry(links: list[Link]) -> Entry:
    group = links[0].group
    if len(links) == 1 or group is None:
        return Entry("", "", tuple(links))
    return Entry(str(group.label), group.icon, tuple(links))


PUBLIC = (
    Place("donations:need_list", _("Kebutuhan"), "map"),
    Place("schools:school_list", pgettext_lazy("several", "Sekolah"), "building"),
    Place("verification:figures", _("Angka"), "list-check"),
    Place("portal:how", _("Cara kerja"), "question-circle"),
)

PEOPLE = Group(_("Data penerima"), "people")
GIVING = Group(_("Pemberian"), "gift")
HANDING = Group(_("Penyerahan"), "box-seam")
DEVICES = Group(pgettext_lazy("several", "Gawai"), "laptop")
WATCH = Group(_("Pengawasan"), "eye")

# The places of one group stand together.
WORK = (
    Place("portal:dashboard", _("Beranda saya"), "house"),
    Place("recipients:recipient_list", pgettext_lazy("several", "Penerima"), "people", P.RECIPIENT_VIEW, PEOPLE),
    Place("recipients:import_upload", _("Unggah data"), "cloud-upload", P.RECIPIENT_IMPORT, PEOPLE),
    Place("recipients:case_list", _("Data ganda"), "people", P.CASE_DECIDE, PEOPLE),
    Place("recipients:criteria_list", _("Kriteria"), "sliders", P.CRITERIA_VIEW, PEOPLE),
    Place("recipients:check_list", _("Pemeriksaan"), "patch-check", P.CHECK_EXCHANGE, PEOPLE),
    Place("recipients:appeal_list", _("Sanggahan"), "inbox", P.APPEAL_DECIDE, PEOPLE),
    Place("recipients:request_list", _("Permintaan data"), "inbox", P.REQUEST_VIEW, PEOPLE),
    Place("recipients:census", _("Sensus"), "circle-half", P.CENSUS_VIEW, PEOPLE),
    Place("donations:basket_detail", _("Keranjang"), "basket", P.PLEDGE_CREATE, GIVING),
    Place("donations:pledge_list", _("Donasi"), "gift", P.PLEDGE_VIEW, GIVING),
    Place("donations:consignment_list", pgettext_lazy("several", "Titipan"), "inbox", P.PLEDGE_CREATE, GIVING),
    Place("donations:stock_list", _("Gawai saya"), "laptop", P.STOCK_KEEP, GIVING),
    Place("donations:ledger_list", _("Buku"), "list-check", P.LEDGER_RECORD, GIVING),
    Place("donations:ledger_list", _("Buku agregator"), "list-check", P.LEDGER_AUDIT, GIVING),
    Place("donations:aggregator_desk", pgettext_lazy("several", "Agregator"), "building", P.AGGREGATOR_VIEW, GIVING),
    Place(
        "donations:drop_point_manage", pgettext_lazy("several", "Titik kumpul"), "geo-alt", P.DROP_POINT_MANAGE, GIVING
    ),
    Place("donations:matching_list", _("Pemadanan"), "arrow-repeat", P.MATCHING_RUN, GIVING),
    Place("donations:allowance_list", _("Batas sekolah"), "sliders", P.TRAIL_VIEW, GIVING),
    Place("donations:handover_list", pgettext_lazy("several", "Serah terima"), "box-seam", P.HANDOVER_VIEW, HANDING),
    Place("verification:report_list", pgettext_lazy("several", "Laporan"), "clipboard-check", P.REPORT_VIEW, HANDING),
    Place("verification:appeal_list", pgettext_lazy("several", "Keberatan"), "inbox", P.VERDICT_REVIEW, HANDING),
    Place("donations:school_devices", _("Gawai sekolah"), "laptop", P.LOAN_KEEP, DEVICES),
    Place("donations:loan_list", _("Pinjaman guru"), "person-badge", P.LOAN_KEEP, DEVICES),
    Place("donations:loan_list", _("Pinjaman guru"), "person-badge", P.VISIT_MAKE, DEVICES),
    Place("verification:use_list", _("Pemakaian"), "calendar-check", P.USE_VIEW, DEVICES),
    Place("verification:device_case_list", _("Perkara gawai"), "phone", P.USE_VIEW, DEVICES),
    Place("donations:stocktake_list", _("Hitung barang"), "list-check", P.LOAN_KEEP, DEVICES),
    Place("donations:wanted_list", _("Gawai dicari"), "search", P.WANTED_KEEP, DEVICES),
    Place("verification:readiness_answer", _("Kesiapan sekolah"), "check-circle", P.USE_REPORT, DEVICES),
    Place(
        "verification:instrument_list", pgettext_lazy("several", "Instrumen"), "list-check", P.INSTRUMENT_EDIT, DEVICES
    ),
    Place("verification:complaint_list", _("Pengaduan"), "bell", P.COMPLAINT_WORK, WATCH),
    Place("verification:complaint_list", _("Pengaduan"), "bell", P.COMPLAINT_SENSITIVE, WATCH),
    Place("verification:visit_list", _("Kunjungan"), "geo-alt", P.VISIT_MAKE, WATCH),
    Place("verification:visit_list", _("Kunjungan"), "geo-alt", P.CASE_CLOSE, WATCH),
    Place("verification:sample_list", _("Undian sampel"), "list-check", P.SAMPLE_DRAW, WATCH),
    Place("verification:case_list", _("Perkara"), "exclamation-triangle", P.CASE_CLOSE, WATCH),
    Place("verification:oddness_list", _("Kejanggalan"), "search", P.CASE_OPEN, WATCH),
    Place("audit:event_list", _("Jejak"), "clock-history", P.TRAIL_VIEW, WATCH),
    Place("audit:read_list", _("Bacaan data"), "eye", P.TRAIL_VIEW, WATCH),
    Place("accounts:member_list", _("Anggota"), "person-badge", P.MEMBER_VIEW),
    Place("accounts:office_list", _("Kontak kantor"), "phone", P.OFFICE_CONTACT),
)


def context(request: HttpRequest) -> dict[str, object]:
    """Context processor: `actor` and `nav` for every page."""
    actor: Actor = getattr(request, "actor", VISITOR)
    work = (
        [
            place
            for place in WORK
            if (place.permission is None or actor.may(place.permission)) and _is_open(place, actor)
        ]
        if actor.is_signed_in
        else []
    )
    nav = Navigation(
        public=tuple(_links(PUBLIC, request.path)), work=tuple(_links(work, request.path)), demo=bool(settings.DEMO)
    )
    return {"actor": actor, "nav": nav}


def _is_open(place: Place, actor: Actor) -> bool:
    """Who looks on as somebody else is not shown what is that person's own: behind it stands a refusal."""
    return actor.viewer_id is None or support.is_open(place.name, "GET")


def _links(places: Iterable[Place], path: str) -> list[Link]:
    """The links of `places`; the one whose address is the longest beginning of `path` is where one is."""
    found = [(place, reverse(place.name)) for place in places]
    here = max((url for _place, url in found if path.startswith(url)), key=len, default="")
    return [Link(str(place.label), url, place.icon, is_current=url == here, group=place.group) for place, url in found]
