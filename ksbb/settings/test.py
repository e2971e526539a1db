"""The tests: as close to production as a throw-away database allows."""

from ksbb.settings.local import *  # noqa: F403

DEBUG = False
DEMO = False
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # quick, and only here
ACCOUNT_RATE_LIMITS = False
