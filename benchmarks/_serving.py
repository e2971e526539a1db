"""Production's settings for a server that the benchmark starts: with the environment that it needs, and two addresses more."""

from __future__ import annotations

import os

# Values of an installation that nobody reaches; the database and the broker are those of the run.
_NEEDED = {
    "SECRET_KEY": "ukur-" * 12,
    "KSBB_PUBLIC_URL": "https://127.0.0.1",
    "ALLOWED_HOSTS": "127.0.0.1",
    "EMAIL_URL": "dummymail://",
}
for _name, _value in _NEEDED.items():
    os.environ[_name] = _value

from ksbb.accounts import public_pages  # noqa: E402
from ksbb.settings.production import *  # noqa: E402, F403
from ksbb.settings.production import BASE_DIR, STORAGES  # noqa: E402

ROOT_URLCONF = "benchmarks._addresses"
FLOOD_LIMITS = False
# Nothing was collected for this server, so files keep their plain names.
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT = BASE_DIR / "static"

# Visitors may see the two; otherwise they would measure the way to the sign-in.
public_pages.PUBLIC = public_pages.PUBLIC | {"bench_constant", "bench_raw"}
