"""Pages for when something does not work: what happened, and what to do now."""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ksbb.api import problems
from ksbb.common.refusals import Refused
from ksbb.portal.views import resting


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    if problems.concerns(request):
        return problems.plain(status)
    return render(request, "portal/error.html", {"title": title, "text": text, "status": status}, status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        404,
        _("Halaman tidak ditemukan"),
        _("Alamat ini tidak ada, atau Anda tidak memiliki akses ke isinya. Periksa alamatnya atau kembali ke beranda."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        403,
        _("Anda tidak berwenang melakukan ini"),
        _(
            "Peran Anda saat ini tidak mencakup tindakan tersebut. Bila Anda punya peran lain, ganti peran lalu coba lagi."
        ),
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        400,
        _("Permintaan tidak dapat dibaca"),
        _("Data yang dikirim tidak lengkap atau terlalu besar. Kembali ke halaman sebelumnya lalu kirim ulang."),
    )


def wrong_door(request: HttpRequest) -> HttpResponse:
    """An address that only takes what a form sends."""
    return _page(
        request,
        405,
        _("Halaman ini tidak dapat dibuka langsung"),
        _(
            "Alamat ini hanya menerima tombol dari halaman sebelumnya. Kembali ke sana, lalu tekan tombolnya sekali lagi."
        ),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500; while the database is away or too busy 503, which says so and asks it for nothing."""
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        return resting.out_of_reach(request)
    return _page(
        request,
        500,
        _("Terjadi gangguan pada sistem"),
        _(
            "Kesalahan ini ada pada kami, bukan pada Anda. Data yang sudah tersimpan aman. Coba lagi beberapa saat lagi."
        ),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(
        request,
        403,
        _("Formulir sudah kedaluwarsa"),
        _("Kembali ke halaman sebelumnya, muat ulang halaman itu, lalu kirim formulir sekali lagi."),
    )


def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """A step that is not possible now, reached without a form that could show the reason."""
    return _page(request, 409, _("Belum dapat dilakukan"), error.reason)
