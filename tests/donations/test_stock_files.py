"""Many devices by one file: looked at before anything is written, all of it or nothing, once, and taken back."""

from __future__ import annotations

import io
from functools import partial

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from donations.actions.apply_stock_file import apply_stock_file
from donations.actions.refuse_stock_file import refuse_stock_file
from donations.actions.start_stock_file import start_stock_file
from donations.actions.withdraw_stock_file import withdraw_stock_file
from donations.inventory_rows import COLUMNS
from donations.inventory_work import resume
from donations.models import Device
from ksbb.common.refusals import Forbidden, Refused
from ksbb.common.states import IllegalMove
from ksbb.imports.models import ImportRow, ImportRun
from tests.donations.parallel import at_once, kinds
from tests.factories.devices import finished, sheet_of, stock_file, stock_row, stocked
from tests.factories.donations import inspect, new_imei, offer, promise, school_at


def applied(actor, rows) -> ImportRun:
    return finished(apply_stock_file(run=stock_file(actor, rows), actor=actor))


def codes(run: ImportRun) -> list[list[str]]:
    return [[one["code"] for one in row.problems] for row in run.rows.order_by("number")]


@pytest.mark.django_db
class TestRehearsal:
    def test_nothing_is_written_before_a_person_says_so(self, donor, school):
        run = stock_file(donor, [stock_row(npsn=school.npsn), stock_row(kind="HP", imei=new_imei(), serial="")])
        assert (run.state, run.rows_done, run.counts["new"]) == ("rehearsed", 2, 2)
        assert not Device.objects.exists()
        refuse_stock_file(run=run, actor=donor)
        assert not ImportRow.objects.exists()

    @pytest.mark.parametrize(
        ("facts", "code"),
        [
            ({"kind": "Kulkas"}, "unknown"),
            ({"kind": ""}, "unknown"),
            ({"condition": "lumayan"}, "unknown"),
            ({"brand": ""}, "empty"),
            ({"model": ""}, "empty"),
            ({"serial": ""}, "no_number"),
            ({"kind": "HP"}, "no_imei"),
            ({"imei": "490154203237519"}, "imei"),
            ({"imei": "49015420323751"}, "imei"),
            ({"imei": "4,90154E+14"}, "damaged"),
            ({"serial": "1.23457E+18"}, "damaged"),
            ({"grade": "D"}, "unknown"),
            ({"year": "1990"}, "year"),
            ({"year": "2999"}, "year"),
            ({"year": "dua ribu"}, "year"),
            ({"value": "-5"}, "value"),
            ({"value": "99999999999999"}, "value"),
            ({"npsn": "99999999"}, "npsn"),
            ({"specification": "x" * 301}, "long"),
            ({"serial": "S" * 61}, "long"),
        ],
    )
    def test_a_faulty_row_stays_out_with_its_reason(self, donor, facts, code):
        run = stock_file(donor, [stock_row(**facts), stock_row()])
        assert code in codes(run)[0]
        assert (run.counts["new"], run.counts["problem"]) == (1, 1)

    def test_numbers_that_a_spreadsheet_damaged_are_refused_with_the_way_out(self, donor):
        book = Workbook()
        book.active.append(list(COLUMNS))
        book.active.append(["Laptop", "Baru", "Rekaan", "Buku", 1234567890123456789, None])
        book.active.append(["Laptop", "Baru", "Rekaan", "Buku", 12345, 490154203237518])
        out = io.BytesIO()
        book.save(out)
        run = stock_file(donor, [], data=out.getvalue(), name="gawai.xlsx")
        assert codes(run) == [["damaged"], []]
        assert "Teks" in run.rows.get(number=2).problems[0]["message"]

    def test_a_device_stands_once_in_a_file(self, donor):
        imei = new_imei()
        rows = [
            stock_row(imei=imei),
            stock_row(imei=imei),
            stock_row(serial="x 1"),
            stock_row(serial="X  1", brand="rekaan"),
        ]
        assert codes(stock_file(donor, rows)) == [[], ["twice"], [], ["twice"]]

    def test_a_number_of_another_giver_is_refused_without_a_word_about_whose(self, acting, donor):
        other = stocked(acting("donor"), serial_number="SAMA")
        row = stock_file(donor, [stock_row(serial="sama", brand="REKAAN")]).rows.get()
        assert row.problems[0]["code"] == "known"
        assert other.stock_of is not None
        assert other.stock_of.name not in row.problems[0]["message"]

    @pytest.mark.parametrize("data", [b"", b"\x00" * 50, b"PK\x03\x04zip", b"a,b,c\n1,2,3\n", b"Jenis;Kondisi;Merek\n"])
    def test_a_file_of_another_kind_is_refused_in_words(self, client_as, donor, data):
        answer = client_as(donor).post(reverse("donations:stock_upload"), {"file": SimpleUploadedFile("x.csv", data)})
        assert answer.status_code == 200
        assert not ImportRun.objects.exists()

    def test_a_file_with_nothing_below_its_header_is_refused(self, donor):
        run = stock_file(donor, [])
        assert run.state == "refused"
        assert "tidak berisi baris" in run.refusal

    def test_one_column_may_carry_both_numbers(self, donor):
        imei = new_imei()
        data = f"Jenis;Kondisi;Merek;Tipe;Nomor seri/IMEI\nHP;Baru;C;T;{imei}\nLaptop;Baru;C;T;ABC\n".encode()
        finished(apply_stock_file(run=stock_file(donor, [], data=data), actor=donor))
        assert set(Device.objects.values_list("imei", "serial_number")) == {(imei, None), (None, "ABC")}

    def test_a_text_that_looks_like_a_formula_comes_back_as_text(self, client_as, donor):
        run = stock_file(donor, [stock_row(model="=HYPERLINK(1)", kind="Kulkas")])
        sheet = load_workbook(
            io.BytesIO(client_as(donor).get(reverse("donations:stock_answer", args=[run.public_id])).content)
        )
        assert [cell.data_type for cell in sheet.active[2]][3] == "s"

    def test_what_comes_back_can_be_put_right_and_sent_again(self, client_as, donor):
        run = stock_file(donor, [stock_row(kind="Kulkas", serial="K-1"), stock_row()])
        book = load_workbook(
            io.BytesIO(client_as(donor).get(reverse("donations:stock_answer", args=[run.public_id])).content)
        )
        book.active["A2"] = "Laptop"
        out = io.BytesIO()
        book.save(out)
        assert stock_file(donor, [], data=out.getvalue(), name="jawaban.xlsx").counts["new"] == 2

    def test_the_template_has_its_drop_downs(self, client_as, donor):
        book = load_workbook(io.BytesIO(client_as(donor).get(reverse("donations:stock_template")).content))
        assert len(book["Gawai"].data_validations.dataValidation) == 3
        assert [cell.value for cell in book["Gawai"][1]] == list(COLUMNS)


