"""The complaints of the world: one for the kecamatan with a file, one that only the auditor knows of."""

from __future__ import annotations

from dataclasses import dataclass

from schools.models import School
from tests.factories.complaints import complained, picture
from verification.models import Complaint, ComplaintFile


@dataclass(frozen=True)
class Complaints:
    """What the pages of complaints are asked with."""

    plain: Complaint
    attachment: ComplaintFile
    secret: Complaint
    secret_attachment: ComplaintFile


def complaints_of(school: School) -> Complaints:
    plain = complained(school=school, files=[picture()])
    secret = complained("fee", school=school, files=[picture()])
    return Complaints(plain, plain.files.get(), secret, secret.files.get())
