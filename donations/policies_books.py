"""Why an aggregator may not take something in, and why something cannot be written into its book; what to do instead."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from donations.books import INTAKE, LOT_USES, LOTS, MONEY_USES, Kind, Said, balance_of, money_of
from donations.models import Aggregator, Consignment, Device, LedgerEntry, LedgerShare, Licence
from donations.states import ConsignmentState, DeviceState, LicenceState
from donations.stock import Lot, free_of, lots_of
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.common.refusals import Forbidden

# Ten trillion rupiah and ten thousand devices: more than anybody brings at once, and less than a slip of the finger.
MOST_RUPIAH, MOST_DEVICES = 10**13, 10_000


def rupiah(amount: int) -> str:
    return "Rp " + number_format(amount, force_grouping=True)


def must_read_books(actor: Actor) -> None:
    """Raises Forbidden for whoever neither keeps a book nor watches over all."""
    if not actor.may(Permission.LEDGER_RECORD):
        actor.must(Permission.LEDGER_AUDIT)


def only_own_book(aggregator: Aggregator, actor: Actor) -> None:
    """Raises Forbidden for everybody but the aggregator's own people."""
    if not actor.is_system and actor.organisation_id != aggregator.organisation_id:
        raise Forbidden("only the own book")


def why_not_take_in(aggregator: Aggregator, on: date | None = None) -> str | None:
    """Intake needs a verification and a licence in force, today and on the day on which it came (Permensos 8/2021)."""
    today = timezone.localdate()
    for day in {today, on or today}:
        if not Licence.objects.in_force(day).filter(aggregator=aggregator).exists():
            return _no_licence(aggregator, day)
    if aggregator.verified_until is None or aggregator.verified_until < today:
        return _(
            "Verifikasi agregator ini tidak berlaku, jadi tidak boleh menerima titipan. "
            "Mintalah pemeriksaan ulang kepada Dinas Pendidikan."
        )
    return None


def _no_licence(aggregator: Aggregator, day: date) -> str:
    newest = Licence.objects.filter(aggregator=aggregator).order_by("-valid_until", "-pk").first()
    if newest is not None and newest.state == LicenceState.REVOKED:
        return _("Izin agregator ini dicabut, jadi tidak boleh menerima uang atau gawai lagi.")
    if newest is not None and newest.state == LicenceState.SUSPENDED:
        return _("Izin agregator ini sedang dibekukan, jadi tidak boleh menerima uang atau gawai sampai dipulihkan.")
    return _(
        "Tidak ada izin yang berlaku pada %(day)s, jadi tidak boleh menerima uang atau gawai. "
        "Sampaikan izin yang baru kepada Dinas Pendidikan."
    ) % {"day": day.strftime("%d-%m-%Y")}


def why_not_record(aggregator: Aggregator, said: Said) -> str | None:
    """While the aggregator's row is locked: what may be written depends on what stands there."""
    if not said.occurred_on <= timezone.localdate():
        return _("Tanggalnya belum tiba. Catat sesudah terjadi.")
    money, devices = said.kind in (Kind.MONEY_IN, *MONEY_USES), said.kind in (*LOTS, *LOT_USES)
    if money and not 0 < said.amount <= MOST_RUPIAH:
        return _("Isi jumlah uangnya dalam rupiah.")
    if devices and not 0 < said.quantity <= MOST_DEVICES:
        return _("Isi jumlah gawainya, paling banyak 10.000 sekali catat.")
    if said.kind in INTAKE:
        return why_not_take_in(aggregator, said.occurred_on) or _why_not_from(aggregator, said)
    if said.kind in MONEY_USES:
        return _why_not_spend(aggregator, said)
    return _why_not_take_out(aggregator, said)


def _why_not_from(aggregator: Aggregator, said: Said) -> str | None:
    if said.donor is None and not said.from_name.strip():
        return _("Isi dari siapa datangnya.")
    found = said.consignment
    if found is None:
        return None
    if found.aggregator_id != aggregator.organisation_id or found.state != ConsignmentState.RECEIVED:
        return _("Titipan ini belum diterima atau bukan untuk agregator ini.")
    if LedgerEntry.objects.filter(consignment=found, sign=1, reversed_by__isnull=True).exists():
        return _("Titipan ini sudah tercatat di buku. Balik dulu catatan lamanya bila keliru.")
    return None


