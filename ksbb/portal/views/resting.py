"""What people read while the portal is closed or may only be read. It asks neither a session nor the database."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from ksbb.common.modes import Mode

AGAIN_AFTER = 300
# An accident is looked after at once, and most of them end by themselves.
OUT_OF_REACH_FOR = 30


def resting(request: HttpRequest, mode: Mode) -> HttpResponse:
    """503 with Retry-After, in the language the browser asks for; problem+json (RFC 9457) for the API."""
    with translation.override(translation.get_language_from_request(request)):
        title, text = _words(mode)
        return _told(request, title, text, kind=mode.value, again_after=AGAIN_AFTER)


def out_of_reach(request: HttpRequest) -> HttpResponse:
    """The same while the database does not answer: nobody decided it, and it passes."""
    with translation.override(translation.get_language_from_request(request)):
        title = _("Portal sedang tidak dapat menjangkau datanya")
        text = _(
            "Gangguan ini ada pada kami, dan biasanya berlangsung singkat. Kembali ke halaman sebelumnya: isian Anda masih "
            "ada di sana. Kirim lagi sebentar lagi; yang sudah tersimpan tidak tersimpan dua kali."
        )
        return _told(request, title, text, kind="out-of-reach", again_after=OUT_OF_REACH_FOR)


def _told(request: HttpRequest, title: str, text: str, *, kind: str, again_after: int) -> HttpResponse:
    answer: HttpResponse
    if request.path.startswith("/api/"):
        code = kind.replace("-", "_")
        problem = {"type": "about:blank", "title": title, "status": 503, "code": code, "detail": text}
        answer = JsonResponse(problem, content_type="application/problem+json")
    else:
        answer = HttpResponse(render_to_string("portal/resting.html", {"title": title, "text": text, "kind": kind}))
    answer["Content-Language"] = translation.get_language()
    answer.status_code = 503
    answer["Retry-After"] = str(again_after)
    add_never_cache_headers(answer)
    return answer


def _words(mode: Mode) -> tuple[str, str]:
    if mode == Mode.CLOSED:
        return _("Portal sedang dirawat"), _(
            "Kami sedang memperbaiki sesuatu. Data yang sudah tersimpan aman. Coba lagi beberapa menit lagi."
        )
    return _("Portal sedang hanya dapat dibaca"), _(
        "Halaman dapat dibuka, tetapi belum ada yang dapat disimpan. Kembali ke halaman sebelumnya: isian Anda masih ada "
        "di sana. Kirim lagi beberapa menit lagi."
    )
