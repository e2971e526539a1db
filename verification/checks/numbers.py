"""Identity numbers: the registry holds exactly the numbers that people carry."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from ksbb.common import sealing
from verification.checks.check import Check, Found, found_in, from_sql

PURPOSES = ("nik", "nisn", "nuptk")
# Opening a seal is work for Python (about 10 µs a number); beyond this many a sample is taken unless all are asked for.
SAMPLE = 20_000


def _rows(everything: bool) -> Iterator[tuple[str, str, bytes, bytes]]:
    """public id, purpose, sealed number and digest of the identities, or of a sample spread evenly over them."""
    sealed = " ".join(f"WHEN '{purpose}' THEN r.{purpose}_sealed" for purpose in PURPOSES)
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(count(*), 0) FROM recipients_identity")
        total = (cursor.fetchone() or (0,))[0]
        step = 1 if everything else max(1, total // SAMPLE)
        cursor.execute(
            f"SELECT r.public_id::text, i.purpose, CASE i.purpose {sealed} END, i.digest "  # noqa: S608 - names of ours
            "FROM recipients_identity i JOIN recipients_recipient r ON r.id = i.recipient_id WHERE i.id %% %s = 0",
            [step],
        )
        while rows := cursor.fetchmany(5_000):
            yield from rows


def _agrees(purpose: str, sealed: bytes, digest: bytes) -> bool:
    try:
        return sealing.digest(purpose, sealing.unseal(sealed)) == bytes(digest)
    except sealing.CannotOpen:
        return False


def _digests(everything: bool) -> Found:
    return found_in(
        [public_id for public_id, purpose, sealed, digest in _rows(everything) if not _agrees(purpose, sealed, digest)]
    )


_MISSING = " UNION ALL ".join(
    f"""
    SELECT r.public_id FROM recipients_recipient r
    LEFT JOIN recipients_identity i ON i.recipient_id = r.id AND i.purpose = '{purpose}'
    WHERE (r.state = 'registered' AND length(r.{purpose}_sealed) > 0 AND i.id IS NULL)
       OR (i.id IS NOT NULL AND length(r.{purpose}_sealed) = 0)
    """  # noqa: S608 - names of ours
    for purpose in PURPOSES
)

CHECKS: tuple[Check, ...] = (
    from_sql("identity.registry", "every number of a registered person is in the registry, and no other", _MISSING),
    Check("identity.digest", "the registry's hash is that of the sealed number", _digests),
)
