"""The tests: as close to production as a throw-away database allows."""

from urllib.parse import urlsplit

from ksbb.settings.local import *  # noqa: F403
from ksbb.settings.local import CACHES, REDIS_URL, env

DEBUG = False
DEMO = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick, and only here
ACCOUNT_RATE_LIMITS = False
SECOND_FACTOR_REQUIRED = False  # tests/accounts/test_second_factor.py turns it on

# Each process of a parallel run (gw0, gw1, …) has its own database in the one Valkey: emptying the cache of one
# must not empty a neighbour's, nor a worker take a neighbour's tasks.
_number = env.str("PYTEST_XDIST_WORKER", default="")[2:]
REDIS_URL = urlsplit(REDIS_URL)._replace(path=f"/{int(_number) + 1 if _number else 0}").geturl()
CACHES = CACHES | {"default": CACHES["default"] | {"LOCATION": REDIS_URL}}
# One test's pages are not another's; the tests of the caches turn them on.
PAGE_CACHE_SECONDS = FACET_CACHE_SECONDS = 0
CELERY_BROKER_URL = REDIS_URL
# Every test client starts the middleware anew: it must not go through all static files each time.
WHITENOISE_AUTOREFRESH = True
