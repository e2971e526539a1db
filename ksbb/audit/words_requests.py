"""What the acts on requests of people about their own data read like."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_KINDS: dict[str, str | Promise] = {
    "copy": _("salinan data"),
    "correction": _("perbaikan data"),
    "consent": _("penarikan persetujuan"),
    "stop": _("keberatan: berhenti memakai datanya"),
    "erasure": _("penghapusan data"),
}
_FORMS: dict[str, str | Promise] = {"page": _("untuk dicetak"), "file": _("sebagai berkas")}
REQUESTS: dict[str, str | Promise] = {
    "request.received": _("Mencatat permintaan pemilik data: %(kind)s"),
    "request.taken_up": _("Mulai mengerjakan permintaan: %(kind)s"),
    "request.answered": _("Menyelesaikan permintaan: %(kind)s"),
    "request.refused": _("Menolak permintaan: %(kind)s"),
    "request.taken_back": _("Mencatat permintaan dibatalkan yang meminta: %(kind)s"),
    "request.passed_on": _("Meneruskan permintaan ke sekolah baru orangnya: %(kind)s"),
    "request.joined": _("Menggabungkan permintaan dengan %(into)s, yang sama di sekolah baru: %(kind)s"),
    "request.copied": _("Membuat salinan data %(form)s"),
    "requests.exported": _("Mengunduh daftar %(rows)s permintaan yang selesai"),
    "recipient.copied": _("Membuat salinan seluruh datanya %(form)s, atas permintaan %(request)s"),
    "user.copied": _("Mengunduh salinan data akunnya sendiri"),
    "user.erased": _("Menghapus data akun"),
}
REQUEST_THINGS: dict[str, str | Promise] = {"recipients.datarequest": _("Permintaan pemilik data")}
REQUEST_PAGES: dict[str, tuple[str, str]] = {"recipients.datarequest": ("recipients:request_detail", "public_id")}
REQUEST_CODES: dict[tuple[str, str], dict[str, str | Promise]] = {
    **{(act, "kind"): _KINDS for act in REQUESTS if act.startswith("request.")},
    ("request.copied", "form"): _FORMS,
    ("recipient.copied", "form"): _FORMS,
}
