"""What every installation shares. `local`, `test` and `production` say only what differs."""

from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF

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
    "schools",
    "recipients",
    "donations",
    "verification",
    "ksbb.portal",
]

MIDDLEWARE = [
    # First: what it has kept is answered before anything else is asked for.
    "ksbb.common.page_cache.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
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

DATABASES = {"default": env.db_url("DATABASE_URL", default="postgresql://ksbb@127.0.0.1:5432/ksbb")}
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"].setdefault("OPTIONS", {})["connect_timeout"] = 5
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
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
# For so many seconds a visitor may see a public page as it was; who is signed in never does. 0: always as it is.
PAGE_CACHE_SECONDS = env.int("KSBB_PAGE_CACHE_SECONDS", default=10)
# The choices of the filters and the sums over whole areas on pages of visitors.
FACET_CACHE_SECONDS = env.int("KSBB_FACET_CACHE_SECONDS", default=30)

# --- Secrets -----------------------------------------------------------------------------------
# FIELD_KEYS: 32 random bytes each, base64; the first seals, all of them open (rotation).
# HASH_KEY: the key of the equality hashes of NIK and NISN; it cannot be rotated without re-hashing.
SECRET_KEY = env.str("SECRET_KEY", default="")
FIELD_KEYS: list[str] = env.list("KSBB_FIELD_KEYS", default=[])
HASH_KEY = env.str("KSBB_HASH_KEY", default="")

# --- Who signs in ------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "full_name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:dashboard"
ACCOUNT_LOGOUT_REDIRECT_URL = "portal:home"
ACCOUNT_ADAPTER = "ksbb.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
# No letter to an address that nobody registered: strangers cannot use us to write to strangers.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_FORMS = {
    "login": "ksbb.accounts.forms.LoginForm",
    "signup": "ksbb.accounts.forms.SignUpForm",
    "reset_password": "ksbb.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "ksbb.accounts.forms.NewPasswordForm",
    "change_password": "ksbb.accounts.forms.ChangePasswordForm",
    "reauthenticate": "ksbb.accounts.forms.ReauthenticateForm",
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login_failed": "5/m/ip,5/m/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = SITE_NAME
MFA_ADAPTER = "ksbb.accounts.adapter.MFAAdapter"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "ksbb.portal.views.errors.csrf_failure"

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
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(DATA_DIR / "files"), "base_url": None, "file_permissions_mode": 0o600},
    },
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
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- Uploaded files ----------------------------------------------------------------------------
# A file stops by itself when more than `percent` of its rows, and at least `rows` of them, are people of other schools.
IMPORT_ELSEWHERE_STOP = {"percent": env.int("KSBB_IMPORT_ELSEWHERE_PERCENT", default=20), "rows": 10}
# Days for which the rows of a file that wait for a repair, and what undoing it needs, are kept sealed.
IMPORT_ROWS_KEPT_DAYS = env.int("KSBB_IMPORT_ROWS_KEPT_DAYS", default=30)

# A virus scanner (clamd) that looks at every photo before anybody else does, as tcp://host:3310; empty: none. How long it may take.
SCANNER_URL = env.str("KSBB_SCANNER_URL", default="")
SCANNER_SECONDS = env.int("KSBB_SCANNER_SECONDS", default=10)

# --- Personal data -----------------------------------------------------------------------------
# How long the identifying data of people who left the register are kept.
RETENTION_DAYS = env.int("KSBB_RETENTION_DAYS", default=365)

# --- Rank: the draw among equals, and appeals ---------------------------------------------------
# So many hours the hash of a draw's seed is public before anybody may draw.
DRAW_WAIT_HOURS = env.int("KSBB_DRAW_WAIT_HOURS", default=24)
# Working days: after a letter within which parents may appeal, and after an appeal within which it is decided.
APPEAL_FILING_DAYS = env.int("KSBB_APPEAL_FILING_DAYS", default=10)
APPEAL_DECISION_DAYS = env.int("KSBB_APPEAL_DECISION_DAYS", default=10)

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

