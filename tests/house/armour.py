"""Without which an answer could be made to run, show or send something of somebody else (promise 43)."""

from __future__ import annotations

from typing import Any

DIRECTIVES = ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def unarmoured(response: Any) -> list[str]:
    """Headers that an answer lacks, and what makes its policy weak."""
    policy = response.get("Content-Security-Policy", "")
    weak = [f"no {one}" for one in DIRECTIVES if one not in policy]
    weak += [word for word in ("unsafe-inline", "unsafe-eval", "unsafe-hashes", "*") if word in policy]
    return weak + [f"no {name}" for name, value in HEADERS.items() if response.get(name) != value]
