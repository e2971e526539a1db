"""What the acts on devices in custody read like: the list of lost ones, labels, the inventory, the loan book, stock-takes."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CUSTODY: dict[str, str | Promise] = {
    "wanted.added": _("Memasukkan nomor ke daftar gawai yang dicari (%(why)s)"),
    "wanted.lifted": _("Mengeluarkan nomor dari daftar gawai yang dicari"),
    "wanted.met": _("Menemui nomor yang dicari, lalu ditolak: %(step)s"),
    "device.found": _("Mencatat gawai yang hilang sudah ditemukan"),
    "labels.printed": _("Mencetak %(labels)s label"),
    "device.inventory_told": _("Mencatat kode barang dan nomor register"),
    "inventory.downloaded": _("Mengunduh daftar barang: %(devices)s gawai"),
    "device.lent": _("Meminjamkan gawai"),
    "loan.ended": _("Mengakhiri pinjaman: %(how)s"),
    "device.put_back": _("Menyatakan gawai baik kembali"),
    "stock_take.started": _("Memulai hitung barang"),
    "stock_take.stranger_met": _("Memindai gawai yang bukan milik sekolah ini"),
    "stock_take.ended": _("Menyelesaikan hitung barang: %(found)s dari %(expected)s gawai"),
}

CUSTODY_CODES: dict[tuple[str, str], dict[str, str | Promise]] = {
    ("wanted.added", "why"): {"lost": _("hilang"), "stolen": _("dicuri")},
    ("wanted.met", "step"): {
        "record": _("pencatatan gawai"),
        "stock": _("stok pemberi"),
        "file": _("berkas gawai"),
        "inspect": _("pemeriksaan"),
        "promise": _("janji dari stok"),
        "schedule": _("penjadwalan"),
        "hand_over": _("serah terima"),
        "lend": _("peminjaman"),
    },
    ("loan.ended", "how"): {
        "returned": _("dikembalikan"),
        "repair": _("dikembalikan untuk diperbaiki"),
        "lost": _("hilang"),
        "passed_on": _("dialihkan ke guru lain"),
    },
}

CUSTODY_THINGS: dict[str, str | Promise] = {
    "donations.wanteddevice": _("Gawai yang dicari"),
    "donations.loan": _("Pinjam pakai"),
    "donations.stocktake": _("Hitung barang"),
}
CUSTODY_PAGES: dict[str, tuple[str, str]] = {
    "donations.wanteddevice": ("donations:wanted_detail", "public_id"),
    "donations.loan": ("donations:loan_detail", "public_id"),
    "donations.stocktake": ("donations:stocktake_detail", "public_id"),
}
