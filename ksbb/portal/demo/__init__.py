"""Invented people, schools and gifts, so that every page has something to show. Nothing here is real."""

from ksbb.portal.demo.signins import PASSWORD, SIGN_INS, SignIn

__all__ = ["PASSWORD", "SIGN_INS", "SignIn"]
