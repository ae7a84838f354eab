"""The elements that a form has hundreds of, written straight out: a template in a template for each is slow."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

Groups = Sequence[tuple[str | None, Sequence[Mapping[str, Any]], int]]


@register.simple_tag
def attributes(attrs: Mapping[str, Any]) -> SafeString:
    """Write attributes: True as the bare name, False and None not at all."""
    return flatatt(dict(attrs))


@register.simple_tag
def input_element(widget: Mapping[str, Any]) -> SafeString:
    """Write the <input> of a widget or of one of its options."""
    value = widget["value"]
    shown = "" if value is None else format_html(' value="{}"', str(value))
    return format_html(
        '<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], shown, attributes(widget["attrs"])
    )


@register.simple_tag
def option_elements(groups: Groups) -> SafeString:
    """Write the <option>s of a select, those of a named group together."""
    return format_html_join("", "{}", ((_group(name, options),) for name, options, _index in groups))


def _group(name: str | None, options: Sequence[Mapping[str, Any]]) -> SafeString:
    written = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((str(each["value"]), attributes(each["attrs"]), each["label"]) for each in options),
    )
    return format_html('<optgroup label="{}">{}</optgroup>', name, written) if name else written
