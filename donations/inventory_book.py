"""The school's own devices as its inventory wants them: the columns of KIB B (Kartu Inventaris Barang, equipment and machines).

Source of the columns: Permendagri 47/2021 (pembukuan barang milik daerah), as the schools of the region fill them in. A private
school's foundation takes what it needs of them. Nobody's name stands in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from donations.models import Device
from donations.states import DeviceState
from ksbb.common.spreadsheet_out import OutCell, OutSheet, write_workbook
from schools.models import School

COLUMNS = (
    "No.", "Kode barang", "Nama barang", "Nomor register", "Merek / Tipe", "Nomor seri", "IMEI", "IMEI 2", "Tahun pembelian",
    "Tanggal terima", "Asal-usul", "Pemberi", "Harga (Rp)", "Keadaan", "Kode label",
)  # fmt: skip
_WIDTHS = (5, 18, 14, 16, 28, 20, 18, 18, 10, 14, 24, 28, 16, 18, 20)
# Baik, Rusak Berat, or what the trail knows of it.
_CONDITION = {DeviceState.HANDED_OVER: "Baik", DeviceState.IN_USE: "Baik", DeviceState.DAMAGED: "Rusak"}


def inventory_book(school: School, devices: Iterable[Device]) -> bytes:
    """One row a device, in Indonesian whatever language the reader has chosen: the office's forms are."""
    with translation.override("id"):
        head = [OutCell(name, bold=True) for name in COLUMNS]
        title = [[OutCell(f"Daftar barang dari KSBB Pendidikan: {school.name} (NPSN {school.npsn})", bold=True)], []]
        sheet = OutSheet("KIB B", [*title, head, *_rows(devices)], widths=_WIDTHS, frozen="A4")
        return write_workbook([sheet])


def _rows(devices: Iterable[Device]) -> Iterator[list[object]]:
    for number, device in enumerate(devices, start=1):
        pledge = device.allocation.line.pledge if device.allocation else None
        yield [
            number,
            device.inventory_code,
            str(device.get_device_type_display()),
            device.inventory_number,
            f"{device.brand} {device.model}",
            device.serial_number or "",
            device.imei or "",
            device.imei2 or "",
            device.year,
            timezone.localdate(device.handed_over_at) if device.handed_over_at else None,
            _("Hibah KSBB Pendidikan"),
            pledge.donor.organisation.name if pledge else "",
            device.unit_value or None,
            _CONDITION.get(DeviceState(device.state), str(device.get_state_display()).capitalize()),
            device.label_code or "",
        ]
