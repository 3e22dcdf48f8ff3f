"""The writer's pins as the YAML that `sources.pins` reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocate.render.registry_yaml import yaml_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advocate.core.pins import Pin
    from advocate.render.registry_yaml import Plain

_HEAD = """\
# The campaigns you have pinned, as they were then. 'advocate campaign pin' and 'unpin' write this file.
"""


def pins_text(pins: Iterable[Pin]) -> str:
    """Return pins as the text of their file."""
    return f"{_HEAD}\n{yaml_text({'pins': [_data(pin) for pin in pins]})}"


def _data(pin: Pin) -> Plain:
    data: dict[str, Plain] = {"campaign": pin.campaign, "pinned": pin.day.isoformat()}
    if pin.folder:
        data["folder"] = pin.folder
    data["files"] = [
        {"name": name, "sha256": digest} for name, digest in sorted(pin.fingerprint.files.items())
    ]
    data["addresses"] = [
        {"of": each.of, "kind": each.kind, "value": each.value} for each in sorted(pin.addresses)
    ]
    return data
