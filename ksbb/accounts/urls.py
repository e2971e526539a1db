"""Roles, members and invitations."""

from django.urls import path

from ksbb.accounts.views import (
    factor_needed,
    invitation_accept,
    member_end,
    member_factor,
    member_invite,
    member_list,
    membership_choose,
    office_contact,
    person_tell,
    session_list,
    support_view,
    token_list,
)

app_name = "accounts"

urlpatterns = [
    path("akun/peran/", membership_choose.membership_choose, name="membership_choose"),
    path("akun/anggota/", member_list.member_list, name="member_list"),
    path("akun/anggota/undang/", member_invite.member_invite, name="member_invite"),
    path("akun/anggota/<uuid:public_id>/akhiri/", member_end.member_end, name="member_end"),
    path("akun/anggota/<uuid:public_id>/pengaman/", member_factor.member_factor, name="member_factor"),
    path("akun/anggota/<uuid:public_id>/lihat-sebagai/", support_view.support_begin, name="support_begin"),
    path("akun/lihat-sebagai/selesai/", support_view.support_end, name="support_end"),
    path("akun/kantor/", office_contact.office_list, name="office_list"),
    path("akun/kantor/<uuid:public_id>/", office_contact.office_edit, name="office_edit"),
    path("akun/jati-diri/", person_tell.person_tell, name="person_tell"),
    path("akun/sesi/", session_list.session_list, name="session_list"),
    path("akun/sesi/lain/akhiri/", session_list.session_end_others, name="session_end_others"),
    path("akun/sesi/<uuid:public_id>/akhiri/", session_list.session_end, name="session_end"),
    path("akun/keamanan/perlu/", factor_needed.factor_needed, name="factor_needed"),
    path("akun/kunci-api/", token_list.token_list, name="token_list"),
    path("akun/kunci-api/<uuid:public_id>/cabut/", token_list.token_revoke, name="token_revoke"),
    path("undangan/<str:token>/", invitation_accept.invitation_accept, name="invitation_accept"),
]
