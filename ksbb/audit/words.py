"""What each act of the trail reads like. A test holds that every act that the code records has its sentence here.

Sentences take the facts of the event; a fact that is missing reads as a dash.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ksbb.audit.words_complaints import COMPLAINTS
from ksbb.audit.words_custody import CUSTODY, CUSTODY_CODES, CUSTODY_PAGES, CUSTODY_THINGS
from ksbb.audit.words_desk import DESK
from ksbb.audit.words_evidence import EVIDENCE
from ksbb.audit.words_guardian import GUARDIAN
from ksbb.audit.words_handover import HANDOVER
from ksbb.audit.words_operation import OPERATION, OPERATION_CODES, OPERATION_THINGS
from ksbb.audit.words_requests import REQUEST_CODES, REQUEST_PAGES, REQUEST_THINGS, REQUESTS
from ksbb.audit.words_samples import SAMPLE_CODES, SAMPLES
from ksbb.audit.words_sign_in import SIGN_IN
from ksbb.audit.words_use import USE

WORDS: dict[str, str | Promise] = {
    **SIGN_IN,
    **HANDOVER,
    **COMPLAINTS,
    **GUARDIAN,
    **USE,
    **CUSTODY,
    **DESK,
    **EVIDENCE,
    **SAMPLES,
    **OPERATION,
    **REQUESTS,
    # accounts
    "membership.invited": _("Mengundang anggota"),
    "membership.accepted": _("Menerima undangan"),
    "membership.granted": _("Memberi peran"),
    "membership.ended": _("Mengakhiri keanggotaan"),
    "user.disabled": _("Menonaktifkan akun"),
    "office.mapped": _("Mengatur wilayah kantor: %(areas)s wilayah"),
    "office.contact_changed": _("Mengubah kontak kantor"),
    # schools
    "school.listed": _("Mencatat sekolah dari data induk"),
    "school.accepted": _("Menerima sekolah ke dalam program"),
    # recipients
    "recipient.registered": _("Mendaftarkan penerima"),
    "recipient.updated": _("Memperbarui data penerima"),
    "recipient.circumstances_recorded": _("Mencatat keadaan dan persetujuan"),
    "recipient.withdrawn": _("Menarik pendaftaran"),
    "recipient.moved": _("Mencatat kepindahan"),
    "recipient.graduated": _("Mencatat kelulusan"),
    "consent.withdrawn": _("Mencatat persetujuan ditarik"),
    "recipient.erased": _("Menghapus data pribadi"),
    "recipient.exported": _("Mengunduh daftar %(people)s penerima"),
    "notice.read": _("Membaca pemberitahuan privasi edisi %(edition)s"),
    "case.opened": _("Membuka kasus data ganda"),
    "case.decided": _("Memutuskan kasus data ganda"),
    "case.dropped": _("Kasus data ganda gugur"),
    "recipient.continued": _("Melanjutkan pendaftaran dari sekolah lain"),
    "identity.unmasked": _("Membuka nomor identitas lengkap"),
    "import.read": _("Mengunggah berkas"),
    "import.rehearsed": _("Berkas selesai diperiksa"),
    "import.approved": _("Menyetujui isi berkas"),
    "import.applied": _("Isi berkas diterapkan"),
    "import.refused": _("Menolak berkas"),
    "import.stopped": _("Berkas berhenti sendiri: %(elsewhere)s dari %(rows)s orang terdaftar di tempat lain"),
    "import.answered": _("Menjawab ya untuk %(rows)s baris berkas"),
    "import.answer_taken_back": _("Menarik kembali jawaban untuk %(rows)s baris berkas"),
    "import.departures_chosen": _("Menandai %(people)s orang di berkas sebagai sudah keluar"),
    "import.repairs_downloaded": _("Mengunduh %(rows)s baris berkas untuk diperbaiki"),
    "import.withdrawn": _("Membatalkan berkas yang sudah diterapkan"),
    "recipient.restored": _("Mengembalikan data penerima seperti sebelum berkas"),
    "recipient.returned": _("Mendaftarkan kembali setelah berkas dibatalkan"),
    "criteria.drafted": _("Membuat rancangan kriteria versi %(version)s dari versi %(source)s"),
    "criteria.edited": _("Mengubah rancangan kriteria versi %(version)s (%(clauses)s aturan)"),
    "criteria.dropped": _("Menghapus rancangan kriteria versi %(version)s"),
    "check.requested": _("Meminta daftar pemeriksaan"),
    "check.exported": _("Membuat daftar pemeriksaan berisi %(people)s orang"),
    "check.downloaded": _("Mengunduh daftar pemeriksaan"),
    "check.cancelled": _("Membatalkan daftar pemeriksaan"),
    "check.answer_read": _("Mengunggah jawaban instansi"),
    "check.answer_rehearsed": _("Jawaban instansi selesai diperiksa"),
    "check.answer_approved": _("Menyetujui jawaban instansi"),
    "check.answer_refused": _("Menolak jawaban instansi"),
    "check.answered": _("Mencatat jawaban instansi untuk %(people)s orang"),
    "recipient.fact_reviewed": _("Memeriksa keterangan Disdukcapil: orangnya masih di sini"),
    "criteria.proposed": _("Mengusulkan kriteria versi %(version)s"),
    "criteria.sent_back": _("Mengembalikan kriteria versi %(version)s menjadi rancangan"),
    "criteria.published": _("Menerbitkan kriteria versi %(version)s"),
    "criteria.scheduled": _("Menyetujui kriteria versi %(version)s, berlaku mulai %(day)s"),
    "criteria.begun": _("Memberlakukan kriteria versi %(version)s pada tanggalnya"),
    "letter.issued": _("Mencetak surat penilaian untuk orang tua"),
    "appeal.filed": _("Mengajukan sanggahan"),
    "appeal.opened": _("Membaca isi sanggahan"),
    "appeal.upheld": _("Menerima sanggahan"),
    "appeal.rejected": _("Menolak sanggahan"),
    "draw.committed": _("Mengunci benih undian"),
    "draw.drawn": _("Mengundi %(tickets)s nomor"),
    # donations
    "donor.registered": _("Mendaftar sebagai donatur"),
    "donor.edited": _("Memperbaiki profil donatur"),
    "allowance.changed": _("Mengubah batas sekolah"),
    "gate.opened": _("Membuka penerimaan bantuan sekolah"),
    "gate.closed": _("Menutup penerimaan bantuan sekolah"),
    "pledge.committed": _("Menjanjikan %(devices)s gawai"),
    "pledge.edited": _("Mengubah komitmen (perubahan jumlah: %(devices)s)"),
    "pledge.split": _("Memindahkan %(devices)s gawai ke komitmen dengan tanggal lain"),
    "pledge.split_off": _("Memecah komitmen: %(devices)s gawai dengan tanggal sendiri"),
    "pledge.accepted": _("Sekolah menyatakan siap menerima"),
    "pledge.expired": _("Komitmen berakhir sendiri (%(devices)s gawai kembali terbuka)"),
    "basket.committed": _("Mengirim keranjang berisi %(items)s baris"),
    "basket.dropped": _("Membatalkan keranjang"),
    "wish.promised": _("Menjanjikan %(devices)s gawai untuk dipadankan"),
    "wish.withdrawn": _("Menarik keinginan memberi (%(devices)s gawai)"),
    "wish.expired": _("Keinginan memberi berakhir sendiri (%(devices)s gawai)"),
    "weights.drafted": _("Membuat rancangan bobot pemadanan versi %(version)s"),
    "weights.edited": _("Mengubah rancangan bobot pemadanan versi %(version)s"),
    "weights.proposed": _("Mengusulkan bobot pemadanan versi %(version)s"),
    "weights.published": _("Memberlakukan bobot pemadanan versi %(version)s"),
    "weights.sent_back": _("Mengembalikan bobot pemadanan versi %(version)s: %(reason)s"),
    "matching.asked": _("Meminta usulan pemadanan"),
    "matching.asked_again": _("Meminta usulan pemadanan dihitung ulang"),
    "matching.proposed": _("Usulan pemadanan selesai dihitung: %(lines)s baris"),
    "matching.failed": _("Usulan pemadanan gagal dihitung"),
    "matching.dropped": _("Tidak memakai usulan pemadanan"),
    "matching.confirmed": _("Menyetujui pemadanan: %(lines)s baris, %(devices)s gawai"),
    "matching.ordered": _("Menyetujui %(lines)s baris pemadanan untuk diterapkan"),
    "matching.order_cancelled": _("Pemadanan belum dapat diterapkan"),
    "matching.line_marked": _("Menandai baris pemadanan: %(mark)s"),
    "matching.line_moved": _("Menahan %(devices)s gawai di sekolah lain"),
    "consignment.offered": _("Menawarkan titipan kepada agregator"),
    "consignment.withdrawn": _("Menarik titipan"),
    "consignment.received": _("Mencatat titipan diterima"),
    "consignment.declined": _("Menolak titipan dengan alasan"),
    "aggregator.registered": _("Mendaftarkan agregator"),
    "aggregator.edited": _("Memperbaiki profil agregator"),
    "aggregator.verified": _("Memverifikasi agregator sampai %(until)s"),
    "licence.added": _("Mencatat izin agregator"),
    "licence.moved": _("Mengubah status izin agregator: %(state)s"),
    "ledger.recorded": _("Mencatat di buku: %(kind)s"),
    "ledger.reversed": _("Membalik catatan buku: %(kind)s"),
    "ledger.proof_opened": _("Membuka berkas bukti di buku: %(kind)s"),
    "ledger.exported": _("Mengunduh buku agregator: %(entries)s catatan"),
    "consignment.expired": _("Titipan berakhir sendiri"),
    "pledge.withdrawn": _("Menarik komitmen (%(devices)s gawai kembali terbuka)"),
    "handover.planned": _("Menjadwalkan serah terima %(devices)s gawai"),
    "handover.cancelled": _("Membatalkan jadwal serah terima"),
    "handover.done": _("Mencatat serah terima %(devices)s gawai"),
    "device.recorded": _("Mencatat data gawai"),
    "device.inspected": _("Memeriksa gawai bekas: %(outcome)s"),
    "drop_point.saved": _("Menyimpan titik kumpul"),
    "device.kept": _("Mencatat gawai di stok"),
    "device.retired": _("Mengeluarkan gawai dari stok"),
    "device.returned_to_stock": _("Mengembalikan gawai ke stok"),
    "pledge.stocked": _("Memasangkan %(devices)s gawai dari stok"),
    "certificates.issued": _("Menerbitkan %(papers)s berita acara"),
    "certificates.voided": _("Membatalkan %(papers)s berita acara"),
    "certificate.opened": _("Membuka berita acara perorangan"),
    # verification
    "report.submitted": _("Mengirim laporan: %(received)s gawai diterima"),
    "report.verified": _("Menyatakan laporan benar"),
    "report.returned": _("Mengembalikan laporan untuk diperbaiki"),
    "report.rejected": _("Menolak laporan"),
    "evidence.opened": _("Membuka foto bukti"),
}

# The kinds of things that the trail tells of, as the filter of its page offers them.
THINGS: dict[str, str | Promise] = {
    **CUSTODY_THINGS,
    **REQUEST_THINGS,
    **OPERATION_THINGS,
    "recipients.recipient": _("Penerima"),
    "recipients.criteriaset": _("Kriteria"),
    "recipients.appeal": _("Sanggahan"),
    "recipients.draw": _("Undian"),
    "recipients.noticeseen": _("Pemberitahuan privasi"),
    "recipients.duplicatecase": _("Kasus data ganda"),
    "recipients.checkbatch": _("Daftar pemeriksaan"),
    "imports.importrun": _("Berkas unggahan"),
    "donations.donor": _("Donatur"),
    "donations.pledge": _("Komitmen"),
    "donations.basket": _("Keranjang"),
    "donations.wish": _("Keinginan memberi"),
    "donations.matchingweights": _("Bobot pemadanan"),
    "donations.matchingrun": _("Pemadanan"),
    "donations.matchingline": _("Baris pemadanan"),
    "donations.consignment": _("Titipan"),
    "donations.aggregator": _("Agregator"),
    "donations.licence": _("Izin agregator"),
    "donations.ledgerentry": _("Catatan buku"),
    "donations.handover": _("Serah terima"),
    "donations.device": _("Gawai"),
    "donations.droppoint": _("Titik kumpul"),
    "donations.allowance": _("Batas sekolah"),
    "donations.gate": _("Penerimaan bantuan"),
    "donations.handovercertificate": _("Berita acara"),
    "verification.report": _("Laporan"),
    "verification.evidence": _("Foto bukti"),
    "verification.complaint": _("Pengaduan"),
    "verification.useround": _("Laporan pemakaian"),
    "verification.usephoto": _("Foto pemakaian"),
    "verification.devicecase": _("Perkara gawai"),
    "verification.instrument": _("Instrumen"),
    "verification.instrumentreply": _("Jawaban instrumen"),
    "verification.verdictappeal": _("Keberatan"),
    "verification.visit": _("Kunjungan"),
    "verification.integritycase": _("Perkara integritas"),
    "verification.sampledraw": _("Undian sampel"),
    "schools.school": _("Sekolah"),
    "accounts.membership": _("Keanggotaan"),
    "accounts.user": _("Akun"),
    "accounts.apitoken": _("Kunci API"),
}

# Where a thing is shown: (name of the address, column that the address takes).
PAGES: dict[str, tuple[str, str]] = {
    **CUSTODY_PAGES,
    **REQUEST_PAGES,
    "recipients.recipient": ("recipients:recipient_detail", "public_id"),
    "recipients.criteriaset": ("recipients:criteria_detail", "public_id"),
    "recipients.appeal": ("recipients:appeal_detail", "public_id"),
    "recipients.draw": ("recipients:draw_detail", "public_id"),
    "recipients.duplicatecase": ("recipients:case_detail", "public_id"),
    "recipients.checkbatch": ("recipients:check_detail", "public_id"),
    "imports.importrun": ("recipients:import_detail", "public_id"),
    "donations.pledge": ("donations:pledge_detail", "public_id"),
    "donations.handover": ("donations:handover_detail", "public_id"),
    "donations.consignment": ("donations:consignment_detail", "public_id"),
    "donations.aggregator": ("donations:aggregator_manage", "public_id"),
    "donations.device": ("donations:stock_device", "public_id"),
    "verification.report": ("verification:report_detail", "public_id"),
    "verification.complaint": ("verification:complaint_detail", "public_id"),
    "verification.useround": ("verification:use_detail", "public_id"),
    "verification.devicecase": ("verification:device_case_detail", "public_id"),
    "verification.instrument": ("verification:instrument_detail", "public_id"),
    "verification.visit": ("verification:visit_detail", "public_id"),
    "verification.integritycase": ("verification:case_detail", "public_id"),
    "verification.sampledraw": ("verification:sample_detail", "public_id"),
    "schools.school": ("schools:school_detail", "npsn"),
}


_BOOK: dict[str, str | Promise] = {
    "money_in": _("uang masuk"),
    "purchase": _("pembelian gawai"),
    "cost": _("biaya penyelenggaraan"),
    "refund": _("uang dikembalikan"),
    "devices_in": _("gawai masuk"),
    "out": _("gawai keluar ke sekolah"),
    "loss": _("gawai hilang atau rusak"),
    "return": _("gawai dikembalikan"),
}
# (act, fact) → what each code reads like. The trail keeps codes, never the words of whoever acted; a test of donations holds these
# equal to the labels of its models.
CODES: dict[tuple[str, str], dict[str, str | Promise]] = {
    **SAMPLE_CODES,
    **CUSTODY_CODES,
    **OPERATION_CODES,
    **REQUEST_CODES,
    ("device.inspected", "outcome"): {
        "ready": _("siap diserahkan"),
        "repair": pgettext_lazy("device", "perlu diperbaiki"),
        "recycle": _("didaur ulang"),
    },
    ("licence.moved", "state"): {
        "valid": _("berlaku"),
        "warned": _("diberi peringatan"),
        "suspended": _("dibekukan"),
        "revoked": _("dicabut"),
    },
    ("ledger.recorded", "kind"): _BOOK,
    ("ledger.reversed", "kind"): _BOOK,
    ("ledger.proof_opened", "kind"): _BOOK,
}


def sentence(action: str, facts: Mapping[str, Any]) -> str:
    """The act in words; an act without words reads as its name, a code without words as itself."""
    told = {
        name: CODES[action, name].get(str(value), value) for name, value in facts.items() if (action, name) in CODES
    }
    return str(WORDS.get(action, action)) % defaultdict(lambda: "–", {**facts, **told})
