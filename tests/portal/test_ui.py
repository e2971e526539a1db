"""The small words of the templates."""

from __future__ import annotations

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation

from donations.states import AllocationState, DeviceState, HandoverState, PledgeState
from ksbb.common.templatetags.ui import icon, number, percent_of
from ksbb.common.tones import TONES, tone_of
from ksbb.imports.states import ImportState
from recipients.states import CriteriaState, NeedState, RecipientState
from verification.states import ReportState

MACHINES = (
    AllocationState, CriteriaState, DeviceState, HandoverState, ImportState, NeedState, PledgeState, RecipientState, ReportState,
)  # fmt: skip


class Form(forms.Form):
    name = forms.CharField(label="Nama", help_text="Seperti pada kartu.")
    kind = forms.ChoiceField(label="Jenis", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    note = forms.CharField(label="Catatan", required=False)
    who = forms.ChoiceField(
        label="Siapa", required=False, choices=[("", "Semua"), ("a", "A")], widget=forms.RadioSelect
    )
    side = forms.ChoiceField(label="Sisi", required=False, choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="Setuju.")
    key = forms.CharField(widget=forms.HiddenInput)


def render(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize(("value", "shown"), [(1234567, "1.234.567"), (0, "0"), (None, ""), ("", ""), (12, "12")])
def test_numbers_read_as_in_indonesia(value: object, shown: str) -> None:
    with translation.override("id"):
        assert number(value) == shown


def test_numbers_read_as_in_english() -> None:
    with translation.override("en"):
        assert number(1234567) == "1,234,567"


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [(1, 3, 33), (999, 1000, 99), (5, 5, 100), (7, 5, 100), (0, 5, 0), (3, 0, 0), (None, 5, 0)],
)
def test_a_hundred_percent_means_all(part: int | None, whole: int, percent: int) -> None:
    assert percent_of(part, whole) == percent


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.__name__)
def test_every_state_has_its_tone(machine: type) -> None:
    known = frozenset[str]().union(*TONES.values())

    assert set(machine.values) <= known  # type: ignore[attr-defined]


def test_no_state_has_two_tones() -> None:
    states = [state for tone in TONES.values() for state in tone]

    assert len(states) == len(set(states))
    assert tone_of("something-else") == "neutral"


def test_an_icon_is_decoration() -> None:
    drawn = icon("gift")

    assert drawn.startswith("<svg")
    assert 'aria-hidden="true"' in drawn


@pytest.mark.parametrize("name", ["../logo", "Gift", "a/b", ""])
def test_an_icon_is_never_a_path(name: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        icon(name)


def test_a_field_ties_help_and_error_to_its_control() -> None:
    html = render("{% field form.name %}", form=Form({}))

    assert '<label class="form-label" for="id_name">' in html
    assert 'aria-describedby="id_name_help id_name_errors"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name_errors"' in html


def test_a_field_that_may_be_left_out_says_so() -> None:
    form = Form()

    assert "boleh kosong" in render("{% field form.note %}", form=form)
    assert "boleh kosong" not in render("{% field form.name %}", form=form)


def test_radios_with_an_empty_answer_are_always_answered() -> None:
    assert "boleh kosong" not in render("{% field form.who %}", form=Form())
    assert "boleh kosong" in render("{% field form.side %}", form=Form())


def test_a_group_of_choices_is_a_fieldset_with_a_legend() -> None:
    html = render("{% field form.kind %}", form=Form())

    assert "<fieldset" in html
    assert "<legend" in html
    assert html.count('class="form-check-input"') == 2
    assert '<label class="form-check-label" for="id_kind_1">B</label>' in html


def test_a_hidden_field_shows_nothing_but_itself() -> None:
    html = render("{% field form.key %}", form=Form())

    assert 'type="hidden"' in html
    assert "<label" not in html


def test_the_summary_leads_to_each_wrong_field() -> None:
    form = Form({})
    form.add_error(None, "Coba lagi.")

    html = render("{% form_errors form %}", form=form)

    assert 'role="alert"' in html
    assert "Coba lagi." in html
    assert 'href="#id_name"' in html
    assert 'href="#id_kind_0"' in html
    assert "Setuju: " in html


def test_no_summary_while_all_is_well() -> None:
    assert not render("{% form_errors form %}", form=Form()).strip()


def test_words_of_others_stay_words() -> None:
    form = Form({"name": "<b>x</b>"})

    assert "<b>x</b>" not in render("{% field form.name %}", form=form)
