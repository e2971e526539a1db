"""What every installation shares. `local`, `test` and `production` say only what differs."""

from datetime import timedelta
from pathlib import Path

import environ

from ksbb.settings.api import *  # noqa: F403
from ksbb.settings.armour import *  # noqa: F403
from ksbb.settings.background import *  # noqa: F403
from ksbb.settings.channels import *  # noqa: F403
from ksbb.settings.databases import *  # noqa: F403
from ksbb.settings.databases import databases, routers
from ksbb.settings.files import private_files
from ksbb.settings.signing_in import *  # noqa: F403
from ksbb.settings.watching import *  # noqa: F403

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent.parent

# Files that a person uploaded or the portal issued: outside the served folders, behind a permission check.
DATA_DIR = Path(env.str("KSBB_DATA_DIR", default=str(BASE_DIR / "var")))

DEBUG = False
DEMO = False

SITE_NAME = "KSBB Pendidikan"
# The address written into letters and QR codes; never taken from the request's Host header.
PUBLIC_URL = env.str("KSBB_PUBLIC_URL", default="http://127.0.0.1:8000").rstrip("/")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.admin",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "import_export",
    "pgtrigger",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "ksbb.common",
    "ksbb.territories",
    "ksbb.authority",
    "ksbb.audit",
    "ksbb.notifications",
    "ksbb.accounts",
    "ksbb.imports",
    "ksbb.api",
    "schools",
    "recipients",
    "donations",
    "verification",
    "ksbb.operation",
    # After ours, whose commands of the same names stand before its own.
    "waffle",
    "ksbb.portal",
]

MIDDLEWARE = [
    "ksbb.common.tracing.TracingMiddleware",
    "ksbb.common.heads.HeadMiddleware",
    # Prometheus asks by the name of the machine, past the proxy and in every mode.
    "ksbb.portal.middleware.MetricsMiddleware",
    # Before whatever reads the address.
    "ksbb.portal.middleware.ZeroSignMiddleware",
    # Before all others: what it has kept is answered before anything else is asked for.
    "ksbb.common.page_cache.PageCacheMiddleware",
    # Before whatever asks the database: an answer that fails on the replica is made anew from here.
    "ksbb.common.replica.ReplicaMiddleware",
    "django.middleware.security.SecurityMiddleware",
    # Before whatever may answer by itself: files, and the page that says that the portal rests.
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ksbb.portal.middleware.ModeMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "ksbb.accounts.middleware.ActorMiddleware",
    "ksbb.portal.middleware.WrongDoorMiddleware",
    "ksbb.common.floods.FloodMiddleware",
    "ksbb.portal.middleware.SwitchMiddleware",
    "ksbb.accounts.middleware.ClosedUnlessPublicMiddleware",
]

ROOT_URLCONF = "ksbb.urls"
WSGI_APPLICATION = "ksbb.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "ksbb.portal.navigation.context",
            ],
            "builtins": ["ksbb.common.templatetags.ui"],
        },
    }
]

DATABASES = databases()
DATABASE_ROUTERS = routers()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# "read-only" or "closed" from the start, whatever `manage.py mode` says; empty: what that says.
MODE = env.str("KSBB_MODE", default="")
# The folder of PostgreSQL's client programs (pg_dump, pg_restore) for backups; empty: those on the PATH.
PG_BIN_DIR = env.str("KSBB_PG_BIN", default="")

# Switches are changed on /operasi/sakelar/, with a reason and an entry in the trail: not on the technical site.
WAFFLE_ENABLE_ADMIN_PAGES = False

# Where `manage.py backup` puts its folders, so that the operators' page can say how old the newest is; empty: unknown.
BACKUP_DIR = env.str("KSBB_BACKUP_DIR", default="")

REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
CACHES = {
    "default": {
        "BACKEND": "ksbb.common.careful.CarefulRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": env.str("KSBB_CACHE_PREFIX", default="ksbb"),
        # A cache that hangs must not hang the pages.
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    },
    # Whole public pages, in each process for itself: nothing to fetch, and nothing to fail.
    "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 500}},
    "fragments": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "fragments",
        "OPTIONS": {"MAX_ENTRIES": 2_000},
    },
}
# The wall around the public pages (ksbb.common.floods); off only for a measurement, whose requests all come from one address.
FLOOD_LIMITS = True
# For so many seconds a visitor may see a public page as it was; who is signed in never does. 0: always as it is.
PAGE_CACHE_SECONDS = env.int("KSBB_PAGE_CACHE_SECONDS", default=10)
# The choices of the filters and the sums over whole areas on pages of visitors.
FACET_CACHE_SECONDS = env.int("KSBB_FACET_CACHE_SECONDS", default=30)

# --- Watching over it: watching.py -----------------------------------------------------------------

# --- Secrets -----------------------------------------------------------------------------------
# FIELD_KEYS: 32 random bytes each, base64; the first seals, all of them open (rotation).
# HASH_KEY: the key of the equality hashes of NIK and NISN; it cannot be rotated without re-hashing.
SECRET_KEY = env.str("SECRET_KEY", default="")
FIELD_KEYS: list[str] = env.list("KSBB_FIELD_KEYS", default=[])
HASH_KEY = env.str("KSBB_HASH_KEY", default="")

