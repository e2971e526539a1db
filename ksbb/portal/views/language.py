"""The language of the interface, kept in a cookie on the reader's device."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from ksbb.portal.views.errors import csrf_failure

ONE_YEAR = 365 * 24 * 60 * 60


# A token here would put a cookie on every public page, and no cache could keep them. What is kept is no more than a
# preference, and other sites are refused by the Origin that every browser sends with a POST.
@csrf_exempt
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remembers `language` and goes back to `next` (an address of ours); an unknown language changes nothing."""
    if _from_elsewhere(request):
        return csrf_failure(request)
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        back = reverse("portal:home")
    response = HttpResponseRedirect(back)
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=ONE_YEAR,
            samesite="Lax",
            secure=request.is_secure(),
            httponly=True,
        )
    return response


def _from_elsewhere(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin", "")
    return bool(origin) and origin.partition("://")[2] != request.get_host()
