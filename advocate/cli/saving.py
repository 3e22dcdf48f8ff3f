"""What the writer has said of the place that files go to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Saving:
    """Whether files may be replaced, and whether the folder may be one in which others can write."""

    overwrite: bool
    trusting: bool