def _why_not_spend(aggregator: Aggregator, said: Said) -> str | None:
    balance = balance_of(aggregator)
    left = balance.left
    if said.kind == Kind.REFUND:
        if said.money is None:
            return _("Pilih uang siapa yang dikembalikan.")
        left = next((rest for entry, rest in money_of(aggregator) if entry.pk == said.money.pk), 0)
    if said.amount > left:
        return _("Uangnya tidak cukup: tersedia %(left)s. Catat dulu uang yang masuk.") % {"left": rupiah(left)}
    if said.kind == Kind.COST and said.amount > balance.cost_room(aggregator.cost_percent):
        return _(
            "Biaya paling banyak %(percent)s%% dari uang yang masuk. Yang masih boleh dicatat: %(room)s "
            "(PP 29/1980, pasal 6)."
        ) % {"percent": aggregator.cost_percent, "room": rupiah(max(0, balance.cost_room(aggregator.cost_percent)))}
    return None


def _why_not_take_out(aggregator: Aggregator, said: Said) -> str | None:
    if said.lot is None or said.lot.aggregator_id != aggregator.pk:
        return _("Pilih gawai yang mana.")
    free = free_of(said.lot)
    # What goes to a school was held for it: the handover itself frees it in the same step.
    if said.kind != Kind.OUT and said.quantity > free:
        return _(
            "Yang belum dijanjikan kepada sekolah tinggal %(free)s gawai. Kurangi jumlahnya, "
            "atau tarik dulu komitmennya."
        ) % {"free": free}
    return None


def why_not_reverse(entry: LedgerEntry) -> str | None:
    """While the aggregator's row is locked. A mistake is reversed as long as nothing rests on it."""
    if entry.sign != 1 or LedgerEntry.objects.filter(reverses=entry).exists():
        return _("Catatan ini sudah dibalik, atau ini sendiri pembalikan.")
    if entry.kind == Kind.OUT:
        return _("Gawai keluar dicatat dari serah terima sekolah, jadi tidak dapat dibalik di sini.")
    if entry.kind == Kind.MONEY_IN:
        return _why_not_unreceive(entry)
    if entry.kind in LOTS:
        return _why_not_unstock(lots_of(LedgerEntry.objects.filter(pk=entry.pk))[0])
    return None


def _why_not_unreceive(entry: LedgerEntry) -> str | None:
    if LedgerShare.objects.filter(money=entry, use__reversed_by__isnull=True).exists():
        return _("Sebagian uang ini sudah dipakai. Balik dulu pembelian, biaya, atau pengembaliannya.")
    balance = balance_of(entry.aggregator)
    if balance.cost_room(entry.aggregator.cost_percent, less=entry.amount) < 0:
        return _("Tanpa uang ini, biaya yang tercatat melewati batasnya. Balik dulu catatan biayanya.")
    return None


def _why_not_unstock(lot: Lot) -> str | None:
    if lot.free < lot.came:
        gone = lot.came - lot.free
        return ngettext(
            "%(gone)s gawai dari catatan ini sudah keluar, hilang, dikembalikan, atau dijanjikan. Balik atau tarik itu dulu.",
            "%(gone)s gawai dari catatan ini sudah keluar, hilang, dikembalikan, atau dijanjikan. Balik atau tarik itu dulu.",
            gone,
        ) % {"gone": gone}
    if Device.objects.filter(lot=lot.entry).exclude(state=DeviceState.RETIRED).exists():
        return _("Gawai dari catatan ini sudah didata satu per satu, jadi tidak dapat dibalik.")
    return None


def why_not_receive_consignment(consignment: Consignment) -> str | None:
    """For receiving and declining alike."""
    if consignment.state == ConsignmentState.WITHDRAWN:
        return _("Titipan ini sudah ditarik pemberinya.")
    if consignment.state != ConsignmentState.OFFERED:
        return _("Titipan ini sudah ditangani.")
    return None


def why_not_move_licence(licence: Licence, to: str, on: date, reason: str) -> str | None:
    from_words = licence.get_state_display()
    if licence.state == LicenceState.REVOKED:
        return _("Izin yang dicabut tidak dapat dipulihkan. Catat izin baru bila ada.")
    if to == licence.state:
        return _("Izin ini sudah berstatus %(state)s.") % {"state": from_words}
    if on > timezone.localdate():
        return _("Tanggalnya belum tiba. Catat sesudah keputusannya berlaku.")
    if len(" ".join(reason.split())) < 5:
        return _("Isi alasan dan dasar suratnya, paling sedikit lima huruf.")
    return None
