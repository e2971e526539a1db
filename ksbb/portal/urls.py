"""The portal's own pages."""

from django.urls import path

from ksbb.portal.views import components, dashboard, demo_mail, health, home, how, inbox, language

app_name = "portal"

urlpatterns = [
    path("", home.home, name="home"),
    path("beranda/", dashboard.dashboard, name="dashboard"),
    path("cara-kerja/", how.how, name="how"),
    path("privasi/", how.privacy, name="privacy"),
    path("komponen/", components.components, name="components"),
    path("pemberitahuan/", inbox.inbox, name="inbox"),
    path("demo/surat/", demo_mail.demo_mail, name="demo_mail"),
    path("healthz", health.health, name="health"),
    path("bahasa/", language.language, name="language"),
]
