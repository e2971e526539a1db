"""Roles, members and invitations."""

from django.urls import path

from ksbb.accounts.views import (
    invitation_accept,
    member_end,
    member_invite,
    member_list,
    membership_choose,
    office_contact,
    person_tell,
    token_list,
)

app_name = "accounts"

urlpatterns = [
    path("akun/peran/", membership_choose.membership_choose, name="membership_choose"),
    path("akun/anggota/", member_list.member_list, name="member_list"),
    path("akun/anggota/undang/", member_invite.member_invite, name="member_invite"),
    path("akun/anggota/<uuid:public_id>/akhiri/", member_end.member_end, name="member_end"),
    path("akun/kantor/", office_contact.office_list, name="office_list"),
    path("akun/kantor/<uuid:public_id>/", office_contact.office_edit, name="office_edit"),
    path("akun/jati-diri/", person_tell.person_tell, name="person_tell"),
    path("akun/kunci-api/", token_list.token_list, name="token_list"),
    path("akun/kunci-api/<uuid:public_id>/cabut/", token_list.token_revoke, name="token_revoke"),
    path("undangan/<str:token>/", invitation_accept.invitation_accept, name="invitation_accept"),
]
