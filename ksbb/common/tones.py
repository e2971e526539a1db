"""Which tone a state has on a badge. The word says it; the colour only repeats it."""

from __future__ import annotations

TONES: dict[str, frozenset[str]] = {
    # Someone is waited for.
    "waiting": frozenset({"exported", "open", "proposed", "offered", "submitted", "returned", "rehearsed", "planned", "damaged"})
    | {"warned", "filed"},
    # On its way.
    "info": frozenset(
        {
            "registered", "reserved", "delivered", "committed", "scheduled", "handed_over", "done", "reported", "inspected",
            "read", "making", "applying", "fulfilled", "assigned", "asked", "taken_up",
        }
    ),
    # Proven or in force.
    "good": frozenset({"answered", "placed", "received", "met", "verified", "published", "in_use", "applied", "upheld", "drawn"})
    | {"valid", "passed"},
    # Said no to, or gone.
    "bad": frozenset({"rejected", "declined", "refuted", "refused", "lost", "stolen", "suspended", "revoked", "failed", "founded"})
    | {"late", "missing"},
    # Over, or not begun.
    "neutral": frozenset(
        {"withdrawn", "moved", "graduated", "closed", "draft", "retired", "expired", "released", "cancelled", "promised"}
        | {"taken_back", "joined"}
    ),
}  # fmt: skip
_TONE_OF = {state: tone for tone, states in TONES.items() for state in states}


def tone_of(state: str) -> str:
    return _TONE_OF.get(state, "neutral")
