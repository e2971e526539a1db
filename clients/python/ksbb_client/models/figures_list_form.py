from enum import StrEnum


class FiguresListForm(StrEnum):
    MA = "MA"
    MI = "MI"
    MTS = "MTs"
    PKBM = "PKBM"
    SD = "SD"
    SDLB = "SDLB"
    SLB = "SLB"
    SMA = "SMA"
    SMK = "SMK"
    SMLB = "SMLB"
    SMP = "SMP"
    SMPLB = "SMPLB"

    def __str__(self) -> str:
        return str(self.value)
