"""Thin: each task names the work and calls it."""

from __future__ import annotations

from celery import shared_task

from recipients import answers, imports, lists
from recipients.actions.begin_criteria import begin_criteria as begin_due_criteria
from recipients.actions.fold_tallies import fold_tallies
from recipients.actions.remind_checks import remind_checks
from recipients.actions.remind_requests import remind_requests
from recipients.actions.wipe_rows import wipe_rows


@shared_task
def rehearse_import(public_id: str) -> None:
    imports.rehearse(public_id)


@shared_task
def finish_import(public_id: str) -> None:
    imports.finish(public_id)


@shared_task
def resume_imports() -> int:
    """What a kill or a broken broker left is done now."""
    return imports.resume()


@shared_task
def forget_import_rows() -> int:
    """What uploaded rows hold of people is kept for some weeks only."""
    return wipe_rows()


@shared_task
def make_check_list(public_id: str) -> None:
    lists.make(public_id)


@shared_task
def resume_check_lists() -> int:
    """Lists for an office that a killed worker left half written."""
    return lists.resume()


@shared_task
def rehearse_answer(public_id: str) -> None:
    answers.rehearse(public_id)


@shared_task
def answer_check(public_id: str) -> None:
    answers.finish(public_id)


@shared_task
def ask_office(public_id: str, user_id: int) -> None:
    answers.ask_live(public_id, user_id)


@shared_task
def resume_answers() -> int:
    """Answer files that a killed worker left, or that nobody decided about."""
    return answers.resume()


@shared_task
def remind_of_checks() -> int:
    """Once a day: a quarter has gone by since Disdukcapil or Dinsos last answered."""
    return remind_checks()


@shared_task
def remind_of_requests() -> int:
    """Every hour: terms of requests about people's own data that end within a day, or have ended."""
    return remind_requests()


@shared_task
def begin_criteria() -> int:
    """Versions of the criteria that were agreed for a day take force when the day has come."""
    return begin_due_criteria()


@shared_task
def fold() -> int:
    """The log of changed needs becomes counts, so that readers add up little."""
    return fold_tallies()
