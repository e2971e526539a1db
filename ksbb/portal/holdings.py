"""What we hold of people: whose, what, why, on what ground, for how long, and in which columns.

`/privasi/data/` is made from this list; tests/portal/test_holdings.py fails when a column of any table that could hold
personal data is named neither here nor in `nobodys.py`. Grounds: UU 27/2022 art. 20 (2).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise


class Whose(models.TextChoices):
    PEOPLE = "people", _("Murid dan guru yang didaftarkan sekolah")
    GUARDIANS = "guardians", _("Orang tua atau wali")
    DONORS = "donors", _("Donatur dan agregator")
    OFFICERS = "officers", _("Petugas sekolah, dinas, dan validator")
    REPORTERS = "reporters", _("Orang yang mengadu")


CONSENT = _("Persetujuan orang tua/wali atau yang bersangkutan (Pasal 20 ayat (2) huruf a)")
CONTRACT = _("Janji yang dibuat sendiri oleh donatur (huruf b)")
PHONE = _("Persetujuan pemilik nomor (huruf a); dapat ditarik kapan saja")
BROWSER = _("Persetujuan pemilik peramban (huruf a); dapat ditarik kapan saja")
TASK = _("Tugas pemerintah untuk kepentingan umum (huruf e)")


@dataclass(frozen=True)
class Holding:
    """One kind of data. `columns` are "app.Model.field"; `sealed`: unreadable in the database without the keys."""

    whose: Whose
    what: Words
    why: Words
    ground: Words
    how_long: Words
    columns: frozenset[str]
    sealed: bool = False


def _of(model: str, fields: str) -> Iterable[str]:
    return [f"{model}.{field}" for field in fields.split()]


def _days(setting: str, words: Words) -> Words:
    """The words with the setting's number in the place of {days}."""
    return format_lazy(words, days=getattr(settings, setting))


LEAVING = _days("RETENTION_DAYS", _("Sampai {days} hari sesudah keluar dari daftar; atas permintaan lebih cepat"))
PROOF = _("Selama bukti serah terima masih dapat diperiksa; tanpa nama dan nomor penerima")
ACCOUNT = _("Selama akun ada; tindakan yang tercatat tetap, tanpa alamat e-mail")

