"""The primary, and beside it, if one is named, a streaming replica for public pages (ksbb/common/replica.py, docs/scale.md)."""

from typing import Any

import environ

env = environ.Env()

PRIMARY, REPLICA = "default", "replica"

# Public pages are read from the replica while it is no more seconds behind than this.
REPLICA_LAG_SECONDS = env.float("KSBB_REPLICA_LAG_SECONDS", default=5.0)
# For so many seconds after somebody wrote something, that browser reads from the primary: longer than the replica may be behind.
REPLICA_OWN_SECONDS = int(REPLICA_LAG_SECONDS) + env.int("KSBB_REPLICA_OWN_SECONDS", default=10)


def databases() -> dict[str, Any]:
    """For `DATABASES`. Without `DATABASE_REPLICA_URL` there is the primary and nothing else."""
    found = {PRIMARY: _database(env.db_url("DATABASE_URL", default="postgresql://ksbb@127.0.0.1:5432/ksbb"), wait=5)}
    if env.str("DATABASE_REPLICA_URL", default=""):
        found[REPLICA] = _database(env.db_url("DATABASE_REPLICA_URL"), wait=2)
        # A replica that falls silent in the middle of an answer is given up (milliseconds); the primary then answers.
        found[REPLICA]["OPTIONS"]["tcp_user_timeout"] = 3_000
        found[REPLICA]["TEST"] = {"MIRROR": PRIMARY}
    return found


def routers() -> list[str]:
    """For `DATABASE_ROUTERS`."""
    return ["ksbb.common.replica.Router"] if env.str("DATABASE_REPLICA_URL", default="") else []


def _database(found: dict[str, Any], *, wait: int) -> dict[str, Any]:
    found["CONN_MAX_AGE"] = 60
    found["CONN_HEALTH_CHECKS"] = True
    found.setdefault("OPTIONS", {})["connect_timeout"] = wait
    # Behind a pool in transaction mode a cursor must not outlive its transaction.
    found["DISABLE_SERVER_SIDE_CURSORS"] = env.bool("KSBB_POOLED", default=False)
    return found
