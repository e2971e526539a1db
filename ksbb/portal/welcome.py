"""What a role does here, in a sentence, and its first three steps: the page after an invitation is accepted."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ksbb.authority.roles import Role


@dataclass(frozen=True)
class Step:
    """What to do first, why, and the name of the page where it is done."""

    label: str | Promise
    text: str | Promise
    page: str


@dataclass(frozen=True)
class Welcome:
    what: str | Promise
    steps: tuple[Step, Step, Step]


_NEWS = Step(_("Periksa pemberitahuan"), _("Yang menunggu Anda juga dikirim lewat e-mail."), "portal:inbox")
_SAFE = Step(
    _("Simpan kode cadangan"),
    _("Bila ponsel hilang, kode itulah yang membuka akun Anda. Cetak, lalu simpan di tempat aman."),
    "mfa_index",
)

WELCOME: dict[Role, Welcome] = {
    Role.COORDINATOR: Welcome(
        _("Anda menetapkan kriteria, menerima sekolah dan agregator, dan menjalankan pemadanan; selalu berdua."),
        (
            Step(
                _("Terima sekolah"),
                _("Hanya sekolah yang diterima dapat mendaftarkan penerima."),
                "schools:school_list",
            ),
            Step(
                _("Baca kriteria yang berlaku"),
                _("Perubahan dirancang dulu dan disetujui orang kedua."),
                "recipients:criteria_list",
            ),
            _SAFE,
        ),
    ),
    Role.CITY_SUPERVISOR: Welcome(
        _("Anda mengawasi sekolah di wilayah Anda: data ganda, sanggahan, pengaduan, dan yang terlambat."),
        (
            Step(_("Undang kepala sekolah"), _("Setiap sekolah mulai dari undangan Anda."), "accounts:member_list"),
            Step(
                _("Buka data ganda"),
                _("Satu anak terdaftar di dua sekolah? Anda yang memutuskan."),
                "recipients:case_list",
            ),
            _SAFE,
        ),
    ),
    Role.DISTRICT_SUPERVISOR: Welcome(
        _("Anda mendampingi serah terima dan mengunjungi sekolah di kecamatan Anda."),
        (
            Step(_("Lihat serah terima"), _("Yang dijadwalkan di kecamatan Anda."), "donations:handover_list"),
            Step(
                _("Lihat kunjungan"), _("Sekolah yang perlu didatangi, dan apa yang dicek."), "verification:visit_list"
            ),
            _SAFE,
        ),
    ),
    Role.PRINCIPAL: Welcome(
        _("Anda bertanggung jawab atas data sekolah Anda, menerima gawai, dan melaporkan pemakaiannya."),
        (
            Step(
                _("Undang operator sekolah"),
                _("Operator mengunggah berkas Dapodik dan mengisi data gawai."),
                "accounts:member_list",
            ),
            Step(
                _("Periksa daftar penerima"),
                _("Setiap murid dan guru perlu persetujuan yang tercatat."),
                "recipients:recipient_list",
            ),
            _SAFE,
        ),
    ),
    Role.SCHOOL_OPERATOR: Welcome(
        _("Anda mengisi data murid dan guru, dan mencatat gawai yang datang."),
        (
            Step(
                _("Unggah berkas Dapodik"),
                _("Semua baris diperiksa dulu; tidak ada yang tersimpan sebelum Anda setuju."),
                "recipients:import_upload",
            ),
            Step(_("Isi keadaan gawai"), _("Siapa yang belum punya, siapa yang berbagi."), "recipients:ticklist"),
            _SAFE,
        ),
    ),
    Role.DONOR: Welcome(
        _("Anda memilih kebutuhan, menjanjikan gawai, dan mengikutinya sampai terbukti diterima."),
        (
            Step(
                _("Pilih kebutuhan"),
                _("Menurut sekolah, wilayah, atau yang paling membutuhkan."),
                "donations:need_list",
            ),
            Step(_("Ikuti donasi Anda"), _("Setiap gawai, dari janji sampai buktinya."), "donations:pledge_list"),
            _NEWS,
        ),
    ),
    Role.AGGREGATOR: Welcome(
        _("Anda mengumpulkan gawai dan dana dari banyak donatur, dan menyalurkannya ke sekolah."),
        (
            Step(_("Buka titipan"), _("Gawai yang dititipkan donatur kepada Anda."), "donations:consignment_list"),
            Step(
                _("Isi buku"),
                _("Setiap rupiah dan setiap gawai, supaya donatur dapat melihat nasibnya."),
                "donations:ledger_list",
            ),
            _SAFE,
        ),
    ),
    Role.VALIDATOR: Welcome(
        _("Anda memeriksa laporan serah terima: apakah gawai sungguh sampai."),
        (
            Step(
                _("Catat jati diri"),
                _("Supaya Anda tidak pernah memeriksa sekolah atau kelurahan sendiri."),
                "accounts:person_tell",
            ),
            Step(
                _("Buka antrean laporan"),
                _("Yang paling berisiko dan paling lama menunggu di atas."),
                "verification:report_list",
            ),
            _SAFE,
        ),
    ),
    Role.AUDITOR: Welcome(
        _("Anda membaca jejak, menarik undian sampel, dan menangani pengaduan yang peka."),
        (
            Step(_("Baca jejak"), _("Siapa melakukan apa, kapan; tidak dapat diubah siapa pun."), "audit:event_list"),
            Step(_("Lihat kejanggalan"), _("Pola yang patut ditanyakan."), "verification:oddness_list"),
            _SAFE,
        ),
    ),
}
