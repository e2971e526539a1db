from enum import StrEnum


class ImportState(StrEnum):
    APPLIED = "applied"
    APPLYING = "applying"
    READ = "read"
    REFUSED = "refused"
    REHEARSED = "rehearsed"
    WITHDRAWN = "withdrawn"

    def __str__(self) -> str:
        return str(self.value)
