"""A search can be kept; where more becomes open its owner is told, once a day at most, and nobody else ever."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from donations.actions.save_search import MOST, save_search
from donations.actions.switch_search import switch_search
from donations.actions.tell_searches import tell_searches
from donations.models import SavedSearch
from ksbb.accounts.models import User
from ksbb.common.refusals import Forbidden, Refused
from ksbb.notifications.models import Message
from ksbb.notifications.writing import letter
from recipients.actions.fold_tallies import fold_tallies
from tests.factories.donations import offer, people_at, promise, school_at

pytestmark = pytest.mark.django_db
SMP_HERE = {"kecamatan": "31.73.06", "jenjang": "SMP"}


@pytest.fixture
def search(school, donor) -> SavedSearch:
    """SMP in Kalideres: seven needs are open there."""
    return save_search(filters=SMP_HERE, name="SMP di Kalideres", tells=True, actor=donor)


def a_day_later() -> None:
    SavedSearch.objects.exclude(told_at=None).update(told_at=timezone.now() - timedelta(days=1, minutes=1))
    Message.objects.update(once_key=None)  # the key of the day that has passed


def test_somebody_keeps_a_search_from_the_list(client_as, school, donor):
    browser = client_as(donor)
    address = "/pencarian/simpan/?kecamatan=31.73.06&jenjang=SMP&lat=-6.1&urut=banyak"
    assert "<b>7</b>" in browser.get(address).content.decode()
    answer = browser.post(address, {"name": "  SMP   dekat rumah ", "tells": "on"}, follow=True)
    kept = SavedSearch.objects.get()
    assert (kept.filters, kept.name, kept.told_open, kept.region) == (SMP_HERE, "SMP dekat rumah", 7, "31.73.06")
    assert "SMP dekat rumah" in answer.content.decode()


def test_the_same_search_is_kept_once(search, donor):
    again = save_search(filters=SMP_HERE, name="Lain", tells=False, actor=donor)
    assert (again.pk, again.name, again.tells) == (search.pk, "Lain", False)


def test_there_is_an_end_to_keeping(search, donor):
    for number in range(MOST - 1):
        save_search(filters={"cari": str(number)}, name="x", tells=False, actor=donor)
    with pytest.raises(Refused):
        save_search(filters={"cari": "one more"}, name="x", tells=False, actor=donor)


def test_a_visitor_is_asked_to_sign_in_and_comes_back(client, school):
    answer = client.get("/pencarian/simpan/?jenjang=SMP")
    assert answer.status_code == 302
    assert "next=/pencarian/simpan/%3Fjenjang%3DSMP" in answer["Location"]


def test_nobody_else_finds_it(client_as, search, outsider):
    browser = client_as(outsider)
    assert browser.get("/pencarian/").context["rows"] == []
    for step, ask in (("", browser.get), ("hapus/", browser.post), ("kabari/", browser.post)):
        assert ask(f"/pencarian/{search.public_id}/{step}").status_code == 404
    with pytest.raises(Forbidden):
        switch_search(search=search, tells=False, actor=outsider)
    assert SavedSearch.objects.get().tells


def test_its_owner_opens_silences_and_forgets_it(client_as, search, donor):
    browser = client_as(donor)
    assert browser.get(f"/pencarian/{search.public_id}/")["Location"] == "/kebutuhan/?jenjang=SMP&kecamatan=31.73.06"
    browser.post(f"/pencarian/{search.public_id}/kabari/", {"tells": "0"})
    assert not SavedSearch.objects.get().tells
    assert browser.get(f"/pencarian/{search.public_id}/hapus/").status_code == 200
    browser.post(f"/pencarian/{search.public_id}/hapus/")
    assert not SavedSearch.objects.exists()


def test_more_needs_are_told_with_the_way_out_and_without_a_person(search, donor):
    people_at(school_at(), pupils=2)
    assert tell_searches() == 1
    message = Message.objects.get(kind="donations/search_risen")
    assert (message.to_user_id, message.path) == (donor.user_id, f"/pencarian/{search.public_id}/")
    subject, body = letter(message)
    assert subject.startswith("2 kebutuhan baru")
    assert "sekarang 9 kebutuhan" in body
    assert "/pencarian/\n" in body
    assert "Rahasia" not in body
    assert "Kalideres" not in str(message.context)


def test_it_tells_once_a_day_at_most(search):
    people_at(school_at(), pupils=2)
    assert tell_searches() == 1
    people_at(school_at(), pupils=2)
    assert tell_searches() == 0
    a_day_later()
    assert tell_searches() == 1
    assert tell_searches() == 0


def test_what_is_elsewhere_equal_or_less_is_no_news(search, donor, school):
    people_at(school_at("31.71.01.1001"), pupils=5)
    people_at(school_at(form="SD"), pupils=5)
    assert tell_searches() == 0
    promise(donor, school, offer(3))
    fold_tallies()
    assert tell_searches() == 0
    assert SavedSearch.objects.get().told_open == 4


def test_a_rise_after_a_fall_counts_from_the_fall(search, donor, school):
    promise(donor, school, offer(3))
    fold_tallies()
    tell_searches()
    people_at(school_at(), pupils=1)
    assert tell_searches() == 1
    assert Message.objects.get(kind="donations/search_risen").context["more"] == 1


def test_the_silent_and_those_who_left_hear_nothing(search, donor, acting):
    leaver = acting("donor")
    save_search(filters={}, name="Semua", tells=True, actor=leaver)
    User.objects.filter(pk=leaver.user_id).update(is_active=False)
    switch_search(search=search, tells=False, actor=donor)
    people_at(school_at(), pupils=2)
    assert tell_searches() == 0


def test_turned_on_again_it_counts_from_now(search, donor):
    switch_search(search=search, tells=False, actor=donor)
    people_at(school_at(), pupils=2)
    switch_search(search=search, tells=True, actor=donor)
    assert tell_searches() == 0


def test_many_searches_without_news_cost_what_one_costs(search, acting):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            tell_searches()
        return len(captured)

    one = queries()
    for number in range(6):
        save_search(filters=SMP_HERE | {"cari": str(number)}, name="x", tells=True, actor=acting("donor"))
    assert queries() == one
