"""Why a file is refused, in words that say what to do next; one page for every format."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ksbb.imports.limits import Limits, SheetRefused


class TooFarError(Exception):
    """The file reaches beyond the limits or holds what is not opened; `what` is a word of `refusal`."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def refusal(what: str, limits: Limits) -> SheetRefused:
    """The refusal that belongs to what was found: `TooFarError.what`."""
    code, reason = {
        "macros": (
            "macros",
            _("Berkas ini memuat makro. Simpan sebagai Excel biasa (.xlsx) tanpa makro, lalu unggah lagi."),
        ),
        "links": (
            "external_links",
            _(
                "Berkas ini tersambung ke berkas atau alamat lain. Salin tabelnya ke lembar baru dengan "
                "Tempel Khusus › Nilai, simpan sebagai .xlsx, lalu unggah lagi."
            ),
        ),
        "entities": (
            "xml_entities",
            _("Isi berkas ini tidak wajar, jadi tidak dibuka. Unduh lagi dari Dapodik, lalu unggah berkas yang baru."),
        ),
        "rows": (
            "too_many_rows",
            _(
                "Lembar ini memuat lebih dari %(limit)s baris, termasuk baris kosong. Hapus baris kosong di bawah "
                "tabel atau bagi menjadi beberapa berkas, lalu unggah lagi."
            )
            % {"limit": limits.rows},
        ),
        "columns": (
            "too_many_columns",
            _(
                "Lembar ini memuat lebih dari %(limit)s kolom. Hapus kolom kosong di sebelah kanan tabel, "
                "lalu unggah lagi."
            )
            % {"limit": limits.columns},
        ),
        "cells": (
            "too_many_cells",
            _("Isi berkas ini terlalu banyak. Bagi menjadi beberapa berkas, lalu unggah satu per satu."),
        ),
        "text": (
            "too_much_text",
            _("Ada sel yang isinya jauh terlalu panjang. Kosongkan sel itu, simpan, lalu unggah lagi."),
        ),
        "bomb": (
            "zip_bomb",
            _(
                "Setelah dibuka, isi berkas ini jauh lebih besar daripada yang wajar, jadi tidak dibaca. Unduh lagi "
                "dari Dapodik, lalu unggah berkas yang baru."
            ),
        ),
        "encrypted": (
            "encrypted",
            _(
                "Berkas ini dikunci dengan kata sandi. Buka kuncinya di Excel, simpan tanpa kata sandi, lalu unggah "
                "lagi."
            ),
        ),
        "old": (
            "old_format",
            _(
                "Berkas ini berformat lama yang tidak dibaca di sini. Buka di Excel atau LibreOffice, pilih Simpan "
                "Sebagai › Excel (.xlsx), lalu unggah berkas yang baru."
            ),
        ),
        "other": (
            "not_a_sheet",
            _(
                "Berkas ini bukan lembar kerja Excel. Buka di Excel atau LibreOffice, simpan sebagai .xlsx, "
                "lalu unggah berkas yang baru."
            ),
        ),
        "broken": (
            "broken",
            _("Berkas ini rusak atau tidak lengkap. Unduh lagi dari Dapodik, lalu unggah berkas yang baru."),
        ),
    }[what]
    return SheetRefused(code, reason)
