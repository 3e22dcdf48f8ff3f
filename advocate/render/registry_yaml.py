"""A registry, or parts of one, as the YAML that `sources.registry` reads.

Only what differs from a record's defaults is written, in the order in which the file's readers ask for it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import TYPE_CHECKING

import yaml

from advocate.core.dates import PartialDate
from advocate.core.registry import FormOfAddress, Gendered

if TYPE_CHECKING:
    from dataclasses import Field
    from typing import Any, ClassVar, Protocol

    from advocate.core.registry import Registry

    class DataclassInstance(Protocol):
        """Any record."""

        __dataclass_fields__: ClassVar[dict[str, Any]]


Plain = dict[str, "Plain"] | list["Plain"] | str
"""What a file is written from; every scalar is a text, as every scalar is read as one."""

_WIDE = 4096
_UNWRITTEN = frozenset({"local"})
_LAST = ("source", "checked", "caution", "note")
"""What says how far an entry can be trusted stands behind what it says."""

_DATE = re.compile(r"\d{4}(-\d\d){0,2}", re.ASCII)
_TAGS = ("int", "str", "timestamp")
"""What YAML 1.1 takes a year, a month and a day for; under its own tag PyYAML writes a scalar plain."""

_ESCAPED = re.compile("[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""What the reader refuses as it is: controls, and line ends that editors do not show."""

_PARTS = ("style", "salutation", "closing")
# In the file a form of address begins with its words and ends with who says so.
_FORM = ("style", "style_named", "salutation", "salutation_named", "closing")


def registry_text(registry: Registry) -> str:
    """Return a whole registry as the text of a `contacts.yaml`."""
    parts = ("sources", "groups", "institutions", "procedures", "contacts")
    whole = {part: [record(item) for item in getattr(registry, part)] for part in parts}
    if not whole["procedures"]:
        del whole["procedures"]
    return yaml_text({part: list(items) for part, items in whole.items()})


def record(item: object) -> Plain:
    """Return a record of the registry (a contact, holder, detail, source …) as plain data."""
    match item:
        case Gendered(neutral=str() as words, female=None, male=None):
            return words
        case FormOfAddress():
            return _form(item)
        case Mapping():
            return {key: record(value) for key, value in item.items()}
        case tuple():
            return [record(value) for value in item]
    if is_dataclass(item) and not isinstance(item, (PartialDate, type)):
        return _fields(item)
    return str(item)


def _fields(item: DataclassInstance) -> Plain:
    written = {
        field.name: record(value)
        for field in fields(item)
        if field.name not in _UNWRITTEN
        and (value := getattr(item, field.name)) is not None
        and (value != _default(field) or field.name == "source")
    }
    last = {name: written.pop(name) for name in _LAST if name in written}
    return written | last


def yaml_text(data: Plain) -> str:
    """Return plain data as YAML: block style, long texts on one line, what has several lines as a block."""
    text = yaml.dump(
        data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_WIDE, default_flow_style=False
    )
    return str(text)


def line_text(data: Plain) -> str:
    """Return plain data as YAML on one line, quoted as the shipped file is."""
    text = yaml.dump(
        data, Dumper=_LineDumper, sort_keys=False, allow_unicode=True, width=_WIDE, default_flow_style=True
    )
    return str(text).removesuffix("\n").removesuffix("\n...")


def block_text(data: Plain) -> str:
    """Return plain data as YAML in block style, quoted as the shipped file is."""
    text = yaml.dump(
        data, Dumper=_LineDumper, sort_keys=False, allow_unicode=True, width=_WIDE, default_flow_style=False
    )
    return str(text).removesuffix("...\n")


def _form(form: FormOfAddress) -> Plain:
    written = {name: record(words) for name in _FORM if (words := getattr(form, name)) is not None}
    sources = {part: getattr(form, f"{part}_source") for part in _PARTS}
    if len(set(sources.values())) == 1:
        return written | {"source": sources["style"]}
    return written | {"source": dict(sources)}


def _default(field: Field[Any]) -> object:
    """Return the default of a dataclass's field, or what equals nothing."""
    return field.default_factory() if field.default_factory is not MISSING else field.default


class _Dumper(yaml.SafeDumper):
    """PyYAML's own dumper, with dates as they are typed and lists set in under their key."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002, ARG002 - the signature is PyYAML's
        super().increase_indent(flow, indentless=False)


class _LineDumper(_Dumper):
    """The same, with double quotes where any are needed."""

    def choose_scalar_style(self) -> str:
        style = str(super().choose_scalar_style())
        return '"' if style == "'" else style


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    if "\n" in text and not re.search(r"[ \t]\n|^\s|\s$|[^\S\n ]", text):
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|")
    if _ESCAPED.search(text):
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
    # The reader takes every scalar as a text, so a date needs no quotes.
    if _DATE.fullmatch(text):
        tag = _TAGS[text.count("-")]
        return yaml.ScalarNode(f"tag:yaml.org,2002:{tag}", text)
    return dumper.represent_scalar("tag:yaml.org,2002:str", text)


_Dumper.add_representer(str, _text)
_LineDumper.add_representer(str, _text)
