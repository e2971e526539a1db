"""Trouble that a person can act on: always one sentence, never a traceback."""

import errno
import re
import sys


class Trouble(Exception):  # noqa: N818 - no error of ours, a state of the machine
    """Stops the launcher; the message is the one sentence that is shown."""


class Stopped(BaseException):
    """Somebody asked us to stop (Ctrl-C, SIGTERM, a closed terminal)."""

    def __init__(self, signum: int) -> None:
        super().__init__(signum)
        self.exit_code = 128 + signum


DISK_FULL = "The disk is full; free some space and run the same command again."
NO_NETWORK = (
    "The packages could not be fetched: no network, or the package index does not answer; "
    "check the connection and run the same command again."
)

_NETWORK = re.compile(
    r"dns error|name resolution|name or service not known|connection (refused|reset|aborted|timed out|broken)"
    r"|failed to establish a new connection|network is unreachable|no route to host|operation timed out|read timed out"
    r"|error sending request|failed to fetch|client error \(connect\)|tcp connect error|proxyerror|max retries exceeded"
    r"|network connectivity is disabled",
    re.IGNORECASE,
)
_DISK = re.compile(r"no space left on device|disk quota exceeded|os error 28|errno 28", re.IGNORECASE)


def explain(output: str, otherwise: str) -> str:
    """The sentence for what a failed program wrote: a full disk, no network, or `otherwise`."""
    if _DISK.search(output):
        return DISK_FULL
    if _NETWORK.search(output):
        return NO_NETWORK
    return otherwise


def explain_os_error(error: OSError) -> str:
    """The sentence for an error of the operating system."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DISK_FULL
    where = f" ({error.filename})" if error.filename else ""
    return f"The operating system refused{where}: {error.strerror or error}."


def say(text: str) -> None:
    """Progress, for the person at the terminal; standard output stays free for results."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
