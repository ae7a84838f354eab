"""The elements that a form has hundreds of, written straight out: a template in a template for each is slow."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

Groups = Sequence[tuple[str | None, Sequence[Mapping[str, Any]], int]]


@register.simple_tag
def attributes(attrs: Mapping[str, Any]) -> SafeString:
    """Write attributes: True as the bare name, False and None not at all."""
    return _written(_attributes(attrs))


@register.simple_tag
def input_element(widget: Mapping[str, Any]) -> SafeString:
    """Write the <input> of a widget or of one of its options."""
    first = {"type": widget["type"], "name": widget["name"], "value": widget["value"]}
    return _written(f"<input{_attributes(first)}{_attributes(widget['attrs'])}>")


@register.simple_tag
def option_elements(groups: Groups) -> SafeString:
    """Write the <option>s of a select, those of a named group together."""
    return _written("".join(_group(name, options) for name, options, _index in groups))


def _group(name: str | None, options: Sequence[Mapping[str, Any]]) -> str:
    written = "".join(
        f'<option value="{_text(each["value"])}"{_attributes(each["attrs"])}>{_text(each["label"])}</option>'
        for each in options
    )
    return f'<optgroup label="{_text(name)}">{written}</optgroup>' if name else written


def _attributes(attrs: Mapping[str, Any]) -> str:
    said = [(name, value) for name, value in attrs.items() if value is not None and value is not False]
    return "".join(f" {name}" if value is True else f' {name}="{_text(value)}"' for name, value in said)


def _text(value: Any) -> str:
    # What django.utils.html.conditional_escape does, without its looking out for words that are not said yet.
    said = str(value)
    return said if isinstance(value, SafeString) else escape(said)


def _written(html: str) -> SafeString:
    return mark_safe(html)  # noqa: S308 - every value in it has gone through `_text`
