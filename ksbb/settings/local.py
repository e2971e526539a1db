"""The demo and a developer's own machine: embedded services, visible letters, throw-away secrets."""

import base64
import hashlib

from ksbb.settings.base import *  # noqa: F403
from ksbb.settings.base import DATA_DIR, STORAGES, env

DEBUG = env.bool("DEBUG", default=False)
DEMO = True
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]


def _throw_away(name: str) -> str:
    """A secret that is stable on this machine and worth nothing anywhere else."""
    return base64.b64encode(hashlib.sha256(f"demo:{name}".encode()).digest()).decode()


SECRET_KEY = env.str("SECRET_KEY", default=_throw_away("secret"))
FIELD_KEYS = env.list("KSBB_FIELD_KEYS", default=[_throw_away("field")])
HASH_KEY = env.str("KSBB_HASH_KEY", default=_throw_away("hash"))

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = str(DATA_DIR / "mail")

WHITENOISE_USE_FINDERS = True
STATIC_ROOT = None  # the finders serve, nothing is collected here
WHITENOISE_AUTOREFRESH = DEBUG
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}

# Whoever tries the demo draws at once.
DRAW_WAIT_HOURS = env.int("KSBB_DRAW_WAIT_HOURS", default=0)

# One click on the sign-in page opens each desk of the demo. KSBB_SECOND_FACTOR=1 asks for the second factor as production does.
SECOND_FACTOR_REQUIRED = env.bool("KSBB_SECOND_FACTOR", default=False)
