"""The Celery application; the beat's schedule is in the settings."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ksbb.settings.local")

app = Celery("ksbb")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
