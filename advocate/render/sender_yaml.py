"""The writer's details as the YAML that `sources.sender` reads."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from advocate.core.sender import ANY
from advocate.render.registry_yaml import yaml_text

if TYPE_CHECKING:
    from advocate.core.sender import Sender, Told
    from advocate.render.registry_yaml import Plain

_HEAD = """\
# Who writes: your own details, for your letters. They stay on this machine, readable by you alone.
# You may edit this file. 'advocate sender set' writes it anew, without other comments, and
# 'advocate sender forget' erases it.
"""


def sender_text(sender: Sender) -> str:
    """Return the writer's details as the text of their file, with a head that says what it is."""
    return f"{_HEAD}\n{yaml_text(sender_data(sender))}"


def sender_data(sender: Sender) -> dict[str, Plain]:
    """Return what the writer has told, by its key; words in their own language as one text."""
    data: dict[str, Plain] = {}
    for field in fields(sender):
        value = getattr(sender, field.name)
        if field.name == "ties":
            if sender.ties is not None:
                data[field.name] = list(sender.ties)
        elif value:
            data[field.name] = value if isinstance(value, str) else _told(value, sender.language)
    return data


def _told(words: Told, language: str) -> Plain:
    if set(words) <= {ANY, language}:
        return next(iter(words.values()))
    return dict(words)
