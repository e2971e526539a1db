"""Why an account cannot be erased now; and what of it stays, by which law."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from donations.models import Consignment, Donor, LedgerEntry, Pledge, Wish
from donations.states import ConsignmentState, PledgeState, WishState
from ksbb.accounts.models import Membership, Organisation, User
from ksbb.authority.roles import Role

GIVERS = (Role.DONOR, Role.AGGREGATOR)


def why_not_erase_account(user: User) -> str | None:
    """Somebody waits for something that only this account can finish."""
    if user.is_staff or user.is_superuser:
        return _("Akun petugas portal ditutup oleh operator, bukan di sini.")
    alone = alone_in(user)
    principals = [one for one in alone if one.role == Role.PRINCIPAL]
    if principals:
        name = principals[0].organisation.name
        return _("Anda satu-satunya kepala sekolah %(name)s di portal. Undang dulu penggantinya.") % {"name": name}
    givers = [one.organisation_id for one in alone if one.role in GIVERS]
    if any(one.role == Role.AGGREGATOR for one in alone):
        return _("Anda satu-satunya petugas agregator ini, dan bukunya masih berjalan. Undang dulu penggantinya.")
    if is_underway(givers):
        return _("Masih ada janji gawai yang belum selesai. Selesaikan atau tarik dulu janji itu di halaman Donasi.")
    return None


def alone_in(user: User) -> list[Membership]:
    """The active roles that nobody else in the organisation has."""
    own = list(Membership.objects.active().filter(user=user).select_related("organisation"))
    others = Membership.objects.active().exclude(user=user)
    shared = set(
        others.filter(organisation__in=[one.organisation_id for one in own]).values_list("organisation_id", "role")
    )
    return [one for one in own if (one.organisation_id, one.role) not in shared]


def is_underway(organisation_ids: list[int]) -> bool:
    """A promise, a wish or a consignment of these givers that is not at its end."""
    theirs = Q(donor__organisation__in=organisation_ids)
    return (
        Pledge.objects.filter(theirs, state=PledgeState.COMMITTED).exists()
        or Wish.objects.filter(theirs, state=WishState.OPEN).exists()
        or Consignment.objects.filter(theirs, state=ConsignmentState.OFFERED).exists()
    )


def has_papers(donor: Donor) -> bool:
    """Something was given, or taken into a book: its papers name the giver, and the law keeps them."""
    return (
        Pledge.objects.filter(donor=donor, committed_at__isnull=False).exists()
        or Wish.objects.filter(donor=donor).exists()
        or Consignment.objects.filter(donor=donor).exists()
        or LedgerEntry.objects.filter(donor=donor).exists()
    )


def acted_for_an_office(user: User) -> bool:
    """Ever: what was decided for a school or an office stays signed."""
    kinds = [Organisation.Kind.OFFICE, Organisation.Kind.SCHOOL]
    return Membership.objects.filter(
        Q(organisation__kind__in=kinds) | Q(role=Role.VALIDATOR), user=user, accepted_at__isnull=False
    ).exists()


def what_stays(user: User) -> list[str]:
    """What is kept after the erasure and why, for the page that asks whether one is sure."""
    kept = [_("Jejak bahwa sebuah akun pernah berbuat sesuatu, tanpa alamat e-mail dan tanpa nomor telepon.")]
    donors = Donor.objects.filter(organisation__in=[one.organisation_id for one in alone_in(user)])
    if any(has_papers(donor) for donor in donors):
        kept.append(
            _(
                "Nama, alamat, dan NPWP pada tanda terima, berita acara, dan buku penerimaan: disimpan sepuluh tahun "
                "(UU KUP Pasal 28 ayat (11), UU 8/1997 Pasal 11)."
            )
        )
    if acted_for_an_office(user):
        kept.append(
            _(
                "Nama Anda pada tindakan dinas, karena putusannya harus dapat dipertanggungjawabkan "
                "(UU 27/2022 Pasal 15 ayat (1) huruf c)."
            )
        )
    return kept
