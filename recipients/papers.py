"""What stands on the letters "why this rank": from our rows to the data of a letter, for many people in a few statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.conf import settings
from django.utils import timezone
from django.utils.formats import number_format

from ksbb.common.workdays import working_days_after
from ksbb.territories.models import CITY_LENGTH, Territory
from recipients.codes import in_groups
from recipients.documents import LetterData
from recipients.draws import lot_in_digits
from recipients.models import NO_LOT, Assessment, Need, Recipient, RecipientKind
from recipients.places import places_of
from recipients.ranking import Place
from recipients.states import NeedState

_STANDING = {
    NeedState.RESERVED: "Gawai untuk kebutuhan ini sudah dijanjikan seorang donatur.",
    NeedState.DELIVERED: "Gawai untuk kebutuhan ini sudah diserahkan.",
    NeedState.MET: "Gawai untuk kebutuhan ini sudah diterima dan diverifikasi.",
}


def letters_of(
    people: Sequence[Recipient], verdicts: Mapping[int, Assessment], codes: Mapping[int, str]
) -> list[LetterData]:
    """A letter for each of `people` (with their school), in their order. `verdicts` and `codes` by recipient id."""
    needs = {
        need.recipient_id: need for need in Need.objects.filter(recipient__in=people).exclude(state=NeedState.CLOSED)
    }
    places = places_of(needs.values())
    codes_of_cities = {recipient.region[:CITY_LENGTH] for recipient in people}
    cities = {area.code: area.short_name for area in Territory.objects.filter(code__in=codes_of_cities)}
    today = timezone.localdate()
    return [
        _letter(
            recipient,
            verdicts[recipient.pk],
            needs.get(recipient.pk),
            places.get(needs[recipient.pk].pk) if recipient.pk in needs else None,
            cities.get(recipient.region[:CITY_LENGTH], "Jakarta"),
            codes[recipient.pk],
            today,
        )
        for recipient in people
    ]


def _letter(
    recipient: Recipient,
    verdict: Assessment,
    need: Need | None,
    place: Place | None,
    city: str,
    code: str,
    today: date,
) -> LetterData:
    reasons = verdict.reasons
    return LetterData(
        name=recipient.full_name,
        class_name=recipient.class_group,
        is_teacher=recipient.kind == RecipientKind.TEACHER,
        school=recipient.school.name,
        city=city,
        issued_on=today,
        is_eligible=verdict.is_eligible,
        points=verdict.points,
        required=[(reason.label, reason.held) for reason in reasons if reason.is_required],
        given=[(r.label, r.points, r.weight) for r in reasons if not r.is_required and r.points],
        without=[reason.label for reason in reasons if not reason.is_required and not reason.points],
        places=_places(place, city),
        turn=need.turn if need else 0,
        standing=_STANDING.get(NeedState(need.state), "") if need else "",
        ticket=str(need.public_id) if need else "",
        lot=lot_in_digits(need.lot) if need and need.lot != NO_LOT else "",
        version=verdict.criteria.version,
        effective_from=verdict.criteria.effective_from,
        assessed_on=timezone.localdate(verdict.assessed_at),
        appeal_until=working_days_after(today, settings.APPEAL_FILING_DAYS),
        code=in_groups(code),
        appeal_url=f"{settings.PUBLIC_URL}/sanggah/",
        draw_url=f"{settings.PUBLIC_URL}/undian/",
    )


def _places(place: Place | None, city: str) -> list[str]:
    if place is None:
        return []
    return [
        f"ke-{_n(place.in_school)} dari {_n(place.of_school)} di sekolah ini",
        f"ke-{_n(place.in_city)} dari {_n(place.of_city)} di {city}",
    ]


def _n(number: int) -> str:
    """A paper is in Indonesian: 1.234, whatever language is chosen."""
    return number_format(number, force_grouping=True).replace(",", ".")
