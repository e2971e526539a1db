"""One sign-in for each role; shown on the sign-in page in demo mode only."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ksbb.authority.roles import Role

# Worth nothing: demo installations hold invented people only, and production never seeds.
PASSWORD = "kolaborasi-berskala-besar"  # noqa: S105


@dataclass(frozen=True)
class SignIn:
    """Whose desk one may try. `key` names the organisation that the seed makes for it; without a role: platform staff."""

    email: str
    full_name: str
    role: Role | None
    key: str
    description: str | Promise
    password: str = PASSWORD

    @property
    def role_label(self) -> str:
        return str(self.role.label if self.role else _("Petugas teknis"))


def _at(name: str) -> str:
    return f"{name}@demo.example"


SIGN_INS: tuple[SignIn, ...] = (
    SignIn(_at("donatur"), "Rara Contoh", Role.DONOR, "donor", _("memilih kebutuhan, berjanji, mengikuti bantuannya")),
    SignIn(_at("perusahaan"), "Bagus Contoh", Role.DONOR, "company", _("berjanji atas nama perusahaan (CSR)")),
    SignIn(_at("agregator"), "Wulan Contoh", Role.AGGREGATOR, "aggregator", _("menyalurkan bantuan banyak donatur")),
    SignIn(
        _at("operator"),
        "Tono Contoh",
        Role.SCHOOL_OPERATOR,
        "school",
        _("mengunggah berkas Dapodik, mengisi data gawai"),
    ),
    SignIn(
        _at("kepala.sekolah"), "Ibu Sari Contoh", Role.PRINCIPAL, "school", _("mencatat serah terima dan melaporkannya")
    ),
    SignIn(_at("validator"), "Yusuf Contoh", Role.VALIDATOR, "validators", _("memeriksa laporan serah terima")),
    SignIn(_at("kasatlak"), "Dewi Contoh", Role.DISTRICT_SUPERVISOR, "district", _("mengawasi satu kecamatan")),
    SignIn(_at("sudin"), "Hasan Contoh", Role.CITY_SUPERVISOR, "city", _("mengawasi satu kota")),
    SignIn(_at("koordinator"), "Maya Contoh", Role.COORDINATOR, "province", _("menetapkan kriteria, menerima sekolah")),
    SignIn(_at("koordinator2"), "Rudi Contoh", Role.COORDINATOR, "province", _("pasangan mata kedua")),
    SignIn(_at("auditor"), "Lestari Contoh", Role.AUDITOR, "inspectorate", _("membaca jejak")),
    SignIn(_at("teknis"), "Galih Contoh", None, "", _("membuka situs teknis di /teknis/")),
)