# --- Work in the background ----------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A broker that is away must not hold up a page: the outbox row is there, sweep() sends it later.
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 2, "socket_timeout": 10, "visibility_timeout": 3600}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_DEFAULT_QUEUE = env.str("KSBB_QUEUE", default="ksbb")
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    "stock-resume": {"task": "donations.tasks.resume_stock", "schedule": 60.0},
    "outbox-sweep": {"task": "ksbb.notifications.tasks.sweep", "schedule": 30.0},
    "worker-heartbeat": {"task": "ksbb.notifications.tasks.heartbeat", "schedule": 15.0},
    "charges-file": {"task": "verification.tasks.file_charges", "schedule": 60.0},
    "complaints-watch": {"task": "verification.tasks.watch_complaints", "schedule": 900.0},
    "photos-look": {"task": "verification.tasks.look_at_photos", "schedule": 60.0},
    "draft-photos-sweep": {"task": "verification.tasks.sweep_draft_photos", "schedule": 3600.0},
    "reports-weigh": {"task": "verification.tasks.weigh_what_changed", "schedule": 120.0},
    "use-follow": {"task": "verification.tasks.follow_use", "schedule": 24 * 3600.0},
    "imports-resume": {"task": "recipients.tasks.resume_imports", "schedule": 60.0},
    "imports-wipe": {"task": "recipients.tasks.forget_import_rows", "schedule": 3600.0},
    "slips-forget": {"task": "donations.tasks.forget_slip_sources", "schedule": 24 * 3600.0},
    "answers-resume": {"task": "recipients.tasks.resume_answers", "schedule": 60.0},
    "matching-resume": {"task": "donations.tasks.resume_matchings", "schedule": 60.0},
    "lists-resume": {"task": "recipients.tasks.resume_check_lists", "schedule": 60.0},
    "checks-remind": {"task": "recipients.tasks.remind_of_checks", "schedule": 24 * 3600.0},
    "criteria-begin": {"task": "recipients.tasks.begin_criteria", "schedule": 300.0},
    "searches-tell": {"task": "donations.tasks.tell_of_needs", "schedule": 600.0},
    "needs-fold": {"task": "recipients.tasks.fold", "schedule": 10.0},
    "flows-fold": {"task": "donations.tasks.fold_months", "schedule": 10.0},
    "baskets-expire": {"task": "donations.tasks.expire_baskets", "schedule": 60.0},
    "pledges-expire": {"task": "donations.tasks.expire_promises", "schedule": 3600.0},
    "verifications-remind": {"task": "donations.tasks.remind_of_verifications", "schedule": 24 * 3600.0},
    "loans-remind": {"task": "donations.tasks.remind_of_loans", "schedule": 3600.0},
    "pledges-remind": {"task": "donations.tasks.remind_of_dates", "schedule": 3600.0},
}

# --- Other offices -----------------------------------------------------------------------------
# After how many days Disdukcapil and Dinsos are asked again, and how long their answer waits, sealed, for a decision.
CHECK_AGAIN_AFTER_DAYS = env.int("KSBB_CHECK_AGAIN_AFTER_DAYS", default=90)
CHECK_ANSWER_KEPT_DAYS = 7
# Source → class of a live connection (recipients.checking.LiveCheck), e.g. {"dukcapil": "office.DukcapilCheck"}; none yet.
LIVE_CHECKS: dict[str, str] = {}
# The answer for a whole city is larger than a school's file.
UPLOAD_MAX_ANSWER_BYTES = 25 * 1024 * 1024

# --- Other systems: the API ----------------------------------------------------------------------
API_TOKEN_MAX_DAYS = 365
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["ksbb.accounts.api_tokens.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser", "rest_framework.parsers.MultiPartParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["recipients.api.throttles.ReadThrottle", "recipients.api.throttles.WriteThrottle"],
    # Per token.
    "DEFAULT_THROTTLE_RATES": {"api-read": "240/min", "api-write": "30/min"},
    "EXCEPTION_HANDLER": "recipients.api.problems.as_problem",
    "UNAUTHENTICATED_USER": None,
    "UNAUTHENTICATED_TOKEN": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "KSBB Pendidikan",
    "VERSION": "1",
    "DESCRIPTION": "Data penerima dari sistem lain: kirim, periksa hasilnya, terapkan. Rinciannya ada di docs/api.md.",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PUBLIC": True,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {"ImportStateEnum": "ksbb.imports.states.ImportState"},
}

# --- Headers -----------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
