"""What is written down, who may read the figures, when the night begins, and from when on somebody is told: docs/operations.md."""

import environ

env = environ.Env()

# Who may read /metrics: whoever brings this token, or asks from one of these networks directly, past no proxy. Neither: nobody.
METRICS_TOKEN = env.str("KSBB_METRICS_TOKEN", default="")
METRICS_NETWORKS: list[str] = env.list("KSBB_METRICS_NETWORKS", default=[])
# A statement that takes longer is logged and counted: one that somebody waits for, and one in the background.
SLOW_QUERY_SECONDS = env.float("KSBB_SLOW_QUERY_SECONDS", default=1.0)
SLOW_TASK_QUERY_SECONDS = env.float("KSBB_SLOW_TASK_QUERY_SECONDS", default=60.0)
# From when the nightly checks and the backup may begin, hour of the day; and how many backups are kept.
NIGHT_HOUR = env.int("KSBB_NIGHT_HOUR", default=1)
BACKUP_KEEP = env.int("KSBB_BACKUP_KEEP", default=14)
# When somebody is told: ksbb/operation/alarms.py.
ALARM_LIMITS = {
    "outbox_minutes": env.int("KSBB_ALARM_OUTBOX_MINUTES", default=10),
    "failed_letters": env.int("KSBB_ALARM_FAILED_LETTERS", default=5),
    "slow_queries": env.int("KSBB_ALARM_SLOW_QUERIES", default=20),
    "backup_hours": env.int("KSBB_ALARM_BACKUP_HOURS", default=30),
    "seal_minutes": env.int("KSBB_ALARM_SEAL_MINUTES", default=30),
    "queue_length": env.int("KSBB_ALARM_QUEUE_LENGTH", default=1_000),
    "replica_seconds": env.int("KSBB_ALARM_REPLICA_SECONDS", default=60),
    "certificate_days": env.int("KSBB_ALARM_CERTIFICATE_DAYS", default=14),
}

# json: one object a line, for a log store; plain: for a terminal. No line names an address or quotes a value.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"discreet": {"()": "ksbb.common.tracing.Discreet"}},
    "formatters": {
        "json": {"()": "ksbb.common.tracing.JsonFormatter"},
        "plain": {
            "()": "ksbb.common.tracing.PlainFormatter",
            "format": "{asctime} {levelname} {name} [{request_number}]: {message}",
            "style": "{",
        },
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": env.str("KSBB_LOG", default="plain"),
            "filters": ["discreet"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
}
