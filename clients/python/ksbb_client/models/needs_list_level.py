from enum import StrEnum


class NeedsListLevel(StrEnum):
    MA = "MA"
    MI = "MI"
    MTS = "MTs"
    PKBM = "PKBM"
    SD = "SD"
    SLB = "SLB"
    SMA = "SMA"
    SMK = "SMK"
    SMP = "SMP"

    def __str__(self) -> str:
        return str(self.value)
