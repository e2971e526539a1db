"""From somebody to every row that is held of them, for a copy of it all (UU 27/2022 art. 7 and 32).

A model that `holdings.py` names for these people stands in one of the tables below; tests/portal/test_copies.py holds it, and so a
new table cannot be forgotten. Of a row every column is copied that is not among `HIDDEN`.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ksbb.portal.holdings import Whose

# Whom the first copy is of (a person of the register, with what the guardian said), and the second (an account).
OF_PERSON = (Whose.PEOPLE, Whose.GUARDIANS)
OF_ACCOUNT = (Whose.DONORS, Whose.OFFICERS)

_DEVICE = "allocation__need__recipient"
# Model → ways from it to the person: any of them counts.
PERSON: dict[str, tuple[str, ...]] = {
    "recipients.Recipient": ("pk",),
    "recipients.Circumstances": ("recipient",),
    "recipients.Consent": ("recipient",),
    "recipients.OfficialFact": ("recipient",),
    "recipients.CheckLine": ("recipient",),
    "recipients.Assessment": ("recipient",),
    "recipients.RankLetter": ("recipient",),
    "recipients.Appeal": ("recipient",),
    "recipients.DuplicateCase": ("holder", "claimant"),
    "recipients.Need": ("recipient",),
    "recipients.DataRequest": ("recipient",),
    "imports.ImportRow": ("recipient_id",),
    "donations.Allocation": ("need__recipient",),
    "donations.Handover": ("allocations__need__recipient",),
    "donations.Device": (_DEVICE,),
    "donations.WantedDevice": (f"device__{_DEVICE}",),
    "donations.Loan": ("borrower",),
    "donations.HandoverCertificate": (f"device__{_DEVICE}",),
    "donations.ReceiptSlip": (_DEVICE,),
    "verification.Evidence": ("report__handover__allocations__need__recipient",),
    "verification.DraftPhoto": ("handover__allocations__need__recipient",),
    "verification.UseAnswer": (f"device__{_DEVICE}",),
    "verification.UsePhoto": (f"answer__device__{_DEVICE}",),
    "verification.DeviceCase": (f"device__{_DEVICE}",),
}
_SCHOOLS = _(
    "Berkas satu sekolah, dengan data orang lain di dalamnya (Pasal 33 huruf b); barisnya sendiri ada di salinan ini"
)
_PRINT = _("Hanya sidik tersandi dari yang sudah ada di salinan ini")
NOT_OF_PERSON: dict[str, str | Promise] = {
    "recipients.Identity": _PRINT,
    "donations.DeviceNumber": _PRINT,
    "verification.EvidencePrint": _PRINT,
    "imports.HeldFile": _SCHOOLS,
    "imports.ImportRun": _SCHOOLS,
    "recipients.CheckAnswer": _SCHOOLS,
    "verification.InstrumentReply": _("Jawaban sekolah tentang kesiapannya, bukan tentang seseorang"),
}

_GIVER = "donor__organisation__memberships__user"
ACCOUNT: dict[str, tuple[str, ...]] = {
    "accounts.User": ("pk",),
    "account.EmailAddress": ("user",),
    "socialaccount.SocialAccount": ("user",),
    "accounts.Membership": ("user",),
    "accounts.Session": ("user",),
    "accounts.ApiToken": ("membership__user",),
    "mfa.Authenticator": ("user",),
    "notifications.Contact": ("user_id",),
    "notifications.Choice": ("user_id",),
    "notifications.PushDevice": ("user_id",),
    "notifications.Message": ("to_user_id",),
    "notifications.Delivery": ("message__to_user_id",),
    "recipients.NoticeSeen": ("user",),
    "recipients.DataRequest": ("user",),
    "donations.SavedSearch": ("user",),
    "donations.Donor": ("organisation__memberships__user",),
    "donations.Basket": (_GIVER,),
    "donations.BasketItem": (f"basket__{_GIVER}",),
    "donations.Pledge": (_GIVER,),
    "donations.PledgeLine": (f"pledge__{_GIVER}",),
    "donations.Wish": (_GIVER,),
    "donations.Consignment": (_GIVER,),
    "donations.Aggregator": ("organisation__memberships__user",),
    "donations.DropPoint": ("organisation__memberships__user",),
    "verification.VerdictAppeal": ("filed_by_id",),
    "verification.Verdict": ("decided_by_id",),
}
_OFFICE = _("Dokumen kantor atau pembukuan, bukan tentang Anda; tindakan Anda di dalamnya ada di bagian jejak")
NOT_OF_ACCOUNT: dict[str, str | Promise] = {
    "accounts.Organisation": _("Data kantor, sekolah, atau lembaga; namanya tertulis pada peran Anda"),
    "account.EmailConfirmation": _("Kunci sekali pakai untuk memastikan alamat e-mail"),
    "sessions.Session": _("Tidak dipakai; sesi Anda ada di salinan ini"),
    "api.KeptAnswer": _("Jawaban untuk program lain, hilang sesudah sehari"),
    "admin.LogEntry": _("Catatan halaman teknis, hanya untuk petugas portal"),
    "audit.Event": _("Ada di bagian jejak"),
    "audit.Change": _("Isi perubahan tanpa nama; tindakannya ada di bagian jejak"),
    "donations.Licence": _OFFICE,
    "donations.LedgerEntry": _OFFICE,
    "donations.Intake": _OFFICE,
    "verification.Report": _OFFICE,
    "verification.Visit": _OFFICE,
    "verification.IntegrityCase": _OFFICE,
}

# Columns that are in no copy: machinery, prints from which nothing can be read, secrets of the own account, and who else acted.
HIDDEN = frozenset(
    """
    id public_id updated_at name_key mother_digest household_digest code_digest digest source_digest person_digest ref_digest
    mail_refused_digest sha256 signed_paper_sha256 difference_hash raw refused_code next_try_at tries reminded_before is_newest
    parts import_run_id recipient_id once_key path context password session_key session_data data code_number code_channel
    code_until code_sealed code_tries signature_sealed idempotency_key request_key cells_sealed before_sealed case_number is_held
    readiness wanted_by thumbnail error attempts user_id to_user_id held_for endpoint_digest subscription_sealed key_name sign_in
    extra_data
    """.split()  # noqa: SIM905 - read by people
)
# What a row says of somebody else as well: of these models only the columns named here are copied (art. 33 b).
ONLY: dict[str, frozenset[str]] = {
    "recipients.DuplicateCase": frozenset({"kind", "state", "due_on", "outcome", "decided_at", "created_at"}),
    "donations.Handover": frozenset(
        {"scheduled_for", "place", "state", "done_at", "reported_at", "cancelled_at", "cancelled_reason"}
    ),
    "verification.Evidence": frozenset({"state", "taken_at", "latitude", "longitude", "photo"}),
    "verification.DraftPhoto": frozenset({"state", "taken_at", "latitude", "longitude", "photo"}),
}
