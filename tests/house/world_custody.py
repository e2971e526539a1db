"""What is in custody in the world: a laptop lent to a teacher, its label, a stock-take that runs, a number of a stolen device."""

from __future__ import annotations

from dataclasses import dataclass

from donations.actions.print_labels import print_labels
from donations.actions.start_stock_take import start_stock_take
from donations.actions.want_device import want_device
from donations.models import Device, Loan, StockTake, WantedDevice
from ksbb.authority.actors import Actor
from schools.models import School
from tests.factories.accounts import somebody
from tests.factories.custody import lent
from tests.factories.donations import new_imei


@dataclass(frozen=True)
class InCustody:
    """What the pages of custody are asked with."""

    loan: Loan
    device: Device
    take: StockTake
    wanted: WantedDevice
    label: str


def custody_of(school: School, giver: Actor, principal: Actor) -> InCustody:
    [loan] = lent(giver, school)
    [label] = print_labels(devices=[loan.device], of=school, actor=principal)
    [wanted] = want_device(why="stolen", source="Surat uji", imei=new_imei(), actor=somebody("coordinator"))
    return InCustody(
        loan=loan,
        device=loan.device,
        take=start_stock_take(school=school, actor=principal),
        wanted=wanted,
        label=label.code,
    )
