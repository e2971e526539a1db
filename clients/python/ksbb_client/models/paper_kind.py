from enum import StrEnum


class PaperKind(StrEnum):
    DONOR_TO_SCHOOL = "donor_to_school"
    LOAN_TO_TEACHER = "loan_to_teacher"
    SCHOOL_TO_GUARDIAN = "school_to_guardian"

    def __str__(self) -> str:
        return str(self.value)
