"""What can be turned off while the portal runs, each thing under one name.

`ROUTES` closes whole pages, `WRITING` what would be sent to them: the middleware asks before a view does anything, and who comes
reads that the feature is off. Where no page is closed but something is left out (a channel of messages, a button), code asks
`is_on(Switch.…)`. Whoever builds a gate adds the name here and the gate in the same change: a test holds that each switch turns
something off, and that no code names another.

The states lie in the database (django-waffle's table; no row: as `SWITCHES` says). A process asks for all of them in one
statement, every two seconds at most. While the database is away the last answer holds.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db import DatabaseError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from waffle import get_waffle_switch_model

ASK_AGAIN = 2.0


class Switch(StrEnum):
    """The names, as they stand in the table and in the trail."""

    DONOR_SIGN_UP = "donor-sign-up"
    GOOGLE_SIGN_IN = "google-sign-in"
    GIVING = "giving"
    UPLOADS = "uploads"
    SCHOOL_API = "school-api"
    PARTNER_API = "partner-api"
    PUBLIC_MAP = "public-map"
    COMPLAINTS = "complaints"
    API_WRITES = "api-writes"
    WIDGETS = "widgets"
    WHATSAPP = "whatsapp"
    SMS = "sms"
    DIGESTS = "digests"
    PUSH = "push"


@dataclass(frozen=True)
class Meaning:
    """What is turned off, what people miss then, and whether it is on where nobody has decided yet."""

    label: str | Promise
    missed: str | Promise
    by_default: bool = True


SWITCHES: dict[Switch, Meaning] = {
    Switch.DONOR_SIGN_UP: Meaning(
        _("Pendaftaran donatur"),
        _("Tidak ada donatur atau akun baru yang dapat mendaftar; yang sudah terdaftar tetap bekerja."),
    ),
    Switch.GOOGLE_SIGN_IN: Meaning(
        _("Masuk dengan Google untuk donatur"),
        _("Donatur masuk dengan kata sandi, kunci sandi, atau kode lewat e-mail; akunnya tetap sama."),
        by_default=False,
    ),
    Switch.GIVING: Meaning(
        _("Komitmen baru"), _("Keranjang dan komitmen baru ditutup; komitmen yang sudah ada tetap berjalan.")
    ),
    Switch.UPLOADS: Meaning(
        _("Unggahan berkas data"),
        _("Berkas sekolah, stok, dan batas tidak dapat diunggah; yang sudah masuk diselesaikan."),
    ),
    Switch.SCHOOL_API: Meaning(_("API untuk sistem sekolah"), _("Sistem lain tidak dapat mengirim data penerima.")),
    Switch.PARTNER_API: Meaning(
        _("API untuk donatur dan kantor"),
        _("Sistem lain tidak dapat membaca atau membuat komitmen, atau membaca pemadanan."),
    ),
    Switch.PUBLIC_MAP: Meaning(_("Peta umum"), _("Titik dan batas di peta hilang; daftar kebutuhan tetap ada.")),
    Switch.COMPLAINTS: Meaning(
        _("Pengaduan lewat portal"), _("Pengaduan baru tidak dapat ditulis; yang sudah masuk tetap dapat dibaca.")
    ),
    Switch.API_WRITES: Meaning(
        _("Kiriman lewat API"),
        _("Sistem lain hanya dapat membaca; tidak ada yang dapat dikirim atau diubah lewat API."),
    ),
    Switch.WIDGETS: Meaning(
        _("Angka dan peta untuk situs lain"),
        _("Situs lain yang menampilkan angka atau peta kami melihat bahwa itu dimatikan."),
    ),
    Switch.WHATSAPP: Meaning(
        _("Pesan lewat WhatsApp"), _("Pesan pergi lewat SMS yang disetujui penerimanya, atau lewat e-mail.")
    ),
    Switch.SMS: Meaning(
        _("Pesan lewat SMS"), _("Pesan pergi lewat WhatsApp yang disetujui penerimanya, atau lewat e-mail.")
    ),
    Switch.DIGESTS: Meaning(
        _("Rangkuman harian dan mingguan"), _("Rangkuman menunggu; pesannya tetap dapat dibaca di portal.")
    ),
    Switch.PUSH: Meaning(
        _("Notifikasi peramban"),
        _("Kabar yang tadinya muncul di peramban pergi lewat e-mail; pilihan orang tetap ada."),
    ),
}

# Name of a route, or its beginning with "*" → what must be on for it.
ROUTES: dict[str, Switch] = {
    "account_signup": Switch.DONOR_SIGN_UP,
    "donations:donor_register": Switch.DONOR_SIGN_UP,
    "donations:basket_*": Switch.GIVING,
    "donations:pledge_create": Switch.GIVING,
    "recipients:import_upload": Switch.UPLOADS,
    "donations:stock_upload": Switch.UPLOADS,
    "donations:allowance_upload": Switch.UPLOADS,
    "api:import_*": Switch.SCHOOL_API,
    "api:pledge_*": Switch.PARTNER_API,
    "api:criteria_*": Switch.PARTNER_API,
    "api:matching_*": Switch.PARTNER_API,
    "donations:need_points": Switch.PUBLIC_MAP,
    "donations:boundaries": Switch.PUBLIC_MAP,
    "verification:complaint_write": Switch.COMPLAINTS,
    "portal:widget_*": Switch.WIDGETS,
}
# The same, for requests that would change something.
WRITING: dict[str, Switch] = {"api:*": Switch.API_WRITES}
READING = frozenset({"GET", "HEAD", "OPTIONS"})

_known: tuple[float, Mapping[str, bool]] = (float("-inf"), {})


def is_on(switch: Switch) -> bool:
    """Whether it is on now, or was up to two seconds ago."""
    return states().get(switch.value, SWITCHES[switch].by_default)


def gates_of(route: str, method: str = "GET") -> list[Switch]:
    """The switches that must be on for a request of this method to the route of this name; the wider one last."""
    tables = (ROUTES,) if method in READING else (ROUTES, WRITING)
    return [gate for gate in (_gate(table, route) for table in tables) if gate is not None]


def _gate(table: Mapping[str, Switch], route: str) -> Switch | None:
    if route in table:
        return table[route]
    return next((gate for name, gate in table.items() if name[-1] == "*" and route.startswith(name[:-1])), None)


def states() -> Mapping[str, bool]:
    """Name → on or off, of those that somebody has ever changed."""
    global _known
    now = time.monotonic()
    if now - _known[0] > ASK_AGAIN:
        _known = (now, _asked())
    return _known[1]


def forget() -> None:
    """Ask again at the next question: this process has just changed one."""
    global _known
    _known = (float("-inf"), _known[1])


def _asked() -> Mapping[str, bool]:
    try:
        with transaction.atomic():
            return dict(get_waffle_switch_model().objects.values_list("name", "active"))
    except DatabaseError:
        return _known[1]
