"""Words of the pages that explain; data, so that the pages stay short."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Pairs = tuple[tuple[str | Promise, str | Promise], ...]

PEOPLE: Pairs = (
    (
        _("Operator dan kepala sekolah"),
        _(
            "Mendata murid dan guru, mencatat keadaan gawai dan persetujuan, menerima gawai, lalu melaporkannya dengan "
            "foto."
        ),
    ),
    (
        _("Donatur dan agregator"),
        _("Memilih sekolah, menjanjikan gawai, menyerahkannya, dan mengikuti kabarnya sampai terbukti."),
    ),
    (_("Validator"), _("Memeriksa laporan serah terima; tidak pernah memeriksa pekerjaannya sendiri.")),
    (
        _("Kasatlak/Kasatpel dan Suku Dinas"),
        _("Mendampingi serah terima di wilayahnya dan melihat apa yang terlambat."),
    ),
    (
        _("Dinas Pendidikan"),
        _("Menetapkan kriteria dengan persetujuan dua orang dan menerima sekolah ke dalam program."),
    ),
    (_("Inspektorat"), _("Membaca jejak semua langkah. Jejak tidak dapat diubah atau dihapus.")),
)

QUESTIONS: Pairs = (
    (
        _("Apakah ada biaya?"),
        _(
            "Tidak ada. Pendaftaran, penyaluran, dan verifikasi gratis bagi sekolah, murid, guru, dan donatur. Siapa pun "
            "yang meminta bayaran atas nama program ini bertindak di luar program."
        ),
    ),
    (
        _("Ke mana mengadu bila diminta membayar?"),
        _(
            "Lewat halaman “Lapor masalah” di portal ini, tanpa akun dan boleh tanpa nama; yang menyangkut uang hanya dibaca "
            "Inspektorat. Atau lewat aplikasi JAKI, SP4N-LAPOR! (lapor.go.id), atau Suku Dinas Pendidikan di kota Anda."
        ),
    ),
    (
        _("Siapa yang didahulukan?"),
        _(
            "Mereka yang paling membutuhkan menurut kriteria yang berlaku, misalnya tidak punya gawai sama sekali, "
            "berbagi satu gawai dengan banyak saudara, atau memegang KIP/KJP Plus. Donatur memilih sekolah; urutan di "
            "dalam sekolah mengikuti kriteria."
        ),
    ),
    (
        _("Apakah donatur tahu siapa anak yang menerima?"),
        _(
            "Tidak. Nama, foto, alamat, dan nomor identitas anak tidak pernah ditampilkan kepada donatur maupun umum. "
            "Donatur melihat sekolah, jenis gawai, dan apakah serah terimanya sudah terbukti."
        ),
    ),
    (
        _("Bolehkah memberi gawai bekas?"),
        _(
            "Boleh, bila layak pakai. Sebelum diserahkan, gawai bekas diperiksa dengan daftar periksa: berfungsi, baterai "
            "tahan, pengisi daya ada, data lama dihapus, dan kunci akun sudah dilepas."
        ),
    ),
    (
        _("Gawainya menjadi milik siapa?"),
        _(
            "Gawai untuk murid menjadi milik murid. Laptop atau PC untuk guru menjadi barang sekolah dan dipinjamkan "
            "kepada guru dengan berita acara pinjam pakai."
        ),
    ),
    (
        _("Mengapa angka dijanjikan, diserahkan, dan terverifikasi berbeda?"),
        _(
            "Karena janji belum tentu menjadi barang, dan barang baru dihitung terbukti setelah diperiksa. Keempat angka "
            "tidak pernah dicampur."
        ),
    ),
    (
        _("Saya memegang BAST. Bagaimana memeriksa keasliannya?"),
        _(
            "Pindai kode QR pada BAST. Halaman yang terbuka menunjukkan nomor, tanggal, dan apakah dokumen itu masih "
            "berlaku, tanpa nama siapa pun."
        ),
    ),
)
