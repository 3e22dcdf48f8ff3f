"""What the names and times of files tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from advocate.core.traces import Telling, Trace, shown

if TYPE_CHECKING:
    from datetime import datetime

OTHERS: Final = 0o077
"""The bits of a file's mode that let other users of the machine in."""

_LEFT: Final = (
    (
        r"\.~lock\..*#",
        "LibreOffice's lock, which holds your name, your login and the machine's",
        Telling.IDENTIFIES,
    ),
    (r"~\$.*", "Word's lock, which holds the name of whoever has the file open", Telling.IDENTIFIES),
    (
        r"\..*\.sw[a-p]",
        "Vim's copy of a text being edited, with your login and the machine's name",
        Telling.IDENTIFIES,
    ),
    (r"\._.*", "what a Mac keeps of a file, such as where it was downloaded from", Telling.TELLS),
    (r"\.DS_Store", "a Mac's list of what lay in the folder, deleted files too", Telling.TELLS),
    (r"Thumbs\.db|ehthumbs\.db", "Windows' small copies of pictures, of deleted ones too", Telling.TELLS),
    (r"desktop\.ini|\.directory", "how a folder is shown; it tells the system", Telling.TELLS),
    (r".*~|.*\.(?:bak|orig|tmp)|#.*#", "an earlier version, or what a program left behind", Telling.TELLS),
)
_DATED: Final = re.compile(
    r"(?:IMG|VID|PXL|DSC|MVIMG|PANO|Screenshot|Screen[ _]?Shot|WhatsApp|signal|photo|scan)"
    r"\D{0,20}20\d\d[-_.]?[01]\d[-_.]?[0-3]\d",
    re.IGNORECASE,
)
_WAYS: Final = {
    "whatsapp": "it came through WhatsApp",
    "signal-": "it came through Signal",
    "telegram": "it came through Telegram",
    "pxl_": "a Google Pixel took it",
    "mvimg": "a telephone took it",
    "screenshot": "it is a picture of a screen",
}


def name_traces(name: str) -> list[Trace]:
    """Return what a file's name gives away: when, by which program, and what other programs left behind."""
    traces = []
    if not name.isprintable():
        tells = "signs that cannot be seen, and may make it look like another name"
        traces.append(Trace("file name", shown(name), tells, Telling.TELLS))
    if _DATED.search(name):
        tells = "when it was made, and mostly by what"
        traces.append(Trace("file name", shown(name), tells, Telling.TELLS))
    for start, tells in _WAYS.items():
        if start in name.casefold() and not traces:
            traces.append(Trace("file name", shown(name), tells, Telling.TELLS))
    for pattern, tells, weight in _LEFT:
        if re.fullmatch(pattern, name):
            traces.append(Trace("file name", shown(name), tells, weight))
            break
    return traces


def time_of_file(changed: datetime) -> Trace:
    """Return what the time of the last change tells, which goes along in archives and on sticks."""
    day = changed.strftime("%Y-%m-%d %H:%M:%S UTC")
    tells = (
        "when you last changed it; not in the file, but archives, sticks and shared folders take it along "
        "(an attachment does not)"
    )
    return Trace("file time", day, tells, Telling.TELLS)


def mode_trace(mode: int) -> Trace | None:
    """Return what a mode lets other users of this machine do, or None where it lets them do nothing."""
    if not mode & OTHERS:
        return None
    tells = "other users of this machine can get at it; 'chmod go=' takes that away"
    return Trace("file mode", f"{mode & 0o777:04o}", tells, Telling.TELLS)


def link_trace(target: str) -> Trace:
    """Return what a symbolic link tells: where it leads; nobody follows it here."""
    return Trace("symbolic link", shown(target), "leads elsewhere, and was not followed", Telling.TELLS)
