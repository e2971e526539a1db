"""allauth's pages under Indonesian addresses, and only those that are used here."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkey
from django.urls import path, re_path

from ksbb.accounts.views import by_google, entering, leaving

urlpatterns = [
    path("masuk/", entering.sign_in, name="account_login"),
    path("masuk/kode/", entering.ask_for_code, name="account_request_login_code"),
    path("masuk/kode/ketik/", account.confirm_login_code, name="account_confirm_login_code"),
    path("masuk/kunci-sandi/", passkey.login_webauthn, name="mfa_login_webauthn"),
    path("masuk/google/", by_google.begin, name="account_google"),
    path("masuk/google/kembali/", by_google.come_back, name="account_google_return"),
    path("keluar/", leaving.sign_out, name="account_logout"),
    path("nonaktif/", account.account_inactive, name="account_inactive"),
    path("daftar/", account.signup, name="account_signup"),
    path("pastikan-lagi/", account.reauthenticate, name="account_reauthenticate"),
    path("alamat/terkirim/", account.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^alamat/pastikan/(?P<key>[-:\w]+)/$", account.confirm_email, name="account_confirm_email"),
    path("kata-sandi/", entering.change_password, name="account_change_password"),
    path("kata-sandi/lupa/", account.password_reset, name="account_reset_password"),
    path("kata-sandi/lupa/terkirim/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^kata-sandi/baru/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("kata-sandi/selesai/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("keamanan/", entering.security, name="mfa_index"),
    path("keamanan/google/sambungkan/", by_google.connect, name="account_google_connect"),
    path("keamanan/google/lepas/", by_google.disconnect, name="account_google_disconnect"),
    path("keamanan/kode/", entering.show_factor, name="mfa_authenticate"),
    path("keamanan/kode-lagi/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("keamanan/aplikasi/pasang/", totp.activate_totp, name="mfa_activate_totp"),
    path("keamanan/aplikasi/lepas/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("keamanan/kunci-sandi/", passkey.list_webauthn, name="mfa_list_webauthn"),
    path("keamanan/kunci-sandi/tambah/", passkey.add_webauthn, name="mfa_add_webauthn"),
    path("keamanan/kunci-sandi/pastikan/", passkey.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("keamanan/kunci-sandi/<int:pk>/lepas/", entering.remove_passkey, name="mfa_remove_webauthn"),
    path("keamanan/kunci-sandi/<int:pk>/nama/", passkey.edit_webauthn, name="mfa_edit_webauthn"),
    path("keamanan/kode-cadangan/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("keamanan/kode-cadangan/buat/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("keamanan/kode-cadangan/unduh/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
]
