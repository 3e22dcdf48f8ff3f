"""What a registry can be exchanged in."""

from __future__ import annotations

from enum import StrEnum


class ImportFormat(StrEnum):
    """The format of a file to import; `auto` is what its name and its beginning say."""

    AUTO = "auto"
    POPOLO = "popolo"
    VCARD = "vcard"
    CSV = "csv"
    CONGRESS = "congress-legislators"
    OPENSTATES = "openstates"
