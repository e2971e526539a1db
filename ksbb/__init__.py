"""KSBB Pendidikan: a learning device's way from a promise to a proven handover."""

from ksbb.celery import app as celery_app

__all__ = ["celery_app"]
