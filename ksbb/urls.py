"""All addresses. Indonesian outside, English names inside."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("teknis/", admin.site.urls),
    path("akun/", include("ksbb.accounts.sign_in_urls")),
    path("", include("ksbb.accounts.urls")),
    path("", include("ksbb.audit.urls")),
    path("", include("ksbb.portal.urls")),
    path("", include("schools.urls")),
    path("", include("recipients.urls")),
    path("api/v1/", include("ksbb.portal.api_urls")),
    path("", include("donations.urls")),
    path("", include("verification.urls")),
]

handler400 = "ksbb.portal.views.errors.bad_request"
handler403 = "ksbb.portal.views.errors.forbidden"
handler404 = "ksbb.portal.views.errors.not_found"
handler500 = "ksbb.portal.views.errors.server_error"
