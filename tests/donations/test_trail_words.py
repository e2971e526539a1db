"""The trail keeps codes; what they read like is the same as on the pages, in whatever language somebody reads."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy

from donations.models import Intake, LedgerEntry, Loan, WantedDevice
from donations.states import LicenceState
from donations.wanted import Step
from ksbb.audit.words import CODES, sentence
from ksbb.common.switches import SWITCHES
from ksbb.portal.views.copying import FILE, PAGE
from recipients.models import DataRequest
from verification.models import IntegrityCase, Visit

FEATURES = SimpleNamespace(choices=[(name.value, meaning.label) for name, meaning in SWITCHES.items()])
FORMS = SimpleNamespace(choices=[(PAGE, gettext_lazy("untuk dicetak")), (FILE, gettext_lazy("sebagai berkas"))])
ASKED = ("received", "taken_up", "answered", "refused", "taken_back", "passed_on", "joined", "copied")
LABELS: dict[tuple[str, str], Any] = {
    **{(f"request.{act}", "kind"): DataRequest.Kind for act in ASKED},
    ("request.copied", "form"): FORMS,
    ("recipient.copied", "form"): FORMS,
    ("device.inspected", "outcome"): Intake.Outcome,
    ("licence.moved", "state"): LicenceState,
    ("ledger.recorded", "kind"): LedgerEntry.Kind,
    ("ledger.reversed", "kind"): LedgerEntry.Kind,
    ("ledger.proof_opened", "kind"): LedgerEntry.Kind,
    ("wanted.added", "why"): WantedDevice.Why,
    ("wanted.met", "step"): Step,
    ("loan.ended", "how"): Loan.Ended,
    ("visit.planned", "why"): Visit.Why,
    ("integrity.opened", "kind"): IntegrityCase.Kind,
    ("switch.turned_on", "switch"): FEATURES,
    ("switch.turned_off", "switch"): FEATURES,
}


def test_every_act_with_codes_is_compared():
    assert set(CODES) == set(LABELS)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("fact", list(LABELS), ids=lambda fact: fact[0])
def test_a_code_reads_like_the_label_of_its_model(fact, language):
    with translation.override(language):
        assert {code: str(words) for code, words in CODES[fact].items()} == {
            code: str(label) for code, label in LABELS[fact].choices
        }


def test_an_act_is_read_in_the_language_of_the_reader():
    with translation.override("id"):
        assert "siap diserahkan" in sentence("device.inspected", {"outcome": "ready"})
    with translation.override("en"):
        assert "siap" not in sentence("device.inspected", {"outcome": "ready"})


def test_an_act_from_before_keeps_its_words():
    assert "siap diserahkan" in sentence("device.inspected", {"outcome": "siap diserahkan"})
