"""The aggregator of the world: profile, licence with its paper, a titipan that waits, an entry with its proof, a lot."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.files.base import ContentFile

from donations.books import Kind
from donations.models import Aggregator, Consignment, LedgerEntry, Licence
from ksbb.authority.actors import Actor
from tests.factories.books import book_of, offered, wrote
from tests.factories.donations import donor_of

PDF = b"%PDF-1.7\n%%EOF\n"


@dataclass(frozen=True)
class Bookkeeping:
    """What the pages of an aggregator are asked with."""

    aggregator: Aggregator
    licence: Licence
    consignment: Consignment
    entry: LedgerEntry
    lot: LedgerEntry
    gift: LedgerEntry


def books_of(keeper: Actor, giver: Actor) -> Bookkeeping:
    book = book_of(keeper)
    licence = Licence.objects.get(aggregator=book)
    licence.document.save("izin.pdf", ContentFile(PDF))
    return Bookkeeping(
        aggregator=book,
        licence=licence,
        consignment=offered(giver, book, quantity=3),
        entry=wrote(
            book,
            keeper,
            Kind.MONEY_IN,
            amount=1_000_000,
            proof=ContentFile(PDF, "bukti.pdf"),
            proof_number="SETOR-UJI-77",
            note="Kenari dalam buku",
        ),
        lot=wrote(book, keeper, Kind.DEVICES_IN, quantity=5),
        gift=wrote(book, keeper, Kind.MONEY_IN, amount=2_000_000, donor=donor_of(giver), from_name=""),
    )
