"""When somebody must look: rules over what is measured. No database here; docs/operations.md says what to do for each.

A rule answers with what it saw, in a few words without anybody's data; "" when all is well; None when it cannot be known.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isinf

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ksbb.common import pulses
from ksbb.operation.gauges import Gauges, Stored

Seen = str | None
# A check that ran each night is younger than this.
OLDEST_CHECK = 36 * 3600
STUCK_IMPORT = 3600


@dataclass(frozen=True)
class Rule:
    """`advice`: the first thing to look at."""

    label: str | Promise
    advice: str | Promise
    judge: Callable[[Gauges], Seen]


def _stored(judge: Callable[[Stored], str]) -> Callable[[Gauges], Seen]:
    return lambda gauges: None if gauges.stored is None else judge(gauges.stored)


def _over(value: int, limit: int, words: str) -> str:
    return f"{value} {words}" if value > limit else ""


def _limit(name: str) -> int:
    return int(settings.ALARM_LIMITS[name])


def _queues(gauges: Gauges) -> Seen:
    if gauges.queues is None:
        return None
    return ", ".join(f"{name}: {length}" for name, length in gauges.queues.items() if length > _limit("queue_length"))


def _silent(gauges: Gauges) -> Seen:
    if gauges.pulses is None:
        return None
    return ", ".join(name for name, age in gauges.pulses.items() if pulses.is_silent(age))


def _slow(gauges: Gauges) -> Seen:
    return None if gauges.slow_lately is None else _over(gauges.slow_lately, _limit("slow_queries"), "/ 10–20 min")


def _backup(gauges: Gauges) -> Seen:
    """By the newest one, wherever it was made; where a folder is named and none came about, the first night decides."""
    if gauges.stored is None:
        return None
    if gauges.backup_age is None:
        last = gauges.stored.last.get("backup")
        return "0" if settings.BACKUP_DIR and last is not None and last.age is not None else ""
    return _over(gauges.backup_age // 3600, _limit("backup_hours"), "h")


def _seals(stored: Stored) -> str:
    late = {name: age // 60 for name, age in stored.unsealed.items() if age > _limit("seal_minutes") * 60}
    return ", ".join(f"{name}: {minutes} min" for name, minutes in late.items())


def _check(kind: str) -> Callable[[Stored], str]:
    def judge(stored: Stored) -> str:
        last = stored.last.get(kind)
        if last is None or last.age is None:
            return ""
        if not last.is_good:
            return f"{last.findings}"
        return _over(last.age // 3600, OLDEST_CHECK // 3600, "h")

    return judge


def _replica(gauges: Gauges) -> Seen:
    """Without a replica all is well."""
    if gauges.replica_lag is None:
        return ""
    return "–" if isinf(gauges.replica_lag) else _over(int(gauges.replica_lag), _limit("replica_seconds"), "s")


def _certificate(gauges: Gauges, now: datetime | None = None) -> Seen:
    if gauges.certificate_until is None:
        return None
    left = gauges.certificate_until - (now or datetime.now(tz=gauges.certificate_until.tzinfo))
    return f"{max(0, left.days)} d" if left < timedelta(days=_limit("certificate_days")) else ""


RULES: dict[str, Rule] = {
    "outbox_lag": Rule(
        _("Surat tertahan"),
        _("Periksa server surat dan pekerja surat."),
        _stored(lambda stored: _over(stored.lag // 60, _limit("outbox_minutes"), "min")),
    ),
    "letters_failed": Rule(
        _("Surat gagal terkirim"),
        _("Lihat sebabnya di bawah “Surat yang gagal”, perbaiki, lalu kirim ulang."),
        _stored(lambda stored: _over(stored.failed_lately, _limit("failed_letters"), "/ h")),
    ),
    "worker_silent": Rule(_("Pekerja tidak terdengar"), _("Nyalakan lagi pekerja untuk antrean itu."), _silent),
    "queue_long": Rule(
        _("Antrean panjang"), _("Tambah pekerja untuk antrean itu, atau cari tugas yang macet."), _queues
    ),
    "imports_stuck": Rule(
        _("Berkas tidak selesai"),
        _("Lihat catatan pekerja; berkas dilanjutkan sendiri setelah pekerja dinyalakan lagi."),
        _stored(lambda stored: _over(stored.imports_age // 60, STUCK_IMPORT // 60, "min")),
    ),
    "slow_queries": Rule(
        _("Basis data lambat"), _("Cari “slow statement” di catatan: rute dan bentuk perintahnya."), _slow
    ),
    "seals_late": Rule(
        _("Segel jejak terlambat"), _("Periksa pekerja antrean biasa dan transaksi yang lama terbuka."), _stored(_seals)
    ),
    "check_data": Rule(
        _("Angka atau data tidak cocok"),
        _("Baca bedanya di bawah “Pemeriksaan terjadwal”; jangan menerbitkan angka sebelum jelas."),
        _stored(_check("check_data")),
    ),
    "verify_trail": Rule(
        _("Jejak tidak seperti semula"),
        _("Hentikan aplikasi, simpan basis data apa adanya, dan ikuti docs/trail.md."),
        _stored(_check("verify_trail")),
    ),
    "backup_old": Rule(
        _("Cadangan terlalu lama"), _("Buat cadangan dengan tangan dan periksa ruang di foldernya."), _backup
    ),
    "disk_scarce": Rule(
        _("Ruang berkas hampir penuh"),
        _("Tambah ruang sebelum penuh: unggahan akan gagal."),
        lambda gauges: f"{gauges.room.free * 100 // gauges.room.total} %" if gauges.room.is_scarce else "",
    ),
    "replica_late": Rule(
        _("Salinan basis data tertinggal"),
        _("Halaman umum kini dibaca dari basis data utama. Periksa salinannya, jaringannya, dan ruang di disknya."),
        _replica,
    ),
    "certificate_ends": Rule(_("Sertifikat hampir habis"), _("Perbarui sertifikat di proxy."), _certificate),
}


def judged(gauges: Gauges) -> dict[str, Seen]:
    """Key of each rule → what it saw."""
    return {key: rule.judge(gauges) for key, rule in RULES.items()}
