"""What the matching asks of a coordinator: proposals that wait, and weights that a second one must agree to."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from donations.models import MatchingRun, MatchingWeights
from donations.states import MatchingState, WeightsState
from ksbb.authority.actors import Actor
from ksbb.portal.task import Tasks, some


def to_match(actor: Actor) -> Tasks:
    yield from some(
        MatchingRun.objects.visible_to(actor).filter(state=MatchingState.PROPOSED).count(),
        _("Periksa usulan pemadanan"),
        _("Lihat gawai mana ke sekolah mana, lalu setujui semua atau sebagian."),
        reverse("donations:matching_list"),
    )
    proposed = MatchingWeights.objects.visible_to(actor).filter(state=WeightsState.PROPOSED)
    yield from some(
        proposed.exclude(proposed_by_id=actor.user_id).count(),
        _("Setujui bobot pemadanan"),
        _("Koordinator lain mengusulkan bobot baru. Berlakukan, atau kembalikan dengan alasan."),
        reverse("donations:weights_list"),
    )
