"""What must I do now? Every provider belongs to a permission and costs one or two queries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from donations.models import Handover, Pledge
from donations.states import AllocationState, HandoverState, PledgeState
from ksbb.authority.actors import Actor
from ksbb.authority.permissions import Permission
from ksbb.imports.models import ImportRun
from ksbb.imports.states import ImportState
from ksbb.portal.aggregator_duties import to_check, to_receive
from ksbb.portal.complaint_duties import to_answer
from ksbb.portal.custody_duties import to_get_back
from ksbb.portal.desk_duties import to_review, to_tell_who
from ksbb.portal.handover_duties import to_accompany, to_open_code
from ksbb.portal.matching_duties import to_match
from ksbb.portal.rank_duties import to_correct, to_decide, to_draw
from ksbb.portal.request_duties import to_answer_requests
from ksbb.portal.sample_duties import to_close, to_sample, to_visit
from ksbb.portal.task import CALM, NORMAL, TONES, URGENT, Task, Tasks, some
from ksbb.portal.use_duties import to_answer_use, to_decide_case
from ksbb.territories.models import within
from recipients.exchange import due_checks
from recipients.models import CheckAnswer, CriteriaSet, DuplicateCase, OfficialFact, Recipient
from recipients.states import CriteriaState
from schools.models import School
from verification.models import Report
from verification.states import ReportState

# A handover that was done so long ago without a report is late; so is a report that waited so long.
WITHIN = timedelta(days=7)


def tasks_of(actor: Actor) -> list[Task]:
    """Everything that waits for this actor, most pressing first, then in the order of `PROVIDERS`."""
    tasks = [task for permission, provide in PROVIDERS if actor.may(permission) for task in provide(actor)]
    return sorted(tasks, key=lambda task: TONES.index(task.tone))


def _imports(actor: Actor) -> Tasks:
    waiting = ImportRun.objects.visible_to(actor).filter(state=ImportState.REHEARSED).count()
    yield from some(
        waiting,
        _("Berkas siap diterapkan"),
        _("Pemeriksaan selesai. Lihat barisnya, lalu terapkan atau tolak."),
        reverse("recipients:import_upload"),
    )


def _unfinished_recipients(actor: Actor) -> Tasks:
    registered = Recipient.objects.visible_to(actor).registered()
    unasked, unagreed = registered.unasked().count(), registered.unagreed().count()
    url = reverse("recipients:ticklist")
    yield from some(
        unasked,
        _("Isi keadaan gawai"),
        _("Belum diketahui apakah mereka punya gawai; tanpa itu kebutuhannya tidak dihitung."),
        url,
    )
    yield from some(
        unagreed,
        _("Catat persetujuan orang tua/wali"),
        _("Tanpa persetujuan, data mereka tidak dipakai untuk mencari donatur."),
        url,
    )
    if not unasked and not unagreed and not registered.exists():
        yield Task(
            _("Daftarkan penerima pertama"),
            _("Unggah berkas Dapodik atau isi formulir satu per satu."),
            reverse("recipients:import_upload") if actor.may(Permission.RECIPIENT_IMPORT) else url,
        )


def _facts_to_look_at(actor: Actor) -> Tasks:
    """What Disdukcapil said of the own people; the school looks, nothing happens by itself."""
    yield from some(
        OfficialFact.objects.visible_to(actor).alarming().count(),
        _("Periksa NIK yang bermasalah"),
        _("Menurut Disdukcapil NIK-nya tidak ditemukan, atau orangnya tercatat meninggal atau pindah."),
        reverse("recipients:fact_list"),
    )


def _checks(actor: Actor) -> Tasks:
    """Lists for Disdukcapil and Dinsos: answers to decide about, and the quarter that has gone by."""
    waiting = CheckAnswer.objects.visible_to(actor).filter(state=ImportState.REHEARSED).count()
    url = reverse("recipients:check_list")
    yield from some(
        waiting, _("Jawaban instansi siap diterapkan"), _("Lihat hasil pemeriksaannya, lalu terapkan atau tolak."), url
    )
    for due in due_checks(actor.oversees):
        told = _("Sebagian wilayah Anda belum diperiksa dalam tiga bulan terakhir.")
        yield Task(_("Periksa ulang ke %(source)s") % {"source": due.source.label}, told, url, tone=CALM)


def _to_schedule(actor: Actor) -> Tasks:
    pledges = Pledge.objects.visible_to(actor).filter(
        state=PledgeState.COMMITTED, lines__allocations__state=AllocationState.RESERVED
    )
    yield from some(
        pledges.distinct().count(),
        _("Sepakati jadwal serah terima"),
        _("Ada janji gawai yang belum punya hari dan tempat."),
        reverse("donations:pledge_list"),
    )


def _to_hand_over(actor: Actor) -> Tasks:
    planned = Handover.objects.visible_to(actor).filter(state=HandoverState.PLANNED)
    yield from some(
        planned.filter(scheduled_for__lt=timezone.now()).count(),
        _("Catat serah terima"),
        _("Harinya sudah lewat: catat gawainya, buat BAST, lalu nyatakan selesai, atau batalkan."),
        reverse("donations:handover_list"),
        URGENT,
    )


def _to_report(actor: Actor) -> Tasks:
    done = Handover.objects.visible_to(actor).filter(state=HandoverState.DONE)
    yield from some(
        done.count(),
        _("Laporkan gawai yang diterima"),
        _("Kirim laporan dengan foto; sesudah itu validator memeriksa."),
        reverse("donations:handover_list"),
    )
    returned = Report.objects.visible_to(actor).filter(state=ReportState.RETURNED)
    yield from some(
        returned.count(),
        _("Perbaiki laporan yang dikembalikan"),
        _("Validator menuliskan apa yang kurang."),
        reverse("verification:report_list"),
        URGENT,
    )


def _to_give(actor: Actor) -> Tasks:
    """Always open; who has promised already is not asked as if for the first time."""
    giving = Pledge.objects.visible_to(actor).filter(state=PledgeState.COMMITTED).exists()
    yield Task(
        _("Bantu sekolah lain") if giving else _("Pilih sekolah yang ingin dibantu"),
        _("Lihat kebutuhan per sekolah, yang paling mendesak di atas."),
        reverse("donations:need_list"),
        tone=CALM,
    )


def _to_accept(actor: Actor) -> Tasks:
    ready = (
        School.objects.visible_to(actor)
        .listed()
        .filter(accepted_at=None, organisation__memberships__accepted_at__isnull=False)
    )
    yield from some(
        ready.distinct().count(),
        _("Sekolah menunggu diterima"),
        _("Sekolah ini sudah punya pengguna; penerimanya baru dinilai sesudah sekolah diterima."),
        reverse("schools:school_list"),
    )


def _criteria(actor: Actor) -> Tasks:
    proposed = (
        CriteriaSet.objects.visible_to(actor).filter(state=CriteriaState.PROPOSED).exclude(proposed_by_id=actor.user_id)
    )
    yield from some(
        proposed.count(),
        _("Kriteria menunggu persetujuan kedua"),
        _("Periksa siapa yang masuk dan keluar, lalu berlakukan atau kembalikan."),
        reverse("recipients:criteria_list"),
    )


def _to_verify(actor: Actor) -> Tasks:
    waiting = Report.objects.visible_to(actor).waiting().order_by("submitted_at")
    oldest = waiting.values_list("submitted_at", flat=True).first()
    if oldest is not None:
        days = (timezone.now() - oldest).days
        longest = ngettext("Yang paling lama menunggu %(days)d hari.", "Yang paling lama menunggu %(days)d hari.", days)
        yield Task(
            _("Laporan menunggu verifikasi"),
            longest % {"days": days} if days else _("Semuanya datang hari ini."),
            reverse("verification:report_list"),
            waiting.count(),
            URGENT if days > WITHIN.days else NORMAL,
        )


def _late(actor: Actor) -> Tasks:
    """For those who accompany, not for those who do it themselves."""
    if not actor.oversees or actor.may(Permission.REPORT_VERIFY):
        return
    seen, now = Handover.objects.visible_to(actor), timezone.now()
    url = reverse("donations:handover_list")
    yield from some(
        seen.filter(state=HandoverState.PLANNED, scheduled_for__lt=now).count(),
        _("Serah terima lewat jadwal"),
        _("Hubungi sekolah atau donatur: jadi, dijadwalkan ulang, atau batal?"),
        url,
        URGENT,
    )
    yield from some(
        seen.filter(state=HandoverState.DONE, done_at__lt=now - WITHIN).count(),
        _("Serah terima belum dilaporkan"),
        _("Sudah lebih dari tujuh hari; ingatkan kepala sekolahnya."),
        url,
    )
    week = seen.filter(state=HandoverState.PLANNED, scheduled_for__range=(now, now + timedelta(days=7)))
    yield from some(week.count(), _("Serah terima tujuh hari ke depan"), _("Dampingi di wilayah Anda."), url, CALM)


def _cases(actor: Actor) -> Tasks:
    """Whose registration may be one too many; only those that this office decides."""
    theirs = DuplicateCase.objects.open().filter(within("region", actor.oversees))
    counted = theirs.aggregate(waiting=Count("pk"), late=Count("pk", filter=Q(due_on__lt=timezone.localdate())))
    late = counted["late"]
    text = _("Cocokkan kedua pendaftarannya, lalu putuskan; selama itu orangnya menunggu.")
    if late:
        text = ngettext("%(late)d kasus lewat tenggat.", "%(late)d kasus lewat tenggat.", late) % {"late": late}
    tone = URGENT if late else NORMAL
    yield from some(counted["waiting"], _("Kasus data ganda menunggu"), text, reverse("recipients:case_list"), tone)


PROVIDERS: tuple[tuple[Permission, Callable[[Actor], Tasks]], ...] = (
    (Permission.REPORT_VERIFY, to_tell_who),
    (Permission.REPORT_VERIFY, _to_verify),
    (Permission.VERDICT_REVIEW, to_review),
    (Permission.HANDOVER_RECORD, _to_hand_over),
    (Permission.PLEDGE_CREATE, to_open_code),
    (Permission.VISIT_MAKE, to_accompany),
    (Permission.REPORT_SUBMIT, _to_report),
    (Permission.LOAN_KEEP, to_get_back),
    (Permission.HANDOVER_SCHEDULE, _to_schedule),
    (Permission.RECIPIENT_IMPORT, _imports),
    (Permission.RECIPIENT_REGISTER, _unfinished_recipients),
    (Permission.RECIPIENT_REGISTER, _facts_to_look_at),
    (Permission.CHECK_EXCHANGE, _checks),
    (Permission.REQUEST_VIEW, to_answer_requests),
    (Permission.CASE_DECIDE, _cases),
    (Permission.SCHOOL_ACCEPT, _to_accept),
    (Permission.CRITERIA_EDIT, _criteria),
    (Permission.USE_REPORT, to_answer_use),
    (Permission.DEVICE_CASE_DECIDE, to_decide_case),
    (Permission.COMPLAINT_WORK, to_answer),
    (Permission.COMPLAINT_SENSITIVE, to_answer),
    (Permission.CASE_CLOSE, to_close),
    (Permission.SAMPLE_DRAW, to_sample),
    (Permission.VISIT_MAKE, to_visit),
    (Permission.APPEAL_DECIDE, to_decide),
    (Permission.APPEAL_FILE, to_correct),
    (Permission.DRAW_HOLD, to_draw),
    (Permission.AGGREGATOR_VERIFY, to_check),
    (Permission.LEDGER_RECORD, to_receive),
    (Permission.MATCHING_RUN, to_match),
    (Permission.FIGURES_VIEW, _late),
    (Permission.PLEDGE_CREATE, _to_give),
)