HOLDINGS: tuple[Holding, ...] = (
    Holding(
        Whose.PEOPLE, _("Nama, jenis kelamin, tanggal lahir, kelas, kelurahan, alasan keluar"),
        _("Mengenali siapa yang membutuhkan gawai di sekolah itu"), CONSENT, LEAVING,
        frozenset(_of("recipients.Recipient", "full_name name_key village birth_date class_group ended_reason")),
    ),
    Holding(
        Whose.PEOPLE, _("NIK, NISN, NUPTK, nomor telepon"),
        _("Memastikan satu orang tercatat satu kali, dan memeriksa ke Disdukcapil dan Dinsos"), CONSENT, LEAVING,
        frozenset(_of("recipients.Recipient", "nik_sealed nisn_sealed nuptk_sealed phone_sealed")), sealed=True,
    ),
    Holding(
        Whose.PEOPLE, _("Sidik tersandi nomor, nama ibu, dan kartu keluarga; isinya sendiri tidak disimpan"),
        _("Menemukan data ganda dan kakak-adik tanpa menyimpan isinya"), CONSENT, LEAVING,
        frozenset([
            *_of("recipients.Recipient", "mother_digest household_digest"), "recipients.Identity.digest",
        ]), sealed=True,
    ),
    Holding(
        Whose.PEOPLE,
        _("Keadaan yang dinilai kriteria: gawai di rumah, internet, program bantuan, golongan penghasilan, pekerjaan"),
        _("Menentukan siapa yang paling membutuhkan"), CONSENT, LEAVING,
        frozenset([
            "recipients.Circumstances.consent_withdrawn_on", *_of("recipients.OfficialFact", "value as_of"),
            "verification.InstrumentReply.answers",
        ]),
    ),
    Holding(
        Whose.PEOPLE, _("Surat penjelasan peringkat, sanggahan, dan perkara data ganda"),
        _("Menjawab sanggahan dan memutus siapa yang benar"), TASK, LEAVING,
        frozenset([
            "recipients.RankLetter.code_digest", *_of("recipients.Appeal", "message_sealed contact_sealed answer_sealed"),
            *_of("recipients.DuplicateCase", "claim_sealed evidence note_sealed holder_region"),
        ]), sealed=True,
    ),
    Holding(
        Whose.PEOPLE, _("Permintaan tentang data sendiri: apa, kapan, hubungan yang meminta, surat yang ditunjukkan, jawabannya"),
        _("Membuktikan bahwa permintaan dijawab dalam 3 × 24 jam"), TASK, _("Tetap, tanpa nama sesudah orangnya dihapus"),
        frozenset(_of("recipients.DataRequest", "kind about asked_by proof received_at closed_at ground")),
    ),
    Holding(
        Whose.PEOPLE, _("Berkas unggahan dan baris yang menunggu perbaikan"),
        _("Membaca daftar sekolah dan memperbaiki barisnya"), CONSENT,
        _days("IMPORT_ROWS_KEPT_DAYS", _("Berkas: sampai selesai dibaca. Baris: paling lama {days} hari")),
        frozenset([
            "imports.HeldFile.file", *_of("imports.ImportRun", "file_name sealed_file head_sealed remarks refusal counts"),
            *_of(
                "imports.ImportRow",
                "label_sealed facts_sealed problems warnings questions reason changes_sealed before_sealed cells_sealed",
            ),
        ]), sealed=True,
    ),
    Holding(
        Whose.PEOPLE, _("Jawaban Disdukcapil dan Dinsos yang menunggu keputusan"),
        _("Mencocokkan daftar dengan data resmi"), TASK,
        _days("CHECK_ANSWER_KEPT_DAYS", _("Paling lama {days} hari; hasilnya menjadi keadaan di atas")),
        frozenset([
            *_of("recipients.CheckAnswer", "file_name sealed_file troubles counts refusal"),
            *_of("recipients.CheckLine", "reference"),
        ]), sealed=True,
    ),
    Holding(
        Whose.PEOPLE, _("Nomor gawai (IMEI, seri), pinjaman, dan keadaan gawai sesudah diterima"),
        _("Membuktikan gawai sampai, dan menemukannya bila hilang"), TASK, PROOF,
        frozenset([
            *_of("donations.Device", "imei imei2 serial_number label_code inventory_code inventory_number"),
            "donations.DeviceNumber.value", *_of("donations.WantedDevice", "value source told_on lifted_reason"),
            *_of("donations.Loan", "due_on condition_out condition_in"), *_of("verification.UseAnswer", "more note"),
            *_of("verification.DeviceCase", "happened_on text police_number finding"),
        ]),
    ),
    Holding(
        Whose.PEOPLE, _("Foto bukti serah terima dan pemakaian, dengan tempatnya bila ada; berita acara yang ditandatangani"),
        _("Memeriksa bahwa gawai benar-benar diterima"), TASK, PROOF,
        frozenset([
            *_of("verification.Evidence", "raw photo thumbnail latitude longitude"), "verification.EvidencePrint.fine",
            *_of("verification.DraftPhoto", "raw photo thumbnail latitude longitude"),
            *_of("verification.UsePhoto", "raw photo thumbnail latitude longitude"),
            *_of("donations.Handover", "signed_paper place cancelled_reason"),
            *_of("donations.HandoverCertificate", "pdf number code"),
        ]),
    ),
    Holding(
        Whose.GUARDIANS, _("Siapa yang memberi persetujuan, hubungannya, untuk apa, dan kapan"),
        _("Membuktikan persetujuan"), CONSENT, LEAVING,
        frozenset(_of("recipients.Consent", "giver_sealed purposes given_on")), sealed=True,
    ),
    Holding(
        Whose.GUARDIANS, _("Jawaban pada kode di tanda terima, tanpa nama; sidik alamat jaringan"),
        _("Mendengar dari keluarga sendiri bahwa gawai sampai dan gratis"), TASK,
        _("Jawaban: seperti bukti. Sidik alamat: beberapa hari"),
        frozenset(_of("donations.ReceiptSlip", "digest code_sealed source_digest")), sealed=True,
    ),
    Holding(
        Whose.DONORS, _("Nama, alamat, telepon, NPWP, nama pada bukti pajak, tanda tangan"),
        _("Membuat tanda terima, berita acara, dan bukti pajak"), CONTRACT,
        _("Selama surat-surat itu wajib disimpan menurut hukum"),
        frozenset([
            "accounts.Organisation.name", *_of("donations.Donor", "address phone npwp_sealed tax_name"),
            *_of("donations.Pledge", "signed_name signature_sealed note withdrawn_reason receipt_code"),
            *_of("donations.Wish", "signed_name signature_sealed receipt_code photo"),
            *_of("donations.Consignment", "signed_name signature_sealed receipt_code photo declined_reason"),
            *_of("donations.Basket", "note"), *_of("donations.BasketItem", "photo area"),
            *_of("donations.PledgeLine", "photo"), *_of("donations.SavedSearch", "name filters"),
        ]),
    ),
    Holding(
        Whose.DONORS, _("Kontak agregator dan titik kumpul, izin, dan buku penerimaan"),
        _("Memeriksa izin dan menelusuri barang dan uang"), TASK, _("Selama pembukuan wajib disimpan menurut hukum"),
        frozenset([
            *_of("donations.Aggregator", "address phone how_to_give"), *_of("donations.DropPoint", "name address phone"),
            *_of("donations.Licence", "number document"), *_of("donations.LedgerEntry", "from_sealed proof proof_number note"),
            *_of("donations.Intake", "about_photo wiped_by imei_checked_by note"),
        ]),
    ),
    Holding(
        Whose.DONORS, _("Nomor akun Google, bila donatur sendiri memilih masuk dengan Google"),
        _("Mengenali akunnya saat masuk; tanpa kunci untuk membaca apa pun di Google"), CONSENT,
        _("Sampai dilepas di Keamanan akun, atau akun berakhir"), frozenset(["socialaccount.SocialAccount.uid"]),
    ),
    Holding(
        Whose.OFFICERS, _("Nama, e-mail, kata sandi (tersandi satu arah), faktor kedua, peran, sidik NIK validator"),
        _("Mengetahui siapa yang masuk dan berhak atas apa"), TASK, ACCOUNT,
        frozenset([
            *_of("accounts.User", "password email full_name person_digest home_region"), "account.EmailAddress.email",
            "account.EmailConfirmation.key", "mfa.Authenticator.data", *_of("sessions.Session", "session_key session_data"),
            *_of("accounts.Session", "session_key session_data browser origin"),
            *_of("accounts.ApiToken", "name digest area networks"), *_of("api.KeptAnswer", "key digest body location"),
            "accounts.Membership.ends_on",
            *_of("accounts.Organisation", "office_phone office_email office_address"),
        ]),
    ),
    Holding(
        Whose.OFFICERS,
        _("Nomor telepon untuk pemberitahuan, bila diberikan; sidik alamat e-mail yang menolak surat; cara dan nomor kiriman"),
        _("Mengirim kabar lewat cara yang dipilih sendiri, dan berhenti ketika alamatnya tidak ada"), PHONE,
        _("Nomor: sampai dihapus pemiliknya di halaman “Cara menerima kabar”. Selebihnya selama akun ada"),
        frozenset([
            *_of("notifications.Contact", "phone_sealed code_number mail_refused_digest"), "notifications.Delivery.ref_digest",
        ]), sealed=True,
    ),
    Holding(
        Whose.OFFICERS, _("Alamat peramban di layanan notifikasi dan kuncinya; nama peramban"),
        _("Memunculkan “ada kabar” di peramban yang diizinkan pemiliknya"), BROWSER,
        _days("PUSH_DAYS", _("Sampai dihapus pemiliknya, ia keluar, atau {days} hari tanpa masuk")),
        frozenset(_of("notifications.PushDevice", "endpoint_digest subscription_sealed browser")), sealed=True,
    ),
    Holding(
        Whose.OFFICERS, _("Jejak: siapa melakukan dan membaca apa, kapan; surat pemberitahuan"),
        _("Mempertanggungjawabkan setiap tindakan"), TASK, _("Tetap; tidak dapat diubah siapa pun"),
        frozenset([
            *_of("audit.Event", "facts"), "audit.Change.values", *_of("admin.LogEntry", "object_repr change_message"),
            *_of("notifications.Message", "context error"),
        ]),
    ),
    Holding(
        Whose.OFFICERS, _("Putusan, alasan, catatan pemeriksaan, kunjungan, dan keberatan"),
        _("Menjelaskan mengapa laporan diterima, dikembalikan, atau ditolak"), TASK, PROOF,
        frozenset([
            *_of("verification.Report", "note risk_facts"), *_of("verification.Verdict", "reason reasons"),
            *_of("verification.VerdictAppeal", "text answer"), *_of("verification.Visit", "answers note cancelled_reason"),
            *_of("verification.IntegrityCase", "facts finding"),
        ]),
    ),
    Holding(
        Whose.REPORTERS, _("Isi pengaduan, jawaban, berkas; nama dan kontak hanya bila diberikan"),
        _("Menangani pengaduan"), TASK,
        _days("COMPLAINT_RETENTION_DAYS", _("Nama, kontak, dan berkas: {days} hari sesudah selesai; jumlahnya tetap")),
        frozenset([
            *_of("verification.Complaint", "code text_sealed name_sealed contact_sealed answer_sealed submission"),
            "verification.ComplaintFile.file",
        ]), sealed=True,
    ),
)  # fmt: skip
