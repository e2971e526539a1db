"""Ulangi undian KSBB Pendidikan: periksa sendiri bahwa setiap hasil benar. Hanya perlu Python 3.8, tanpa pustaka lain.

    python3 ulangi_undian.py undian-….csv --benih BENIH --sidik SIDIK

Benih, sidik dan berkas CSV ada di halaman undian. Keluar dengan kode 0 bila semuanya cocok, 1 bila ada yang berbeda.
"""

import argparse
import csv
import hashlib
import sys


def sidik(teks: str) -> str:
    return hashlib.sha256(teks.encode()).hexdigest()


def periksa(berkas: str, benih: str, janji: str) -> "list[str]":
    """Apa yang tidak cocok; kosong bila semuanya benar."""
    salah = [] if sidik(benih) == janji else ["Benih ini bukan benih yang dikunci: sidiknya berbeda."]
    sebelum = ""
    with open(berkas, encoding="utf-8-sig", newline="") as isi:
        for nomor, baris in enumerate(csv.DictReader(isi), start=1):
            hasil = sidik(benih + ":" + baris["tiket"])[:15]
            if hasil != baris["hasil"]:
                salah.append(f"Baris {nomor}: tiket {baris['tiket']} tertulis {baris['hasil']}, seharusnya {hasil}.")
            if int(baris["urutan"]) != nomor or hasil < sebelum:
                salah.append(f"Baris {nomor}: urutannya salah.")
            sebelum = hasil
    return salah


def utama() -> int:
    pilihan = argparse.ArgumentParser(description="Ulangi undian KSBB Pendidikan.")
    pilihan.add_argument("berkas")
    pilihan.add_argument("--benih", required=True)
    pilihan.add_argument("--sidik", required=True)
    diminta = pilihan.parse_args()
    salah = periksa(diminta.berkas, diminta.benih, diminta.sidik)
    sys.stdout.write("\n".join(salah[:20]) + "\n" if salah else "Semua cocok: benih, hasil dan urutannya benar.\n")
    return 1 if salah else 0


if __name__ == "__main__":
    sys.exit(utama())
