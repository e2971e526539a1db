"""A company's stock with used devices in every condition, and places to leave devices. All of it invented."""

from __future__ import annotations

from random import Random
from typing import Any

from donations.actions.inspect_device import inspect_device
from donations.actions.keep_device import keep_device
from donations.actions.save_drop_point import save_drop_point
from donations.models import Intake
from ksbb.accounts.acting import actor_of
from ksbb.accounts.models import Membership
from ksbb.authority.actors import Actor
from ksbb.portal.demo.line import invented_imei, looked_at, screen_photo
from ksbb.portal.demo.places import HOME_DISTRICT

# Far above the numbers that the demo's gifts use.
_FIRST = 900_000
_POINTS = (
    (
        "Kantor Sudin Pendidikan (contoh)",
        HOME_DISTRICT,
        "Jalan Rekaan No. 5",
        "Senin–Jumat 08.00–15.00",
        -6.139,
        106.714,
    ),
    ("Posko Agregator Contoh Timur", "31.75", "Jalan Rekaan No. 17", "Selasa dan Kamis 09.00–14.00", -6.225, 106.900),
    ("Gudang Agregator Contoh Selatan", "31.74", "Jalan Rekaan No. 29", "Sabtu 09.00–12.00", -6.261, 106.810),
)


def tell() -> None:
    """Twelve new tablets, ten used laptops (ready, to be repaired, to be inspected), three drop points."""
    random = Random(26)  # noqa: S311 - the same at every run, and no secret
    company = _actor("perusahaan@demo.example")
    for number in range(12):
        _keep(company, number, "tablet", "new", model="Tab 10", imei=invented_imei(_FIRST + number))
    for number in range(12, 22):
        device = _keep(company, number, "laptop", "used", model="Buku 14", serial_number=f"CSR-{number:04d}")
        if number < 18:
            said: dict[str, Any] = {"grade": "AABBBC"[number - 12], "imei_checked_by": "", "imei_checked_on": None}
            found = looked_at(company, **said)
            inspect_device(device=device, found=found, actor=company, about_photo=screen_photo(random))
        elif number == 18:
            broken = looked_at(company, outcome=Intake.Outcome.REPAIR, points={}, note="Engsel layar patah (contoh).")
            inspect_device(device=device, found=broken, actor=company)
    for point, keeper in zip(_POINTS, ("koordinator", "agregator", "agregator"), strict=True):
        _open(point, _actor(f"{keeper}@demo.example"))


def _actor(email: str) -> Actor:
    return actor_of(Membership.objects.select_related("user", "organisation").get(user__email=email))


def _keep(company: Actor, number: int, device_type: str, condition: str, **facts: Any) -> Any:
    return keep_device(
        actor=company,
        device_type=device_type,
        condition=condition,
        brand="Rekaan" if device_type == "laptop" else "Contoh",
        year=2021 + number % 4,
        accessories="Pengisi daya",
        unit_value=1_500_000 + 250_000 * (number % 5),
        **facts,
    )


def _open(point: tuple[str, str, str, str, float, float], keeper: Actor) -> None:
    names = ("name", "region", "address", "opening", "latitude", "longitude")
    facts: dict[str, Any] = dict(zip(names, point, strict=True))
    save_drop_point(actor=keeper, is_active=True, **facts)
