"""The portal's own pages."""

from django.urls import path

from ksbb.portal import urls_data, urls_messages, urls_rights
from ksbb.portal.views import (
    app,
    components,
    condition,
    dashboard,
    demo_mail,
    health,
    home,
    how,
    inbox,
    language,
    switches,
    welcome,
)

app_name = "portal"

urlpatterns = [
    *urls_messages.urlpatterns,
    *urls_data.urlpatterns,
    *urls_rights.urlpatterns,
    path("", home.home, name="home"),
    path("beranda/", dashboard.dashboard, name="dashboard"),
    path("cara-kerja/", how.how, name="how"),
    path("privasi/", how.privacy, name="privacy"),
    path("aksesibilitas/", how.accessibility, name="accessibility"),
    path("aplikasi.webmanifest", app.manifest, name="app_manifest"),
    path("pekerja.js", app.worker, name="app_worker"),
    path("tanpa-jaringan/", app.no_network, name="no_network"),
    path("privasi/data/", how.holdings, name="holdings"),
    path("komponen/", components.components, name="components"),
    path("selamat-datang/", welcome.welcome, name="welcome"),
    path("pemberitahuan/", inbox.inbox, name="inbox"),
    path("demo/surat/", demo_mail.demo_mail, name="demo_mail"),
    path("operasi/", condition.condition, name="condition"),
    path("operasi/kirim-ulang/", condition.retry, name="retry"),
    path("operasi/sakelar/", switches.switch_list, name="switch_list"),
    path("operasi/sakelar/<slug:name>/", switches.switch_change, name="switch_change"),
    path("healthz", health.health, name="health"),
    path("healthz/web", health.ready, name="ready"),
    path("bahasa/", language.language, name="language"),
]
