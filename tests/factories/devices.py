"""Stock, files of devices and drop points, made by the same actions that people use. All names are invented."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any

from donations.actions.keep_device import keep_device
from donations.actions.save_drop_point import save_drop_point
from donations.actions.start_stock_file import start_stock_file
from donations.inventory_rows import COLUMNS
from donations.inventory_work import finish, rehearse
from donations.models import Device, DropPoint
from ksbb.authority.actors import Actor
from ksbb.imports.models import ImportRun
from tests.factories.donations import KALIDERES

_numbers = count(1)


def stocked(actor: Actor, **facts: object) -> Device:
    """A used laptop in the stock of the actor's organisation, or what `facts` say."""
    said: dict[str, Any] = {
        "device_type": "laptop",
        "condition": "used",
        "brand": "Rekaan",
        "model": "Buku 14",
        "serial_number": f"STOK-{next(_numbers)}",
        **facts,
    }
    return keep_device(actor=actor, **said)


def stock_row(**facts: object) -> list[object]:
    """The cells of COLUMNS of one new laptop, or what `facts` say."""
    said: dict[str, object] = {
        "kind": "Laptop",
        "condition": "Baru",
        "brand": "Rekaan",
        "model": "Buku 14",
        "serial": f"SERI-{next(_numbers)}",
        "imei": "",
        "imei2": "",
        "grade": "",
        "year": "2024",
        "specification": "RAM 8 GB",
        "accessories": "Pengisi daya",
        "value": "5000000",
        "npsn": "",
        **facts,
    }
    return list(said.values())


def sheet_of(rows: Sequence[Sequence[object]]) -> bytes:
    """A text file with the columns of the template."""
    lines = [COLUMNS, *rows]
    return "\n".join(";".join(str(cell) for cell in line) for line in lines).encode()


def stock_file(
    actor: Actor, rows: Sequence[Sequence[object]], *, data: bytes = b"", name: str = "gawai.csv"
) -> ImportRun:
    """Uploaded and looked at, as a worker does it."""
    run = start_stock_file(data=data or sheet_of(rows), file_name=name, actor=actor)
    rehearse(run.public_id)
    run.refresh_from_db()
    return run


def finished(run: ImportRun) -> ImportRun:
    """What a worker does after the approval."""
    finish(run.public_id)
    run.refresh_from_db()
    return run


def drop_point(actor: Actor, **facts: object) -> DropPoint:
    said: dict[str, Any] = {
        "name": "Titik Uji",
        "region": KALIDERES[:8],
        "address": "Jalan Uji No. 1",
        "opening": "Senin–Jumat 09.00–15.00",
        "is_active": True,
        **facts,
    }
    return save_drop_point(actor=actor, **said)
