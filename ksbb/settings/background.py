"""Celery, and what its beat asks for: which task, every how many seconds. The queues are in queues.py."""

from ksbb.settings.queues import *  # noqa: F403
from ksbb.settings.queues import QUEUE_ORDER

CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A broker that is away must not hold up a page: the outbox row is there, sweep() sends it later.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 1,
    "socket_timeout": 3,
    # One try; without this the sender tries for six seconds.
    "max_retries": 0,
    "visibility_timeout": 3600,
    **QUEUE_ORDER,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BEAT_SCHEDULE = {
    "stock-resume": {"task": "donations.tasks.resume_stock", "schedule": 60.0},
    "outbox-sweep": {"task": "ksbb.notifications.tasks.sweep", "schedule": 30.0},
    "digests-gather": {"task": "ksbb.notifications.tasks.digests", "schedule": 600.0},
    "devices-forget": {"task": "ksbb.notifications.tasks.forget_devices", "schedule": 24 * 3600.0},
    "roles-watch": {"task": "ksbb.accounts.tasks.watch_ending_roles", "schedule": 3600.0},
    "worker-heartbeat": {"task": "ksbb.notifications.tasks.heartbeat", "schedule": 15.0},
    "terms-keep": {"task": "verification.tasks.keep_terms_of_data", "schedule": 3600.0},
    "trail-seal": {"task": "ksbb.audit.tasks.seal_trail", "schedule": 60.0},
    "late-readings": {"task": "ksbb.audit.tasks.write_down_readings", "schedule": 60.0},
    "trail-root": {"task": "ksbb.accounts.tasks.publish_daily_root", "schedule": 600.0},
    "reading-watch": {"task": "ksbb.accounts.tasks.watch_reading", "schedule": 600.0},
    "charges-file": {"task": "verification.tasks.file_charges", "schedule": 60.0},
    "complaints-watch": {"task": "verification.tasks.watch_complaints", "schedule": 900.0},
    "portal-watch": {"task": "ksbb.operation.tasks.watch", "schedule": 60.0},
    "checkups-run": {"task": "ksbb.operation.tasks.run_due_checkups", "schedule": 600.0},
    "photos-look": {"task": "verification.tasks.look_at_photos", "schedule": 60.0},
    "held-files-take-up": {"task": "verification.tasks.take_up_held_files", "schedule": 60.0},
    "draft-photos-sweep": {"task": "verification.tasks.sweep_draft_photos", "schedule": 3600.0},
    "reports-weigh": {"task": "verification.tasks.weigh_what_changed", "schedule": 120.0},
    "use-follow": {"task": "verification.tasks.follow_use", "schedule": 24 * 3600.0},
    "open-data-keep": {"task": "verification.tasks.keep_open_data", "schedule": 3600.0},
    "held-files-look": {"task": "ksbb.imports.tasks.look_at_held_files", "schedule": 60.0},
    "imports-resume": {"task": "recipients.tasks.resume_imports", "schedule": 60.0},
    "imports-wipe": {"task": "recipients.tasks.forget_import_rows", "schedule": 3600.0},
    "api-answers-forget": {"task": "ksbb.api.tasks.forget_kept_answers", "schedule": 3600.0},
    "slips-forget": {"task": "donations.tasks.forget_slip_sources", "schedule": 24 * 3600.0},
    "answers-resume": {"task": "recipients.tasks.resume_answers", "schedule": 60.0},
    "matching-resume": {"task": "donations.tasks.resume_matchings", "schedule": 60.0},
    "lists-resume": {"task": "recipients.tasks.resume_check_lists", "schedule": 60.0},
    "checks-remind": {"task": "recipients.tasks.remind_of_checks", "schedule": 24 * 3600.0},
    "requests-remind": {"task": "recipients.tasks.remind_of_requests", "schedule": 3600.0},
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
