"""Thin: each task names the work and calls it."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from verification import complaint_watch, photo_watch, risk_watch
from verification.actions.ask_use import ask_use
from verification.actions.drop_draft_photos import drop_draft_photos
from verification.actions.keep_data import keep_data
from verification.actions.keep_terms import keep_terms
from verification.actions.lay_use_rounds import lay_use_rounds
from verification.actions.press_use import press_use
from verification.actions.take_up_files import take_up_files
from verification.actions.weigh_reports import weigh_reports
from verification.models import DraftPhoto

DRAFTS_LIVE = timedelta(days=1)
# Looked back further than the beat is apart, so that a worker that was away misses nothing.
WEIGHED_BACK = timedelta(minutes=10)


@shared_task
def look_at_photos() -> int:
    """Photos that nobody has looked at yet, whose worker died, or that are to be tried again; returns how many were finished."""
    return photo_watch.look()


@shared_task
def take_up_held_files() -> int:
    """Every minute: files that complaints went on without."""
    return take_up_files()


@shared_task
def sweep_draft_photos() -> int:
    """Photos of reports that nobody finished do not stay: they may show people."""
    old = DraftPhoto.objects.filter(created_at__lt=timezone.now() - DRAFTS_LIVE).order_by("created_at")
    return drop_draft_photos(old[:500])


@shared_task
def follow_use() -> int:
    """Daily: rounds that are missing are laid, those whose day has come are asked, the late ones pressed. Returns how many."""
    return lay_use_rounds() + ask_use() + press_use()


@shared_task
def keep_open_data() -> int:
    """Hourly, of which the first of a day makes the day's files."""
    return keep_data()


@shared_task
def watch_complaints() -> int:
    """Every quarter of an hour: what is late rises a level, what nobody objected to is closed."""
    return complaint_watch.watch()


@shared_task
def keep_terms_of_data() -> int:
    """Hourly: whose term is over is erased; papers and notes of those who asked to be erased follow."""
    return sum(keep_terms().values())


@shared_task
def file_charges() -> int:
    """Every minute: what guardians answered on their slips about money becomes a complaint."""
    return complaint_watch.file_charges()


@shared_task
def weigh_what_changed() -> int:
    """Every two minutes: waiting reports whose guardians, devices, photos, giver or school have something new to say."""
    return weigh_reports(risk_watch.changed_since(timezone.now() - WEIGHED_BACK))
