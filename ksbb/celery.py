"""The Celery application; the beat's schedule is in the settings."""

import os

from ksbb.common.careful import CarefulCelery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ksbb.settings.local")

app = CarefulCelery("ksbb", task_cls="ksbb.common.background:RestingTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
