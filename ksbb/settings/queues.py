"""Three queues, so that a sign-in code never waits behind a city's files.

`….letters` holds what people wait for with the browser open; `….bulk` holds what may take minutes (files, photos, matching,
criteria); everything else is quick and lies between. A worker that is told nothing takes from all three, letters first;
production gives letters a worker of their own (docs/operations.md).
"""

import environ
from kombu import Exchange, Queue

CELERY_TASK_DEFAULT_QUEUE = environ.Env().str("KSBB_QUEUE", default="ksbb")
LETTERS, BULK = f"{CELERY_TASK_DEFAULT_QUEUE}.letters", f"{CELERY_TASK_DEFAULT_QUEUE}.bulk"

_exchange = Exchange(CELERY_TASK_DEFAULT_QUEUE, type="direct")
CELERY_TASK_DEFAULT_EXCHANGE = CELERY_TASK_DEFAULT_ROUTING_KEY = CELERY_TASK_DEFAULT_QUEUE
CELERY_TASK_QUEUES = tuple(
    Queue(name, exchange=_exchange, routing_key=name) for name in (LETTERS, CELERY_TASK_DEFAULT_QUEUE, BULK)
)
CELERY_TASK_ROUTES = {
    # Asks endpoints that may hang: not among the letters. The first route that fits counts.
    "ksbb.notifications.tasks.carry": {"queue": CELERY_TASK_DEFAULT_QUEUE},
    "ksbb.notifications.tasks.digests": {"queue": CELERY_TASK_DEFAULT_QUEUE},
    "ksbb.notifications.tasks.forget_devices": {"queue": CELERY_TASK_DEFAULT_QUEUE},
    "ksbb.notifications.tasks.*": {"queue": LETTERS},
    **{
        name: {"queue": BULK}
        for name in (
            "recipients.tasks.rehearse_import",
            "recipients.tasks.finish_import",
            "recipients.tasks.make_check_list",
            "recipients.tasks.rehearse_answer",
            "recipients.tasks.answer_check",
            "recipients.tasks.ask_office",
            "recipients.tasks.begin_criteria",
            "donations.tasks.compute_matching",
            "donations.tasks.apply_matching",
            "donations.tasks.rehearse_stock",
            "donations.tasks.finish_stock",
            "verification.tasks.keep_open_data",
            "verification.tasks.keep_terms_of_data",
            "verification.tasks.look_at_photos",
            "verification.tasks.sweep_draft_photos",
            "ksbb.imports.tasks.look_at_held_files",
            "ksbb.operation.tasks.run_due_checkups",
        )
    },
}
# The order above is the order in which a worker of all three takes.
QUEUE_ORDER = {"queue_order_strategy": "priority"}
