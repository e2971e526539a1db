"""The portal's own pages."""

from django.urls import path

from ksbb.portal.views import components, home, how, language

app_name = "portal"

urlpatterns = [
    path("", home.home, name="home"),
    path("cara-kerja/", how.how, name="how"),
    path("privasi/", how.privacy, name="privacy"),
    path("komponen/", components.components, name="components"),
    path("bahasa/", language.language, name="language"),
]
