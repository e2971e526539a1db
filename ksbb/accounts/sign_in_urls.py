"""allauth's pages under Indonesian addresses, and only those that are used here."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.urls import path, re_path

from ksbb.accounts.views import leaving

urlpatterns = [
    path("masuk/", account.login, name="account_login"),
    path("keluar/", leaving.sign_out, name="account_logout"),
    path("nonaktif/", account.account_inactive, name="account_inactive"),
    path("daftar/", account.signup, name="account_signup"),
    path("pastikan-lagi/", account.reauthenticate, name="account_reauthenticate"),
    path("alamat/terkirim/", account.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^alamat/pastikan/(?P<key>[-:\w]+)/$", account.confirm_email, name="account_confirm_email"),
    path("kata-sandi/", account.password_change, name="account_change_password"),
    path("kata-sandi/lupa/", account.password_reset, name="account_reset_password"),
    path("kata-sandi/lupa/terkirim/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^kata-sandi/baru/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("kata-sandi/selesai/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("keamanan/", mfa.index, name="mfa_index"),
    path("keamanan/kode/", mfa.authenticate, name="mfa_authenticate"),
    path("keamanan/kode-lagi/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("keamanan/aplikasi/pasang/", totp.activate_totp, name="mfa_activate_totp"),
    path("keamanan/aplikasi/lepas/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("keamanan/kode-cadangan/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("keamanan/kode-cadangan/buat/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("keamanan/kode-cadangan/unduh/", recovery_codes.download_recovery_codes, name="mfa_download_recovery_codes"),
]
