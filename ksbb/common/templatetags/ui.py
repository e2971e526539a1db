"""The design system's small words."""
from django import template

register = template.Library()
