"""The writer's own corrections as the YAML that `sources.overlay` reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advocate.render.registry_yaml import record, yaml_text

if TYPE_CHECKING:
    from advocate.core.overlay import Overlay

_HEAD = """\
# Your own corrections to the contacts of one campaign. They win over the campaign's contacts.yaml and stay on
# this machine. The entries are written as they are there; under `changes` stands what is different about an
# office or an institution: contact_details and holders that are added, values that are dead, and whether the
# office is retired. `source: me` is what you know yourself.
#
# You may edit this file. 'advocate contacts set' and its like write it anew, without other comments;
# 'advocate contacts overlay' shows what it says, 'advocate contacts drop ID' takes an entry back.
"""
_PARTS = ("sources", "groups", "institutions", "contacts", "changes")


def overlay_text(overlay: Overlay) -> str:
    """Return an overlay as the text of its file, with a head that says what it is."""
    parts = {part: [record(item) for item in getattr(overlay, part)] for part in _PARTS}
    return f"{_HEAD}\n{yaml_text({part: list(items) for part, items in parts.items() if items})}"
