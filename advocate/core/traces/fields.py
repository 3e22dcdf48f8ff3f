"""What a named field tells, in whichever kind of file it stands: PDF information, XMP, EXIF, HTML, JSON."""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import lru_cache
from typing import Final

from advocate.core.traces import Telling, Trace, shown
from advocate.core.traces.times import time_trace

_SINGLE_LABEL: Final = re.compile(r"[\w-]+")
_LOCAL: Final = re.compile(
    r".*\.(?:local|lan|home|home\.arpa|internal|localdomain|fritz\.box|intranet|corp)", re.IGNORECASE
)
"""Names that only a network at home or at work gives (RFC 6762, 3 and appendix G; RFC 8375)."""


class Field(Enum):
    """What kind of thing a field holds."""

    PERSON = auto()
    SERIAL = auto()
    PLACE = auto()
    MACHINE = auto()
    DATE = auto()
    PROGRAM = auto()
    ID = auto()
    TITLE = auto()
    WORDS = auto()
    OTHER = auto()


_KNOWN: Final = {
    Field.PERSON: "author authors artist byline bylinetitle cameraownername company credit lastauthor "
    "lastmodifiedby lastsavedby manager metadataauthor owner ownername rights writereditor xpauthor "
    "copyright copyrightnotice usageterms webstatement",
    Field.SERIAL: "serialnumber bodyserialnumber cameraserialnumber lensserialnumber internalserialnumber "
    "imageuniqueid deviceid mac macaddress imei",
    Field.PLACE: "gpsinfo city country countryname countrycode location sublocation provincestate state geo "
    "latitude longitude lat lon coordinates timezone tz",
    Field.MACHINE: "username user login logname host hostname hostcomputer machine machinename computer "
    "computername cwd home path filepath filename workingdirectory docname exportfilename absref ip "
    "ipaddress sourcefile",
    Field.PROGRAM: "producer software creatortool generator program application appversion xmptk "
    "softwareagent make model lensmake lensmodel platform useragent progid tool prodid "
    "processingsoftware encoder originatingprogram",
    Field.ID: "documentid instanceid originaldocumentid derivedfrom uniqueid uuid guid versionid",
    Field.TITLE: "title",
    Field.WORDS: "subject keywords description imagedescription comment comments usercomment xpcomment "
    "xptitle xpsubject xpkeywords caption captionabstract headline instructions "
    "specialinstructions notes category documentname pagename",
}
_BY_NAME: Final = {name: kind for kind, names in _KNOWN.items() for name in names.split()}
_DATES: Final = re.compile(
    r"date|time|when$|created$|saved$|modified$|changed$|timestamp|_at$|^at$|^rev$|lastmod|offsettime"
)
_NO_DATES: Final = frozenset(
    {"exposuretime", "subsectime", "subsectimeoriginal", "subsectimedigitized", "metadatadate_"}
)

_UUID: Final = re.compile(
    r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-(?P<version>[1-8])[0-9a-fA-F]{3}"
    r"-[0-9a-fA-F]{4}-(?P<node>[0-9a-fA-F]{12})"
)
_MULTICAST: Final = 0x01


@lru_cache(maxsize=1024)
def kind_of(name: str) -> Field:
    """Return what a field of that name holds: `dc:Creator-Tool`, `creator_tool` and `CreatorTool` are one."""
    last = name.rpartition(":")[2].rpartition(".")[2]
    plain = re.sub(r"[^a-z0-9]", "", last.casefold())
    if plain in _BY_NAME:
        return _BY_NAME[plain]
    if plain not in _NO_DATES and _DATES.search(re.sub(r"[^a-z0-9_]", "", last.casefold())):
        return Field.DATE
    return Field.PLACE if plain.startswith("gps") else Field.OTHER


_TELLS: Final = {
    Field.PERSON: ("who made it, or whose program it was", Telling.IDENTIFIES),
    Field.SERIAL: ("one single device: other files of it have the same number", Telling.IDENTIFIES),
    Field.PLACE: ("where it was made", Telling.IDENTIFIES),
    Field.MACHINE: ("a machine, or somebody who logs in on it", Telling.IDENTIFIES),
    Field.PROGRAM: ("which program or device made it", Telling.TELLS),
    Field.TITLE: ("the title, which programs show", Telling.VISIBLE),
    Field.WORDS: ("words that are not on the page", Telling.TELLS),
    Field.OTHER: ("of no use to find somebody", Telling.PLAIN),
}


def field_trace(where: str, value: object, kind: Field) -> Trace:
    """Return what a field tells that holds a value of this kind; `where` names file part and field."""
    if kind is Field.DATE:
        return time_trace(where, str(value))
    if kind is Field.ID:
        return id_trace(where, str(value))
    tells, weight = _TELLS[kind]
    return Trace(where, shown(value), tells, weight)


def is_of_a_machine(host: str) -> bool:
    """Return whether what stands behind an @ is one machine's: a word, a name used at home, a number."""
    host = host.strip("[]")
    return bool(_SINGLE_LABEL.fullmatch(host) or _LOCAL.fullmatch(host)) or _is_number(host)


def of_a_machine(host: str) -> str:
    """Return what such a name tells."""
    return f"{shown(host)!r} is the name of a machine, or of a network at home or at work"


def _is_number(host: str) -> bool:
    return bool(re.fullmatch(r"(?:IPv6:)?[0-9a-fA-F:.]*[.:][0-9a-fA-F:.]*\d", host)) and not host.endswith(
        "."
    )


def id_trace(where: str, value: str) -> Trace:
    """Return what a number tells that was made for one document.

    Of version 1 it holds the time, and the number of a network card (RFC 9562, 5.1). A card's own address has
    the last bit of its first octet clear (RFC 9562, 6.10); one made up has it set.
    """
    found = _UUID.search(value)
    if found and found["version"] == "1":
        if not int(found["node"][:2], 16) & _MULTICAST:
            tells = "the number of one network card, and the moment at which this id was made"
            return Trace(where, shown(value), tells, Telling.IDENTIFIES)
        return Trace(where, shown(value), "the moment at which this id was made", Telling.TELLS)
    host = value.strip().rpartition("@")[2]
    if host != value.strip() and is_of_a_machine(host):
        return Trace(where, shown(value), of_a_machine(host), Telling.IDENTIFIES)
    return Trace(where, shown(value), "copies of the same document can be known by it", Telling.TELLS)
