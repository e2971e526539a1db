"""The design system's small words; a builtin of every template."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from django import forms, template
from django.conf import settings
from django.forms import BaseForm, BoundField
from django.utils.formats import number_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from ksbb.common.chat import chat_address
from ksbb.common.fragments import kept_html
from ksbb.common.tones import tone_of

register = template.Library()

_NAME = re.compile(r"[a-z0-9-]+")


class Asked(Protocol):
    """An Actor as templates see it (this floor knows no roles)."""

    def may(self, permission: Any) -> bool: ...


@lru_cache(maxsize=256)
def _drawing(name: str) -> SafeString:
    """The inlined SVG of an icon; the names come from our templates, never from a request."""
    if not _NAME.fullmatch(name):
        raise template.TemplateSyntaxError(f"not an icon's name: {name!r}")
    path = Path(settings.BASE_DIR) / "static" / "img" / "icons" / f"{name}.svg"
    body = path.read_text(encoding="utf-8").split(">", 1)[1].replace("\n", "").replace("  ", "")
    head = '<svg class="icon" width="16" height="16" viewBox="0 0 16 16" fill="currentColor" aria-hidden="true" focusable="false">'
    return mark_safe(head + body)  # noqa: S308 - a file of our own


@register.simple_tag
def icon(name: str) -> SafeString:
    """`{% icon "gift" %}`: decoration only; the words beside it carry the meaning."""
    return _drawing(str(name))


# Stands in what is kept of a frame for the address of who reads it.
_HERE = "@@here@@"


@register.simple_tag(takes_context=True)
def frame(context: template.RequestContext, name: str) -> SafeString:
    """`{% frame "layout/header.html" %}`: a piece of every page's frame. All visitors of a page see the same one."""
    request, actor = context.get("request"), context.get("actor")

    def draw(**known: str) -> SafeString:
        with context.push(**known):
            return context.template.engine.get_template(name).render(context)  # type: ignore[union-attr]

    if request is None or actor is None or actor.is_signed_in:
        return draw()
    drawn = kept_html("frame", (name, request.path, settings.DEMO), lambda: draw(here=_HERE))
    return mark_safe(drawn.replace(_HERE, escape(request.get_full_path())))  # noqa: S308 - drawn by our own template


@register.filter
def number(value: Any) -> str:
    """1234 → 1.234 in Indonesian, 1,234 in English; nothing for None."""
    if value is None or value == "":
        return ""
    return number_format(value, force_grouping=True)


@register.filter
def percent_of(part: int | None, whole: int | None) -> int:
    """`{{ part|percent_of:whole }}%`: a whole number from 0 to 100, rounded down so that 100 means all of it."""
    if not part or not whole:
        return 0
    return max(0, min(100, int(part * 100 // whole)))


@register.filter
def chat_link(number: str) -> str:
    """`{{ number|chat_link }}`: opens WhatsApp with a text that names nobody; nothing for other than mobile numbers."""
    return chat_address(number)


@register.filter
def may(actor: Asked | None, permission: str) -> bool:
    """`{% if actor|may:"pledge.create" %}`; a test holds that every permission named in a template exists."""
    return actor is not None and actor.may(permission)


@register.inclusion_tag("components/state_badge.html")
def state_badge(obj: Any) -> dict[str, object]:
    """The state of a thing in words, with the tone of its state."""
    return {"label": obj.get_state_display(), "tone": tone_of(obj.state)}


@register.inclusion_tag("components/form_errors.html")
def form_errors(form: BaseForm | None) -> dict[str, object]:
    """A summary on top of a form: what is wrong, each line leading to its field. Nothing while all is well."""
    if form is None or not form.is_bound:
        return {"problems": [], "general": []}
    problems = [(bound, bound.errors) for bound in form if bound.errors]
    hidden = [error for bound in form.hidden_fields() for error in bound.errors]
    return {
        "problems": [
            (_anchor(bound), str(bound.label).rstrip(".?"), errors) for bound, errors in problems if not bound.is_hidden
        ],
        "general": [*form.non_field_errors(), *hidden],
    }


@register.inclusion_tag("components/field.html")
def field(bound: BoundField) -> dict[str, object]:
    """Label, help, control and error of one form field, tied together for assistive technology."""
    shape = _shape(bound.field.widget)
    if shape == "group":
        # The choices are drawn one by one and take their class from the widget (each form has its own copy).
        bound.field.widget.attrs["class"] = _classes(bound, shape)
    described = [
        name
        for name, there in ((f"{bound.auto_id}_help", bound.help_text), (f"{bound.auto_id}_errors", bound.errors))
        if there
    ]
    attrs: dict[str, Any] = {"class": _classes(bound, shape)}
    if described and shape != "group":
        attrs["aria-describedby"] = " ".join(described)
    return {
        "bound": bound,
        "shape": shape,
        "described": " ".join(described),
        "widget": bound.as_widget(attrs=attrs),
        "choices": list(bound) if shape == "group" else [],
        "may_stay_empty": _may_stay_empty(bound.field),
    }


def _may_stay_empty(asked: forms.Field) -> bool:
    """Whether the label says so. Not of radios one of which is the empty answer, since one of them is always chosen; nor of a
    field that says when it is needed (`optional_mark = False`)."""
    widget = asked.widget
    is_an_answer = isinstance(widget, forms.RadioSelect) and any(value == "" for value, _label in widget.choices)
    return not asked.required and not is_an_answer and getattr(asked, "optional_mark", True)


def _anchor(bound: BoundField) -> str:
    if _shape(bound.field.widget) == "group":
        return f"{bound.auto_id}_0"
    return bound.id_for_label or bound.auto_id or bound.html_name


def _shape(widget: forms.Widget) -> str:
    """How a control is laid out: a line of text, one tick, a group of choices, or nothing to see."""
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "group"
    return "line"


def _classes(bound: BoundField, shape: str) -> str:
    widget = bound.field.widget
    base = "form-control"
    if shape in ("check", "group"):
        base = "form-check-input"
    elif isinstance(widget, forms.Select):
        base = "form-select"
    own = widget.attrs.get("class", "")
    return " ".join(part for part in (base, own, "is-invalid" if bound.errors else "") if part)
