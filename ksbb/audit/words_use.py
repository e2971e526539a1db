"""What the acts on the use of devices, on cases of devices and on instruments read like."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

USE: dict[str, str | Promise] = {
    "use_round.late": _("Laporan pemakaian terlambat"),
    "use_round.answered": _("Mengirim laporan pemakaian"),
    "use_round.asked_again": _("Meminta foto baru untuk laporan pemakaian"),
    "use_photo.opened": _("Membuka foto pemakaian"),
    "device_case.opened": _("Melaporkan gawai bermasalah"),
    "device_case.decided": _("Memutuskan perkara gawai"),
    "instrument.drafted": _("Membuat rancangan instrumen versi %(version)s"),
    "instrument.edited": _("Mengubah rancangan instrumen versi %(version)s"),
    "instrument.published": _("Memberlakukan instrumen versi %(version)s"),
    "instrument.answered": _("Menjawab instrumen versi %(version)s"),
}
