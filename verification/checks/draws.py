"""The draw among equal ranks: what is published can be repeated, and nobody has a lot that no draw gave."""

from __future__ import annotations

from verification.checks.check import Check, from_sql

_HASH = "encode(sha256(convert_to({}, 'UTF8')), 'hex')"
_LOT = f"('x' || substr({_HASH.format('d.seed || chr(58) || n.public_id::text')}, 1, 15))::bit(60)::bigint"
# Behind every lot: not drawn yet (recipients.models.NO_LOT).
_NONE = 2**62

_LOTS = f"""
SELECT n.public_id FROM recipients_need n
WHERE n.lot <> {_NONE} AND NOT EXISTS (
    SELECT 1 FROM recipients_draw d WHERE d.state = 'drawn' AND n.lot = {_LOT}
)
"""  # noqa: S608 - names of ours

_SEEDS = f"""
SELECT d.public_id FROM recipients_draw d
WHERE d.state = 'drawn' AND d.commitment <> {_HASH.format("d.seed")}
"""  # noqa: S608 - names of ours

_TICKETS = f"""
SELECT d.public_id FROM recipients_draw d
WHERE d.state = 'drawn' AND d.tickets <> (SELECT count(*) FROM recipients_need n WHERE n.lot = {_LOT})
"""  # noqa: S608 - names of ours

CHECKS: tuple[Check, ...] = (
    from_sql("draw.lots", "every lot is what a published draw gives when it is repeated", _LOTS),
    from_sql("draw.seed", "a seed that was opened is the one that was committed to", _SEEDS),
    from_sql("draw.tickets", "as many needs hold a draw's lot as took part in it", _TICKETS),
)
