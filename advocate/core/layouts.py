"""The page layouts of a campaign that comes from strangers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class ForeignLayouts:
    """Layouts that somebody else wrote: their files by name, with the shipped ones where they have none.

    `own` are the names of their own files; `folder` is how a person would name the folder of these.
    """

    files: Mapping[str, bytes]
    own: frozenset[str]
    folder: str


_PACKAGE: Final = r"@[A-Za-z_][\w-]*/[A-Za-z_][\w-]*:\d"
"""A package, as layouts name one (Typst reference, Scripting, "Packages"): `@preview/name:1.0.0`."""


def package_in(source: str) -> tuple[int, int] | None:
    """Return the line and column, from 1, where a layout names a package, None where it names none.

    A name that is put together from pieces is not found: that none is ever fetched is not left to this.
    """
    found = re.search(_PACKAGE, source)
    if not found:
        return None
    before = source[: found.start()]
    return before.count("\n") + 1, found.start() - (before.rfind("\n") + 1) + 1
