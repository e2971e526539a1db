"""How much a school may be promised and whether it may receive now: set with a reason, kept, and held to."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from donations.actions.apply_allowances import apply_allowances
from donations.actions.read_allowances import read_allowances
from donations.actions.set_cap import set_cap
from donations.actions.set_gate import set_gate
from donations.allowance_words import in_words
from donations.models import Allowance, AllowanceChange, Gate, Pledge
from ksbb.authority.actors import Actor
from ksbb.common.refusals import Forbidden, Refused
from ksbb.common.states import IllegalMove
from ksbb.notifications.models import Message
from recipients.models import NeedClass
from tests.factories.accounts import somebody
from tests.factories.donations import donor_of, offer, people_at, promise, school_at

PUPILS = NeedClass.STUDENT_DEVICE.value


@pytest.fixture
def school(db):
    school = school_at(name="SMP Uji Batas")
    people_at(school, pupils=10, teachers=2)
    return school


@pytest.fixture
def officer(acting):
    return acting("coordinator")


def csv(*rows: str) -> bytes:
    return ("NPSN;Untuk;Batas;Penerimaan;Alasan\n" + "\n".join(rows)).encode()


def rehearsed(officer, *rows: str):
    return read_allowances(data=csv(*rows), file_name="batas.csv", actor=officer)


def test_a_cap_keeps_further_promises_out(school, officer, acting):
    set_cap(school=school, need_class=PUPILS, cap=2, reason="Menunggu listrik kelas baru", actor=officer)
    promise(acting("donor"), school, offer(2))
    with pytest.raises(Refused):
        promise(acting("donor"), school, offer(1))


def test_a_cap_never_falls_below_what_is_promised_and_says_what_was_asked(school, officer, acting):
    promise(acting("donor"), school, offer(3))
    change = set_cap(school=school, need_class=PUPILS, cap=1, reason="Dikurangi dulu", actor=officer)
    assert (change.before, change.asked, change.after) == (None, 1, 3)


def test_a_closed_gate_keeps_everybody_out_until_it_is_opened(school, officer, acting):
    set_gate(school=school, is_open=False, reason="Laporan terlambat", actor=officer)
    with pytest.raises(Refused):
        promise(acting("donor"), school, offer(1))
    set_gate(school=school, is_open=True, reason="Laporan sudah masuk", actor=officer)
    assert promise(acting("donor"), school, offer(1)).state == "committed"


def test_the_school_is_told_about_its_gate_without_the_reason(school, officer):
    principal = somebody("principal", organisation=school.organisation)
    set_gate(school=school, is_open=False, reason="Alasan rahasia sekali", actor=officer)
    message = Message.objects.get(kind="donations/gate_closed")
    assert message.to_user_id == principal.user_id
    assert "rahasia" not in str(message.context)


def test_the_same_again_changes_nothing_and_says_so(school, officer):
    set_cap(school=school, need_class=PUPILS, cap=5, reason="Pertama kali", actor=officer)
    with pytest.raises(Refused):
        set_cap(school=school, need_class=PUPILS, cap=5, reason="Kedua kali", actor=officer)
    assert AllowanceChange.objects.count() == 1


@pytest.mark.parametrize("reason", ["", "   ", "abc", "  a  b "])
def test_without_a_reason_nothing_changes(school, officer, reason):
    with pytest.raises(Refused):
        set_cap(school=school, need_class=PUPILS, cap=5, reason=reason, actor=officer)


@pytest.mark.parametrize("role", ["city_supervisor", "principal", "donor", "auditor", "validator"])
def test_others_do_not_set_caps(school, acting, role):
    with pytest.raises(Forbidden):
        set_cap(school=school, need_class=PUPILS, cap=5, reason="Coba-coba", actor=acting(role))


def test_a_coordinator_of_another_province_does_not_reach_the_school(school, acting):
    with pytest.raises(Forbidden):
        set_cap(school=school, need_class=PUPILS, cap=5, reason="Coba-coba", actor=acting("coordinator", codes=["32"]))


@pytest.mark.django_db(transaction=True)
def test_twenty_givers_at_once_never_pass_the_cap(school, officer):
    set_cap(school=school, need_class=PUPILS, cap=4, reason="Empat dulu saja", actor=officer)
    givers = [somebody("donor") for _n in range(20)]
    for giver in givers:
        donor_of(giver)

    def give(giver: Actor) -> bool:
        try:
            return bool(promise(giver, school, offer(1)))
        except Refused:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(give, givers))
    assert sum(done) == 4 == Pledge.objects.filter(state="committed").count()


def test_a_file_is_rehearsed_and_changes_nothing(school, officer):
    run = rehearsed(officer, f"{school.npsn};murid;7;;Kelas belum siap")
    assert run.counts["changed"] == 1
    assert not Allowance.objects.exists()


def test_a_file_is_applied_with_asked_and_applied_side_by_side(school, officer, acting, client_as):
    promise(acting("donor"), school, offer(3))
    run = apply_allowances(run=rehearsed(officer, f"{school.npsn};murid;1;tutup;Kelas belum siap"), actor=officer)
    answer = client_as(officer).get(reverse("donations:allowance_answer", args=[run.public_id]))
    _head, row = load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True)
    assert row[1:7] == (school.npsn, "murid", 1, 3, "ditutup", "ditutup")
    assert not Gate.objects.get(school=school).is_open


def test_a_file_is_applied_once(school, officer):
    run = rehearsed(officer, f"{school.npsn};murid;7;;Kelas belum siap")
    apply_allowances(run=run, actor=officer)
    with pytest.raises(IllegalMove):
        apply_allowances(run=run, actor=officer)
    assert AllowanceChange.objects.count() == 1


def test_the_same_file_again_changes_nothing(school, officer):
    row = f"{school.npsn};murid;7;tutup;Kelas belum siap"
    apply_allowances(run=rehearsed(officer, row), actor=officer)
    again = rehearsed(officer, row)
    assert (again.counts["changed"], again.counts["unchanged"]) == (0, 1)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("99999999;murid;7;;Kelas belum siap", "unknown"),
        (";murid;7;;Kelas belum siap", "npsn"),
        ("{npsn};murid;-1;;Kelas belum siap", "cap"),
        ("{npsn};murid;1e9;;Kelas belum siap", "cap"),
        ("{npsn};murid;tujuh;;Kelas belum siap", "cap"),
        ("{npsn};kucing;7;;Kelas belum siap", "unknown"),
        ("{npsn};;7;;Kelas belum siap", "class"),
        ("{npsn};murid;7;mungkin;Kelas belum siap", "unknown"),
        ("{npsn};murid;;;Kelas belum siap", "nothing"),
        ("{npsn};murid;7;;", "reason"),
        ("=1+1;murid;7;;Kelas belum siap", "unknown"),
    ],
)
def test_a_faulty_row_stays_out_with_its_reason(school, officer, row, code):
    run = rehearsed(officer, row.format(npsn=school.npsn), f"{school.npsn};guru;1;;Baris yang baik")
    faulty = run.rows.get(status="problem")
    assert code in {problem["code"] for problem in faulty.problems}
    assert run.counts["changed"] == 1


def test_a_school_that_stands_twice_is_asked_once(school, officer):
    run = rehearsed(officer, f"{school.npsn};murid;7;;Kelas belum siap", f"{school.npsn};murid;8;;Kelas belum siap")
    assert (run.counts["changed"], run.counts["problem"]) == (1, 1)


def test_a_school_elsewhere_is_unknown(officer):
    other = school_at("32.04.05.2001", name="SMP Uji Jauh")
    run = rehearsed(officer, f"{other.npsn};murid;7;;Kelas belum siap")
    assert run.rows.get().problems[0]["code"] == "unknown"


@pytest.mark.parametrize("data", [b"", b"\x00" * 50, b"PK\x03\x04zip", b"a,b,c\n1,2,3\n"])
def test_a_file_of_another_kind_is_refused_in_words(client_as, officer, data):
    upload = SimpleUploadedFile("batas.csv", data)
    answer = client_as(officer).post(reverse("donations:allowance_upload"), {"file": upload})
    assert answer.status_code == 200
    assert "error" in answer.content.decode() or "invalid" in answer.content.decode()


def test_the_template_can_be_sent_back(school, officer, client_as):
    sheet = client_as(officer).get(reverse("donations:allowance_template")).content
    run = read_allowances(data=sheet, file_name="batas-sekolah.xlsx", actor=officer)
    assert run.counts["problem"] == 2, "only the reasons are missing"
    assert {problem["code"] for row in run.rows.all() for problem in row.problems} == {"reason"}


def test_the_statements_of_a_file_do_not_grow_with_its_rows(officer, django_assert_max_num_queries):
    schools = [school_at(name=f"SD Uji Batas {number}", form="SD") for number in range(30)]
    run = rehearsed(officer, *(f"{one.npsn};murid;7;tutup;Kelas belum siap" for one in schools))
    with django_assert_max_num_queries(22):
        apply_allowances(run=run, actor=officer)
    assert AllowanceChange.objects.count() == 60


def test_the_own_school_reads_why_its_gate_is_closed(school, officer, client_as):
    set_gate(school=school, is_open=False, reason="Laporan bulan Mei belum masuk", actor=officer)
    principal = somebody("principal", organisation=school.organisation)
    page = client_as(principal).get(reverse("donations:allowance_detail", args=[school.npsn])).content.decode()
    assert "Laporan bulan Mei" in page
    assert "Simpan batas" not in page


def test_a_principal_cannot_open_the_own_gate(school, client_as):
    principal = somebody("principal", organisation=school.organisation)
    told = {"pintu-is_open": "1", "pintu-reason": "Tolong dibuka"}
    address = reverse("donations:allowance_detail", args=[school.npsn])
    assert client_as(principal).post(address, told).status_code == 403


def test_the_officer_sets_both_on_the_page(school, officer, client_as):
    client, address = client_as(officer), reverse("donations:allowance_detail", args=[school.npsn])
    client.post(address, {"batas-need_class": PUPILS, "batas-cap": "9", "batas-reason": "Sembilan dulu"})
    client.post(address, {"pintu-is_open": "0", "pintu-reason": "Menunggu laporan"})
    assert Allowance.objects.get(school=school).cap == 9
    assert not Gate.objects.get(school=school).is_open
    assert {change.by_id for change in AllowanceChange.objects.all()} == {officer.user_id}


def test_the_database_keeps_every_change(school, officer):
    change = set_cap(school=school, need_class=PUPILS, cap=5, reason="Lima dulu", actor=officer)
    with pytest.raises(Exception, match="Cannot"):
        AllowanceChange.objects.filter(pk=change.pk).update(reason="lain")


def test_the_list_asks_the_same_number_of_queries_however_long(officer, client_as, django_assert_max_num_queries):
    for number in range(12):
        set_cap(school=school_at(name=f"SD {number}"), need_class=PUPILS, cap=5, reason="Lima dulu", actor=officer)
    client = client_as(officer)
    with django_assert_max_num_queries(9):
        assert len(client.get(reverse("donations:allowance_list")).context["rows"]) == 12


@pytest.mark.parametrize(
    "row", ["{npsn};kucing;7;;Kelas belum siap", "{npsn};murid;-1;mungkin;x", ";;7;;", "{npsn};;;;x"]
)
def test_every_fault_has_its_sentence(school, officer, row):
    run = rehearsed(officer, row.format(npsn=school.npsn), f"{school.npsn};guru;1;;Baris yang baik")
    problems = in_words(run.rows.get(status="problem")).problems
    assert all(one["message"] and "%(" not in one["message"] for one in problems)


def test_a_row_is_told_in_the_language_of_who_reads_it(school, officer):
    run = rehearsed(officer, f"{school.npsn};murid;7;tutup;Kelas belum siap")
    row = run.rows.get()
    assert [then for _what, _now, then in in_words(row).changes] == ["7", "ditutup"]
    with translation.override("en"):
        english = in_words(row).changes
    assert english[0][1] == "no cap"
    assert "tutup" not in str(row.changes)


def test_what_the_cell_said_is_named(school, officer, client_as):
    run = rehearsed(officer, f"{school.npsn};kucing;7;;Kelas belum siap")
    page = client_as(officer).get(reverse("donations:allowance_file", args=[run.public_id])).content.decode()
    assert "“kucing” tidak dikenal" in page
