"""The writer: what they chose to say about themselves."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sender:
    """The writer's own details; only what they typed, and an empty string for what they did not.

    `language` is the one they write in (ISO 639-1): that of a letter where nothing else is asked for.
    """

    name: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    email: str = ""
    phone: str = ""
    occupation: str = ""
    link: str = ""
    language: str = ""
