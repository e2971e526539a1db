"""The tests' settings, but letters go to a mail server, which may hang or die like everything else here."""

from ksbb.settings.test import *  # noqa: F403
from ksbb.settings.test import env

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT = "127.0.0.1", env.int("KSBB_TEST_MAIL_PORT", default=1)
EMAIL_TIMEOUT = 30