@pytest.mark.django_db
class TestApplying:
    def test_the_good_rows_come_into_the_stock(self, donor, school):
        run = applied(donor, [stock_row(npsn=school.npsn, serial="a-1"), stock_row(kind="Kulkas")])
        device = Device.objects.get()
        assert (run.state, device.stock_of_id, device.import_run_id) == ("applied", donor.organisation_id, run.pk)
        assert (device.serial_number, device.unit_value, device.year) == ("A-1", 5_000_000, 2024)
        assert device.meant_for == school

    def test_the_same_file_again_changes_nothing(self, donor):
        rows = [stock_row(), stock_row(imei=new_imei(), kind="Tablet")]
        applied(donor, rows)
        again = stock_file(donor, rows)
        assert (again.counts["unchanged"], again.counts["new"], again.counts["changed"]) == (2, 0, 0)
        with pytest.raises(Refused):
            apply_stock_file(run=again, actor=donor)

    def test_a_changed_row_changes_the_device_and_can_be_taken_back(self, donor, school):
        row = stock_row(serial="UBAH")
        applied(donor, [row])
        run = applied(donor, [stock_row(serial="UBAH", accessories="Tas", npsn=school.npsn, value="")])
        device = Device.objects.get()
        assert (device.accessories, device.meant_for, device.unit_value) == ("Tas", school, 5_000_000)
        withdraw_stock_file(run=run, actor=donor)
        device.refresh_from_db()
        assert (device.accessories, device.meant_for) == ("Pengisi daya", None)

    def test_what_is_in_use_is_not_changed_by_a_file(self, donor, school):
        applied(donor, [stock_row(serial="DIPAKAI")])
        promise(donor, school, offer(1, "laptop"))
        run = stock_file(donor, [stock_row(serial="DIPAKAI", accessories="Lain")])
        assert codes(run) == [["taken"]]

    def test_a_file_is_taken_back_while_nothing_depends_on_it(self, donor):
        run = applied(donor, [stock_row(), stock_row(condition="Bekas", serial="LIHAT")])
        inspect(Device.objects.get(serial_number="LIHAT"))
        with pytest.raises(Refused, match="sudah diperiksa"):
            withdraw_stock_file(run=run, actor=donor)
        fresh = applied(donor, [stock_row()])
        withdraw_stock_file(run=fresh, actor=donor)
        assert Device.objects.count() == 2
        with pytest.raises(Refused):
            withdraw_stock_file(run=fresh, actor=donor)

    def test_another_giver_touches_no_file(self, acting, client_as, donor):
        run = stock_file(donor, [stock_row()])
        stranger = acting("donor")
        for act in (apply_stock_file, refuse_stock_file):
            with pytest.raises(Forbidden):
                act(run=run, actor=stranger)
        assert client_as(stranger).get(reverse("donations:stock_file", args=[run.public_id])).status_code == 404
        applied_run = finished(apply_stock_file(run=run, actor=donor))
        with pytest.raises(Forbidden):
            withdraw_stock_file(run=applied_run, actor=stranger)

    def test_a_register_of_people_is_not_reached_by_these_doors(self, donor, school):
        run = stock_file(donor, [stock_row()])
        ImportRun.objects.filter(pk=run.pk).update(purpose="register")
        run.refresh_from_db()
        with pytest.raises(Forbidden):
            apply_stock_file(run=run, actor=donor)

    def test_four_hundred_rows_take_as_many_statements_as_four(self, donor, django_assert_max_num_queries):
        run = stock_file(donor, [stock_row() for _number in range(400)])
        apply_stock_file(run=run, actor=donor)
        with django_assert_max_num_queries(30):
            finished(run)
        assert Device.objects.count() == 400

    def test_the_pages_tell_and_let_decide(self, client_as, donor):
        run = stock_file(donor, [stock_row(), stock_row(kind="Kulkas")])
        browser, address = client_as(donor), reverse("donations:stock_file", args=[run.public_id])
        assert "Terapkan 1 baris" in browser.get(address).content.decode()
        assert "Kulkas" in browser.get(address, {"keadaan": "problem"}).content.decode()
        browser.post(reverse("donations:stock_apply", args=[run.public_id]))
        assert "sedang diterapkan" in browser.get(address).content.decode()
        finished(run)
        assert "Janjikan gawai" in browser.get(address).content.decode()
        browser.post(reverse("donations:stock_withdraw", args=[run.public_id]))
        assert not Device.objects.exists()


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_two_givers_with_the_same_number_and_one_gets_it(self, acting):
        givers = [acting("donor") for _number in range(2)]
        runs = [stock_file(giver, [stock_row(serial="SAMA"), stock_row()]) for giver in givers]
        for run, giver in zip(runs, givers, strict=True):
            apply_stock_file(run=run, actor=giver)
        states = sorted(one.state for one in at_once([partial(finished, run) for run in runs]))
        assert states == ["applied", "refused"]
        assert Device.objects.count() == 2, "of the other file nothing is there, not even its good row"
        refused = ImportRun.objects.get(state="refused")
        assert "baru saja tercatat" in refused.refusal

    def test_the_same_file_sent_and_approved_by_many_hands_counts_once(self, acting):
        giver, data = acting("donor"), sheet_of([stock_row()])
        starts = [partial(start_stock_file, data=data, file_name="a.csv", actor=giver)] * 4
        assert len({run.pk for run in at_once(starts)}) == 1
        run = ImportRun.objects.get()
        assert resume() in (0, 1)
        run = stock_file(giver, [], data=data)
        answers = at_once([partial(apply_stock_file, run=run, actor=giver)] * 4)
        assert kinds(answers)["ImportRun"] == 1
        assert all(isinstance(one, ImportRun | IllegalMove | Exception) for one in answers)
        at_once([partial(finished, run)] * 4)
        assert Device.objects.count() == 1


@pytest.mark.django_db
def test_a_school_that_is_no_part_of_the_programme_is_no_aim(donor):
    outside = school_at(name="SMP Belum Ikut", accepted=False)
    assert codes(stock_file(donor, [stock_row(npsn=outside.npsn)])) == [["npsn"]]
