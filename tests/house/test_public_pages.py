"""Every page is closed but those on this list. Whoever opens a page to everybody writes it here, and somebody reads it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ksbb.accounts.middleware import PERSONAL
from ksbb.accounts.public_pages import PUBLIC
from tests.house.routes import route_names

PAGES = set(
    """
    api:school_list api:school_detail api:need_list api:need_school api:receipt api:paper api:figures api:figure_months
    api:docs api:schema audit:root_list audit:root_file
    portal:accessibility portal:app_manifest portal:app_worker portal:no_network
    portal:home portal:how portal:privacy portal:holdings portal:health portal:ready portal:language portal:demo_mail
    portal:unsubscribe portal:hook_whatsapp portal:hook_sms
    portal:data_page portal:data_file portal:widget_figures portal:widget_map portal:proven_feed portal:robots portal:sitemap
    verification:figures_file donations:school_card
    schools:school_list schools:school_detail
    recipients:appeal_code recipients:appeal_write recipients:appeal_leave
    recipients:draw_list recipients:draw_detail recipients:draw_tickets
    donations:need_area donations:need_area_sheet
    donations:need_list donations:need_school donations:need_points donations:boundaries donations:certificate_check
    donations:slip_answer donations:offline_form donations:offline_manifest donations:offline_worker
    donations:device_label
    donations:receipt donations:receipt_find donations:aggregator_list donations:aggregator_detail donations:drop_point_list
    verification:complaint_write verification:complaint_find verification:complaint_figures
    verification:complaint_status verification:complaint_contest verification:complaint_leave verification:complaint_old_address
    verification:figures
    verification:sample_list verification:sample_detail verification:sample_lots
    accounts:invitation_accept
    account_google account_google_return
    account_request_login_code account_confirm_login_code mfa_login_webauthn
    account_login account_logout account_signup account_inactive
    account_email_verification_sent account_confirm_email
    account_reset_password account_reset_password_done
    account_reset_password_from_key account_reset_password_from_key_done
    mfa_authenticate
""".split()  # noqa: SIM905 - read by people
)


def test_the_public_pages_are_exactly_these():
    assert sorted(PUBLIC) == sorted(PAGES)


def test_every_public_page_exists():
    assert PAGES - set(route_names()) == set()


def test_every_page_without_a_role_exists():
    prefixes = [name for name in PERSONAL if not any(route.startswith(name) for route in route_names())]
    assert prefixes == []


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/teknis/", "/teknis/login/", "/teknis/accounts/user/", "/teknis/audit/event/"])
def test_the_technical_site_has_no_sign_in_of_its_own(client, path):
    response = client.get(path)
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


@pytest.mark.django_db
def test_an_address_that_does_not_exist_is_nothing(client):
    assert client.get("/tidak/ada/").status_code == 404


@pytest.mark.django_db
def test_a_page_that_is_closed_hides_whether_the_object_exists(client):
    """To a visitor an object and no object look the same."""
    path = "/penerima/00000000-0000-4000-8000-000000000000/"
    assert client.get(path).status_code == 302
