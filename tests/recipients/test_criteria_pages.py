"""The rule builder as a coordinator uses it, without a script; and what a browser may send without harm."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from ksbb.authority.actors import Actor
from recipients.actions.assess import assess
from recipients.actions.draft_criteria import draft_criteria
from recipients.actions.propose_criteria import propose_criteria
from recipients.first_criteria import STUDENT
from recipients.models import Circumstances, CriteriaSet, Need, Recipient
from schools.models import School
from tests.conftest import Acting
from tests.factories.recipients import RecipientFactory
from tests.factories.territories import area

ClientAs = Callable[[Actor], Client]


@pytest.fixture
def coordinator(acting: Acting, criteria: list[CriteriaSet]) -> Actor:
    return acting("coordinator")


@pytest.fixture
def draft(coordinator: Actor, criteria: list[CriteriaSet]) -> CriteriaSet:
    source = CriteriaSet.objects.in_force("student")
    assert source is not None
    return draft_criteria(source=source, actor=coordinator)


@pytest.fixture
def desk(client_as: ClientAs, coordinator: Actor) -> Client:
    return client_as(coordinator)


def address(criteria: CriteriaSet, page: str = "") -> str:
    return f"/kriteria/{criteria.public_id}/{page}"


def send(client: Client, criteria: CriteriaSet, page: str, **fields: Any) -> Any:
    """POST with the state of the draft that the page showed."""
    criteria.refresh_from_db()
    return client.post(address(criteria, page), {"seen": criteria.updated_at.isoformat(), **fields})


def weights(criteria: CriteriaSet) -> dict[str, int]:
    criteria.refresh_from_db()
    return {clause["id"]: clause.get("weight", 0) for clause in criteria.clauses}


def test_from_the_version_in_force_to_a_draft(desk: Client, criteria: list[CriteriaSet]) -> None:
    source = CriteriaSet.objects.get(kind="student", state="published")
    assert "hanya dilihat koordinator" in desk.get(address(source, "rancang/")).content.decode()
    made = desk.post(address(source, "rancang/"))
    assert made["Location"].endswith("/ubah/")
    assert "Bobot" in desk.get(made["Location"]).content.decode()


def test_a_rule_is_changed_and_reads_anew(desk: Client, draft: CriteriaSet) -> None:
    fields = {"kind": "weighted", "answer": "ya", "weight": "30", "scale": "", "label": "Pemegang KIP"}
    assert send(desk, draft, "aturan/?aturan=welfare_card", **fields).status_code == 302
    assert weights(draft)["welfare_card"] == 30
    assert "Memegang KIP, KJP Plus, atau KPS: tambah 30 poin." in desk.get(address(draft, "ubah/")).content.decode()


def test_points_are_not_said_to_be_optional(desk: Client, draft: CriteriaSet) -> None:
    page = desk.get(address(draft, "aturan/?aturan=welfare_card")).content.decode()
    assert page.count("boleh kosong") == 1  # the name of the rule
    answer = send(
        desk, draft, "aturan/?aturan=welfare_card", kind="weighted", answer="ya", weight="", scale="", label=""
    )
    assert "Isi poinnya" in answer.content.decode()


def test_a_new_rule_is_added_in_two_steps(desk: Client, draft: CriteriaSet) -> None:
    first = desk.get(address(draft, "aturan/")).content.decode()
    assert "Internet di rumah" in first
    assert "Masa kerja" not in first
    second = desk.get(address(draft, "aturan/?perihal=internet")).content.decode()
    assert "Memakai kuota HP" in second
    fields = {"kind": "weighted", "op": "in", "words": ["none", "quota"], "weight": "8", "scale": "", "label": ""}
    send(desk, draft, "aturan/?perihal=internet", **fields)
    draft.refresh_from_db()
    assert draft.clauses[-1] == {
        "id": "internet_1", "kind": "weighted", "field": "internet", "op": "in", "value": ["none", "quota"], "weight": 8,
        "label": "Tidak ada internet di rumah atau memakai kuota HP",
    }  # fmt: skip


def test_a_name_the_portal_gives_is_indonesian_on_an_english_screen(desk: Client, draft: CriteriaSet) -> None:
    desk.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "No internet at home" in desk.get(address(draft, "aturan/?perihal=internet")).content.decode()
    send(desk, draft, "aturan/?perihal=internet", kind="required", op="in", words=["none"], label="")
    draft.refresh_from_db()
    assert draft.clauses[-1]["label"] == "Tidak ada internet di rumah"


def test_a_changed_condition_takes_a_name_that_fits(desk: Client, draft: CriteriaSet) -> None:
    """The old name would tell parents what is no longer so."""
    fields = {"kind": "required", "op": "in", "words": ["none"], "label": STUDENT[0]["label"]}
    send(desk, draft, "aturan/?aturan=lacks_device", **fields)
    draft.refresh_from_db()
    assert draft.clauses[0]["label"] == "Tidak punya gawai sama sekali"
    assert (draft.clauses[0]["op"], draft.clauses[0]["value"]) == ("eq", "none")


def test_rules_move_and_go(desk: Client, draft: CriteriaSet) -> None:
    before = list(weights(draft))
    send(desk, draft, "ubah/", turun="device_none")
    moved = list(weights(draft))
    assert (moved.index("device_shared"), moved.index("device_none")) == (
        before.index("device_none"), before.index("device_shared"),
    )  # fmt: skip
    send(desk, draft, "ubah/", naik=before[0])
    assert list(weights(draft)) == moved
    send(desk, draft, "ubah/", hapus="orphan")
    assert "orphan" not in weights(draft)


@pytest.mark.parametrize(
    ("page", "fields", "said"),
    [
        ("perihal=internet", {"words": ["none"], "op": "in", "weight": ""}, "Isi poinnya"),
        ("perihal=internet", {"words": ["none"], "op": "in", "weight": "0"}, "Isi poinnya"),
        ("perihal=internet", {"words": ["none"], "op": "in", "weight": "101"}, "100"),
        ("perihal=internet", {"words": ["none", "quota"], "op": "ne", "weight": "5"}, "Pilih satu saja"),
        ("perihal=internet", {"words": ["satelit"], "op": "in", "weight": "5"}, "satelit"),
        ("perihal=internet", {"op": "in", "weight": "5"}, "harus diisi"),
        ("perihal=dtsen_decile", {"numbers": "11", "op": "eq", "weight": "5"}, "antara 1 dan 10"),
        ("perihal=dtsen_decile", {"numbers": "1, dua", "op": "in", "weight": "5"}, "angka bulat"),
        ("perihal=dtsen_decile", {"numbers": "1, 2", "op": "lte", "weight": "5"}, "Pilih satu saja"),
        ("perihal=dtsen_decile", {"numbers": "9" * 100, "op": "eq", "weight": "5"}, "antara 1 dan 10"),
        ("perihal=dtsen_decile", {"numbers": "1", "op": "like", "weight": "5"}, "like"),
        ("perihal=is_orphan", {"answer": "mungkin", "weight": "5"}, "mungkin"),
        ("perihal=is_orphan", {"answer": "ya", "weight": "5", "scale": "per_service_year"}, "per_service_year"),
        ("perihal=is_orphan", {"answer": "ya", "weight": "5", "kind": "DROP"}, "DROP"),
        ("perihal=is_orphan", {"answer": "ya", "weight": "5", "label": "x" * 121}, "120"),
        ("perihal=is_orphan", {"answer": "ya", "weight": "5", "label": "a\x00b"}, "null"),
        ("perihal=full_name", {"answer": "ya", "weight": "5"}, "full_name"),
        ("perihal=service_years", {"numbers": "3", "op": "eq", "weight": "5"}, "service_years"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_stored(
    desk: Client, draft: CriteriaSet, page: str, fields: dict[str, Any], said: str
) -> None:
    answer = send(desk, draft, f"aturan/?{page}", **{"kind": "weighted", "scale": "", "label": "", **fields})
    assert answer.status_code == 200
    assert said in answer.content.decode()
    draft.refresh_from_db()
    assert draft.clauses == STUDENT


@pytest.mark.parametrize(
    "label",
    ["<script>alert(1)</script>", "'); DROP TABLE recipients_need; --", "{{ settings.SECRET_KEY }}", "%(id)s %s"],
)
def test_a_name_is_text_and_nothing_else(
    desk: Client, draft: CriteriaSet, client_as: ClientAs, acting: Acting, label: str
) -> None:
    fields = {"kind": "weighted", "answer": "ya", "weight": "5", "scale": "", "label": label}
    send(desk, draft, "aturan/?aturan=orphan", **fields)
    assert weights(draft)["orphan"] == 5
    for page in ("", "ubah/", "dampak/", "dampak/contoh/", "ajukan/", "aturan/?aturan=orphan"):
        body = desk.get(address(draft, page))
        assert body.status_code == 200
        assert b"<script>alert" not in body.content
    assert Need.objects.count() == 0


def test_fields_that_the_form_does_not_have_change_nothing(desk: Client, draft: CriteriaSet) -> None:
    stolen = {"state": "published", "version": "99", "proposed_by_id": "1", "id": "evil", "field": "consent_given"}
    fields = {"kind": "weighted", "answer": "ya", "weight": "5", "scale": "", "label": "Yatim"}
    send(desk, draft, "aturan/?aturan=orphan", **fields, **stolen)
    send(desk, draft, "ubah/", note="Catatan", clauses="[]", **stolen)
    draft.refresh_from_db()
    assert (draft.state, draft.version, draft.proposed_by_id, draft.note) == ("draft", 2, None, "Catatan")
    assert [clause["field"] for clause in draft.clauses] == [clause["field"] for clause in STUDENT]


def test_the_last_required_rule_cannot_go(desk: Client, draft: CriteriaSet) -> None:
    for name in ("lacks_device", "school_accepted", "consent"):
        answer = send(desk, draft, "ubah/", hapus=name)
    assert "consent" in weights(draft)
    assert "Belum ada aturan wajib" in desk.get(answer["Location"]).content.decode()


def test_who_writes_on_an_older_page_is_told(
    desk: Client, draft: CriteriaSet, client_as: ClientAs, acting: Acting
) -> None:
    seen = draft.updated_at.isoformat()
    second = client_as(acting("coordinator"))
    send(second, draft, "ubah/", hapus="orphan")
    answer = desk.post(address(draft, "ubah/"), {"seen": seen, "hapus": "disability"}, follow=True)
    assert "baru saja diubah koordinator lain" in answer.content.decode()
    assert "disability" in weights(draft)
    for nonsense in ("", "kemarin", "2026-13-45T99:99"):
        desk.post(address(draft, "ubah/"), {"seen": nonsense, "hapus": "disability"})
    assert "disability" in weights(draft)


def test_nobody_but_coordinators_sees_a_draft(
    draft: CriteriaSet, client_as: ClientAs, acting: Acting, outsider: Actor
) -> None:
    for stranger in (outsider, acting("city_supervisor"), acting("auditor"), acting("donor")):
        client = client_as(stranger)
        for page in ("", "ubah/", "aturan/", "dampak/", "dampak/sekolah/", "dampak/contoh/", "terbitkan/"):
            assert client.get(address(draft, page)).status_code == 404
        assert "versi 2" not in client.get("/kriteria/").content.decode()


@pytest.fixture
def pupils(school: School) -> list[Recipient]:
    people = [
        RecipientFactory.create(school=school, ready=True, circumstances={"device_access": "none", "has_kip": n > 1})
        for n in range(4)
    ]
    assess()
    return people


def test_the_effect_is_told_first_in_counts(desk: Client, draft: CriteriaSet, pupils: list[Recipient]) -> None:
    send(desk, draft, "aturan/?aturan=lacks_device", kind="required", op="in", words=["shared"], label="")
    page = desk.get(address(draft, "dampak/"))
    assert page.context["total"].leaves == 4
    assert [[row.key for row in rows] for _title, _heading, rows in page.context["parts"]] == [
        ["31.73"],
        ["SD"],
        ["31.73.06"],
    ]
    body = page.content.decode()
    assert "<svg" in body
    assert "Hitung siapa yang maju" in body
    assert "maju" in desk.get(address(draft, "dampak/?peringkat=1")).content.decode()


def test_the_places_in_line_are_a_piece_of_the_page(desk: Client, draft: CriteriaSet, pupils: list[Recipient]) -> None:
    piece = desk.get(address(draft, "dampak/?peringkat=1"), headers={"HX-Request": "true"})
    whole = desk.get(address(draft, "dampak/?peringkat=1"))
    assert piece.content.decode().strip() in whole.content.decode()
    assert "HX-Request" in whole["Vary"]


def test_schools_come_by_their_changes_and_by_area(
    desk: Client, draft: CriteriaSet, pupils: list[Recipient], school: School
) -> None:
    send(desk, draft, "aturan/?aturan=device_none", kind="weighted", op="in", words=["none"], weight="30", label="A")
    page = desk.get(address(draft, "dampak/sekolah/"))
    assert [(row.name, row.change.down) for row in page.context["rows"]] == [(school.name, 4)]
    assert page.context["rows"][0].shift.same == 4
    area("31.74")
    assert not desk.get(address(draft, "dampak/sekolah/?wilayah=31.74")).context["rows"]
    assert not desk.get(address(draft, f"dampak/sekolah/?sesudah=4.{school.npsn}")).context["rows"]
    assert desk.get(address(draft, "dampak/sekolah/?sesudah=%27%3B--")).context["rows"]


def test_the_next_page_of_schools_tells_of_the_same_moment(
    desk: Client, draft: CriteriaSet, pupils: list[Recipient], django_assert_max_num_queries: Any
) -> None:
    send(desk, draft, "aturan/?aturan=device_none", kind="weighted", op="in", words=["none"], weight="30", label="A")
    assert desk.get(address(draft, "dampak/sekolah/")).context["rows"][0].change.down == 4
    Circumstances.objects.filter(recipient=pupils[0]).update(device_access="own")
    assess()
    with django_assert_max_num_queries(12) as counts:
        kept = desk.get(address(draft, "dampak/sekolah/"))
    assert kept.context["rows"][0].change.down == 4
    assert "Dihitung pukul" in kept.content.decode()
    assert not [query for query in counts.captured_queries if "recipients_assessment" in query["sql"]]
    assert desk.get(address(draft, "dampak/")).context["total"].down == 3


def test_a_changed_draft_is_counted_anew(desk: Client, draft: CriteriaSet, pupils: list[Recipient]) -> None:
    for weight, sign in (("30", "down"), ("60", "up")):
        send(
            desk,
            draft,
            "aturan/?aturan=device_none",
            kind="weighted",
            op="in",
            words=["none"],
            weight=weight,
            label="A",
        )
        change = desk.get(address(draft, "dampak/sekolah/")).context["rows"][0].change
        assert getattr(change, sign) == 4


def test_samples_show_no_name(desk: Client, draft: CriteriaSet, pupils: list[Recipient]) -> None:
    send(desk, draft, "aturan/?aturan=device_none", kind="weighted", op="in", words=["none"], weight="30", label="A")
    body = desk.get(address(draft, "dampak/contoh/")).content.decode()
    assert "Murid kelas 5" in body
    assert not any(pupil.full_name in body or str(pupil.public_id) in body for pupil in pupils)


def test_the_proposer_reads_why_not_and_the_other_one_publishes(
    desk: Client, draft: CriteriaSet, client_as: ClientAs, acting: Acting
) -> None:
    send(desk, draft, "ubah/", hapus="orphan")
    assert "Bedanya dengan versi 1" in desk.get(address(draft, "ajukan/")).content.decode()
    send(desk, draft, "ajukan/")
    own = desk.get(address(draft)).content.decode()
    assert "harus dilakukan koordinator lain" in own
    assert not re.search(r"terbitkan/", own)
    send(desk, draft, "terbitkan/")
    assert CriteriaSet.objects.get(pk=draft.pk).state == "proposed"
    second = client_as(acting("coordinator"))
    assert "Ya, setujui" in second.get(address(draft, "terbitkan/")).content.decode()
    second.post(address(draft, "terbitkan/"), {"seen": "2020-01-01T00:00:00+00:00"})
    assert CriteriaSet.objects.get(pk=draft.pk).state == "proposed"
    send(second, draft, "terbitkan/")
    assert CriteriaSet.objects.get(pk=draft.pk).state == "published"


def test_a_rule_about_nothing_is_asked_again(desk: Client, draft: CriteriaSet) -> None:
    """Radio buttons that nobody touched send nothing at all."""
    assert "harus diisi" not in desk.get(address(draft, "aturan/")).content.decode()
    assert "harus diisi" in desk.get(address(draft, "aturan/?langkah=1")).content.decode()


@pytest.mark.parametrize(
    ("points", "answer"), [("2,5", "angka bulat"), ("5000", "Paling banyak 100"), ("", "Isi poin")]
)
def test_points_that_are_none_are_told_in_plain_words(
    desk: Client, draft: CriteriaSet, points: str, answer: str
) -> None:
    fields = {"kind": "weighted", "answer": "ya", "weight": points, "scale": "", "label": ""}
    assert answer in send(desk, draft, "aturan/?perihal=has_welfare_card", **fields).content.decode()


def test_a_rule_set_like_the_one_in_force_is_not_proposed(desk: Client, draft: CriteriaSet) -> None:
    send(desk, draft, "ajukan/")
    assert CriteriaSet.objects.get(pk=draft.pk).state == "draft"


def test_sent_back_the_reason_stands_on_the_page(
    desk: Client, draft: CriteriaSet, coordinator: Actor, client_as: ClientAs, acting: Acting
) -> None:
    propose_criteria(criteria=draft, actor=coordinator)
    second = client_as(acting("coordinator"))
    assert "harus diisi" in send(second, draft, "kembalikan/", reason="").content.decode()
    send(second, draft, "kembalikan/", reason="Bobotnya terlalu besar.")
    assert "Bobotnya terlalu besar." in desk.get(address(draft)).content.decode()


def test_a_draft_is_dropped_after_a_question(desk: Client, draft: CriteriaSet) -> None:
    assert "tidak dapat dikembalikan" in desk.get(address(draft, "hapus/")).content.decode()
    assert desk.post(address(draft, "hapus/"))["Location"] == "/kriteria/"
    assert desk.get(address(draft)).status_code == 404
