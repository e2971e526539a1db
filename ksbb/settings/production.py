"""Production: refuses to start without its secrets and a database."""

from django.core.exceptions import ImproperlyConfigured

from ksbb.settings.base import *  # noqa: F403
from ksbb.settings.base import LOGGING, STORAGES, env

REQUIRED = (
    "SECRET_KEY",
    "DATABASE_URL",
    "REDIS_URL",
    "KSBB_FIELD_KEYS",
    "KSBB_HASH_KEY",
    "KSBB_PUBLIC_URL",
    "ALLOWED_HOSTS",
    "EMAIL_URL",
)
missing = [name for name in REQUIRED if not env.str(name, default="").strip()]
if missing:
    raise ImproperlyConfigured(
        f"Production needs these environment variables, not set now: {', '.join(missing)}. See docs/operations.md."
    )
if len(env.str("SECRET_KEY")) < 50:
    raise ImproperlyConfigured("SECRET_KEY must have at least 50 characters. See docs/operations.md.")

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[env.str("KSBB_PUBLIC_URL").rstrip("/")])

SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz(/web)?$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# How many proxies of ours add themselves to X-Forwarded-For: the limits of the sign-in count people, not the proxy.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("KSBB_PROXIES", default=1)

STORAGES = STORAGES | {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}

LOGGING["handlers"]["console"]["formatter"] = env.str("KSBB_LOG", default="json")
