"""In which language a letter is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from advocate.core.campaign import Version
    from advocate.core.registry import Office

COMMON = "en"
"""The language of a letter where nothing better is known (Amnesty's guides: English, unless you have an
accurate translation)."""


def language_for(office: Office, version: Version, writers: str) -> str:
    """Return the language of a letter to an office: the writer's own where the office reads it, else English.

    The writer's own counts only where the version is written in it and the office is addressed in it.
    """
    reads = office.languages.codes
    if (
        writers
        and (not reads or writers in reads)
        and writers in version.languages
        and writers in office.contact.forms_of_address
    ):
        return writers
    return COMMON