# --- Who signs in: signing_in.py -------------------------------------------------------------------
MFA_TOTP_ISSUER = SITE_NAME

# --- Words -------------------------------------------------------------------------------------
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True

# --- Files -------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": private_files(DATA_DIR / "files"),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
UPLOAD_MAX_SHEET_BYTES = 10 * 1024 * 1024
UPLOAD_MAX_PHOTO_BYTES = 12 * 1024 * 1024
UPLOAD_MAX_PHOTO_PIXELS = 50_000_000
# Six photos and the form around them.
UPLOAD_MAX_REQUEST_BYTES = 6 * UPLOAD_MAX_PHOTO_BYTES + 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "ksbb.common.uploads.LimitedUpload",
    "ksbb.common.uploads.SmallUpload",
    "ksbb.common.uploads.LargeUpload",
]

# --- Uploaded files ----------------------------------------------------------------------------
# A file stops by itself when more than `percent` of its rows, and at least `rows` of them, are people of other schools.
IMPORT_ELSEWHERE_STOP = {"percent": env.int("KSBB_IMPORT_ELSEWHERE_PERCENT", default=20), "rows": 10}
# Days for which the rows of a file that wait for a repair, and what undoing it needs, are kept sealed.
IMPORT_ROWS_KEPT_DAYS = env.int("KSBB_IMPORT_ROWS_KEPT_DAYS", default=30)

# A virus scanner (clamd) that looks at every photo before anybody else does, as tcp://host:3310; empty: none. How long it may take.
SCANNER_URL = env.str("KSBB_SCANNER_URL", default="")
SCANNER_SECONDS = env.int("KSBB_SCANNER_SECONDS", default=10)
# At the door somebody waits for the page: what takes longer is held, and the worker asks in peace.
SCANNER_DOOR_SECONDS = env.float("KSBB_SCANNER_DOOR_SECONDS", default=0.8)

# --- Personal data -----------------------------------------------------------------------------
# How long the identifying data of people who left the register are kept.
RETENTION_DAYS = env.int("KSBB_RETENTION_DAYS", default=365)
# How long a closed complaint keeps what was said, by whom, the answer and the files.
COMPLAINT_RETENTION_DAYS = env.int("KSBB_COMPLAINT_RETENTION_DAYS", default=365)

# --- Open data ----------------------------------------------------------------------------------
# So many days every day's files are kept; those of a month's first day stay for good.
OPEN_DATA_KEPT_DAYS = env.int("KSBB_OPEN_DATA_KEPT_DAYS", default=400)

# Auditors get a letter when one account was shown more than so many people within an hour; the largest schools have about 1,300.
READ_ALERT_PEOPLE = env.int("KSBB_READ_ALERT_PEOPLE", default=1_500)

# --- Rank: the draw among equals, and appeals ---------------------------------------------------
# So many hours the hash of a draw's seed is public before anybody may draw.
DRAW_WAIT_HOURS = env.int("KSBB_DRAW_WAIT_HOURS", default=24)
# Working days: after a letter within which parents may appeal, and after an appeal within which it is decided.
APPEAL_FILING_DAYS = env.int("KSBB_APPEAL_FILING_DAYS", default=10)
APPEAL_DECISION_DAYS = env.int("KSBB_APPEAL_DECISION_DAYS", default=10)
# Hours in which whoever asks about the own data has an answer: UU 27/2022 art. 30, 32, 40 and 41 say 3 x 24. And how long before
# that end whoever must answer is reminded.
DATA_REQUEST_TERM = timedelta(hours=env.int("KSBB_DATA_REQUEST_HOURS", default=72))
DATA_REQUEST_WARN = timedelta(hours=env.int("KSBB_DATA_REQUEST_WARN_HOURS", default=24))

# --- Giving --------------------------------------------------------------------------------------
# How long the needs in a basket are held; when givers are reminded, in days before the date; and how many days after it a
# promise without an appointment is released by itself.
BASKET_HOLD_MINUTES = env.int("KSBB_BASKET_HOLD_MINUTES", default=30)
PLEDGE_REMINDER_DAYS = (7, 1)
HANDOVER_REMINDER_DAYS = (7, 3, 1)
PLEDGE_GRACE_DAYS = env.int("KSBB_PLEDGE_GRACE_DAYS", default=14)

# --- Messages ----------------------------------------------------------------------------------
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="KSBB Pendidikan <tidak-dibalas@ksbb.example>")

# --- Work in the background: background.py ---------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_TIMEZONE = TIME_ZONE

# --- Other offices -----------------------------------------------------------------------------
# After how many days Disdukcapil and Dinsos are asked again, and how long their answer waits, sealed, for a decision.
CHECK_AGAIN_AFTER_DAYS = env.int("KSBB_CHECK_AGAIN_AFTER_DAYS", default=90)
CHECK_ANSWER_KEPT_DAYS = 7
# Source → class of a live connection (recipients.checking.LiveCheck), e.g. {"dukcapil": "office.DukcapilCheck"}; none yet.
LIVE_CHECKS: dict[str, str] = {}
# The answer for a whole city is larger than a school's file.
UPLOAD_MAX_ANSWER_BYTES = 25 * 1024 * 1024

# --- Other systems: api.py · headers: armour.py -----------------------------------------------------
