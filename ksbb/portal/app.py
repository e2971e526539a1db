"""The portal as an app on the phone: its manifest, and the one page that its service worker keeps for when there is no network."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import reverse

ICONS = {192: "img/app-192.png", 512: "img/app-512.png"}
WORKER, PAGE = "js/app-worker.js", "portal/no_network.html"
# All that the worker keeps besides the page: the same files for everybody, nothing of any reader.
SHELL = ("css/tokens.css", "css/no-network.css", "js/theme.js", "img/logo.svg")


def manifest() -> dict[str, Any]:
    """https://www.w3.org/TR/appmanifest/. The pictures keep their sign within the inner 80 %, so a round mask cuts nothing off."""
    return {
        "id": "/",
        "name": "KSBB Pendidikan",
        "short_name": "KSBB",
        "description": "Menghubungkan donatur gawai dengan murid dan guru di Jakarta.",
        "lang": "id",
        "dir": "ltr",
        "start_url": reverse("portal:home"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#faf7f2",
        "theme_color": "#07343e",
        "categories": ["education", "government"],
        "icons": [
            {"src": static(name), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
            for size, name in ICONS.items()
            for purpose in ("any", "maskable")
        ],
        "shortcuts": [
            {"name": "Kebutuhan gawai", "short_name": "Kebutuhan", "url": reverse("donations:need_list")},
            {"name": "Pekerjaan saya", "short_name": "Pekerjaan", "url": reverse("portal:dashboard")},
            {"name": "Serah terima tanpa jaringan", "short_name": "Luring", "url": reverse("donations:offline_form")},
            {"name": "Lapor masalah", "short_name": "Lapor", "url": reverse("verification:complaint_write")},
        ],
    }


def worker_script() -> str:
    """The service worker: the page for when there is no network, what it needs, and a version that changes with any of it."""
    kept = ", ".join(f'"{static(name)}"' for name in SHELL)
    page = reverse("portal:no_network")
    return (
        f'self.KSBB = {{ version: "{_version()}", page: "{page}", parts: [{kept}], icon: "{static(ICONS[192])}" }};\n'
        f'importScripts("{static(WORKER)}");\n'
    )


@lru_cache(maxsize=1)
def _version() -> str:
    digest = hashlib.sha256()
    for name in (*SHELL, WORKER):
        digest.update(Path(str(finders.find(name))).read_bytes())
    digest.update((Path(settings.BASE_DIR) / "templates" / PAGE).read_bytes())
    return digest.hexdigest()[:12]
